"""One value, one way to write it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.proof.canonical import canonical, strict_base64

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcdefgh_", min_size=1), inner),
    max_leaves=12,
)


@given(value=values)
def test_canonical_reads_back_as_the_same_value(value):
    assert json.loads(canonical(value)) == value


@given(names=st.lists(st.text("abcdefgh_", min_size=1), unique=True, min_size=2), chance=st.randoms())
def test_canonical_does_not_depend_on_the_order_of_names(names, chance):
    shuffled = names.copy()
    chance.shuffle(shuffled)
    one, two = ({name: len(name) for name in order} for order in (names, shuffled))
    assert canonical(one) == canonical(two)


def test_canonical_is_compact_utf8():
    assert canonical({"b": [1, None, True], "a": "é"}) == '{"a":"é","b":[1,null,true]}'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_canonical_refuses_what_json_lacks(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": value})


def test_strict_base64_refuses_a_second_spelling_of_the_same_bytes():
    assert strict_base64("QQ==") == b"A"
    with pytest.raises(ValueError, match="canonical"):
        strict_base64("QR==")
