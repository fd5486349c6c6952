"""The syntax tree of the whole registry: one place hands bytes to a channel, and it stands behind the gate."""

import ast
from pathlib import Path

REGISTRY = Path(__file__).parents[2] / "registry"
GATE = "publication/service.py"
TO_A_SERVICE = ("publication", "self", "publishing", "photos", "_publication")


def trees(root=REGISTRY):
    return {path.relative_to(root).as_posix(): ast.parse(path.read_text("utf-8")) for path in root.rglob("*.py")}


def sends(tree: ast.Module) -> list[tuple[str, ast.AST]]:
    """Every use of a `publish` that may be a channel's, by the function it stands in; also where it is not called."""
    found = []
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Module | ast.Lambda):
            name = getattr(function, "name", "<module>")
            found += [(name, node) for node in _own(function) if _reaches_a_channel(node)]
    return found


def _own(function):
    """The nodes of a function without those of functions within it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def _reaches_a_channel(node) -> bool:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"getattr", "methodcaller"}:
        return any(isinstance(one, ast.Constant) and one.value == "publish" for one in node.args)
    if not (isinstance(node, ast.Attribute) and node.attr == "publish"):
        return False
    owner = node.value
    last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else "?"
    return last not in (*TO_A_SERVICE, "tally")


def calls(tree: ast.Module, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")) == name
    ]


def function(tree: ast.Module, name: str) -> ast.FunctionDef:
    return next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name)


def test_only_the_publications_sending_hands_bytes_to_a_channel():
    found = {(path, name) for path, tree in trees().items() for name, _ in sends(tree)}
    assert found == {(GATE, "_send")}


def test_only_the_publications_sending_makes_a_parcel():
    makers = {path for path, tree in trees().items() if calls(tree, "Parcel")}
    assert makers == {GATE}


def test_what_is_sent_was_planned_through_the_gate_before_in_the_same_function():
    send = function(trees()[GATE], "_send")
    (planned,), (sent,) = calls(send, "plan"), calls(send, "publish")
    assert ast.unparse(planned.func) == "self._gate.plan"
    assert planned.lineno < sent.lineno
    guard = next(
        node for node in ast.walk(send) if isinstance(node, ast.If) and "isinstance(planned" in ast.unparse(node)
    )
    assert planned.lineno < guard.lineno < sent.lineno
    assert isinstance(guard.body[-1], ast.Return)


def test_the_gate_judges_in_the_function_that_plans_and_in_the_one_that_confirms():
    gate = trees()["publication/gate.py"]
    for name in ("plan", "confirm"):
        assert calls(function(gate, name), "_judge_prepared") or calls(function(gate, name), "judge"), name


def test_the_scan_sees_a_channel_that_is_published_to_behind_the_gates_back():
    for line in (
        "channel.publish(p)",
        "self._channels['x'].publish(p)",
        "put = channels[0].publish",
        "getattr(channel, 'publish')(p)",
        "map(channel.publish, parcels)",
    ):
        assert sends(ast.parse(f"def f():\n    {line}\n")), line
