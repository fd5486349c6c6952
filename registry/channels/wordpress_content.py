"""Taking one picture out of a WordPress text and changing nothing else in it. Pure.

A picture is in a text as an image block, within a gallery, cover or other block, as a classic `[gallery]` or
`[caption]` shortcode, as a bare `<img>`, or as a link to its file. Deleting the file alone leaves a broken post.
"""

import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

_SIZE = re.compile(r"-(?:\d+x\d+|scaled|rotated|e\d{9,})$")
_BLOCK = re.compile(r"<!-- (?P<end>/)?wp:(?P<name>[a-z0-9/-]+)(?P<attributes> \{.*?\})? (?P<void>/)?-->", re.DOTALL)
_PICTURE_KEYS = ("id", "mediaId", "url", "mediaUrl", "mediaLink", "mediaType", "href", "src")
_GONE = "\x00"
"""Stands where something was taken out, until the hulls around it are gone too; never in a text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Traces:
    """By what a picture is known in texts: its number in the library, and the addresses of its files without size."""

    number: int
    stems: frozenset[str]

    @classmethod
    def of(cls, number: int, addresses: tuple[str, ...]) -> "Traces":
        """Return the traces of a library item and all its files."""
        return cls(number=number, stems=frozenset(filter(None, map(_stem, addresses))))

    def is_address(self, address: str) -> bool:
        """Say whether an address is one of the picture's files, in any size."""
        return _stem(address) in self.stems


def without(text: str, traces: Traces) -> str:
    """Return the text without the picture; the very same text where the picture is not in it."""
    for step in (_without_blocks, _without_shortcodes, _without_tags):
        text = step(text, traces)
    return _without_hulls(text)


def _stem(address: str) -> str:
    path = PurePosixPath(urlsplit(address).path)
    name = path.name.split(".", 1)[0]
    return str(path.parent / _SIZE.sub("", name)) if name else ""


def _without_blocks(text: str, traces: Traces) -> str:
    """Take out image blocks of the picture whole, and its number and address out of the settings of other blocks."""
    out, position, depth = [], 0, 0
    for block in _BLOCK.finditer(text):
        if depth:  # inside an image block that goes
            depth += _deeper(block)
            if depth == 0:
                position = block.end()
            continue
        if block["name"] == "image" and not block["end"] and _names(block, text, traces):
            out += [text[position : block.start()], _GONE]
            position, depth = block.end(), 0 if block["void"] else 1
            continue
        out += [text[position : block.start()], _mended(block, traces)]
        position = block.end()
    out.append(text[position:])
    return "".join(out)


def _deeper(block: re.Match[str]) -> int:
    return 0 if block["void"] else -1 if block["end"] else 1


def _names(block: re.Match[str], text: str, traces: Traces) -> bool:
    attributes = _attributes(block)
    if attributes.get("id") == traces.number:
        return True
    end = text.find("<!-- /wp:image -->", block.end())
    inside = text[block.end() : end if end >= 0 else len(text)]
    return any(traces.is_address(address) for address in re.findall(r'(?:src|href)="([^"]*)"', inside))


def _attributes(block: re.Match[str]) -> dict[str, object]:
    try:
        found = json.loads(block["attributes"] or "{}")
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _mended(block: re.Match[str], traces: Traces) -> str:
    attributes = _attributes(block)
    kept = _kept(attributes, traces)
    if kept == attributes:
        return block[0]
    written = f" {json.dumps(kept, ensure_ascii=False, separators=(',', ':'))}" if kept else ""
    return f"<!-- wp:{block['name']}{written} {'/' if block['void'] else ''}-->"


def _kept(attributes: dict[str, object], traces: Traces) -> dict[str, object]:
    numbers = {name: value for name, value in attributes.items() if name in ("id", "mediaId")}
    addresses = [value for name, value in attributes.items() if name in _PICTURE_KEYS and isinstance(value, str)]
    kept = dict(attributes)
    if isinstance(ids := attributes.get("ids"), list) and traces.number in ids:
        kept["ids"] = [one for one in ids if one != traces.number]
    if traces.number in numbers.values() or any(traces.is_address(address) for address in addresses):
        kept = {name: value for name, value in kept.items() if name not in _PICTURE_KEYS}
    return kept


def _without_shortcodes(text: str, traces: Traces) -> str:
    caption = rf"\[caption[^\]]*\bid=[\"']attachment_{traces.number}[\"'][^\]]*\].*?\[/caption\]"
    text = re.sub(caption, _GONE, text, flags=re.DOTALL)
    return re.sub(r"\[gallery[^\]]*\]", lambda found: _gallery(found[0], traces.number), text)


def _gallery(shortcode: str, number: int) -> str:
    left = []

    def shortened(found: re.Match[str]) -> str:
        numbers = [one.strip() for one in found["numbers"].split(",")]
        kept = [one for one in numbers if one != str(number)]
        left.extend(kept)
        return found[0] if kept == numbers else f"{found['name']}={found['quote']}{','.join(kept)}{found['quote']}"

    pattern = r"(?P<name>ids|include)=(?P<quote>[\"'])(?P<numbers>[\d,\s]*)(?P=quote)"
    mended = re.sub(pattern, shortened, shortcode)
    # A gallery that names nobody shows every picture of the post: one that held only this goes whole.
    return _GONE if mended != shortcode and not left else mended


def _without_tags(text: str, traces: Traces) -> str:
    def image(found: re.Match[str]) -> str:
        tag = found[0]
        numbered = re.search(rf"\bwp-image-{traces.number}\b|\bdata-id=[\"']{traces.number}[\"']", tag)
        return _GONE if numbered or _has_address(tag, traces) else tag

    def link(found: re.Match[str]) -> str:
        return found["inside"] if _has_address(found["open"], traces) else found[0]

    def captioned(found: re.Match[str]) -> str:
        return _GONE if _GONE in found[0] and "<img" not in found[0] else found[0]

    text = re.sub(r"<(?:img|source)\b[^>]*>", image, text)
    text = re.sub(r"(?P<open><a\b[^>]*>)(?P<inside>.*?)</a>", link, text, flags=re.DOTALL)
    # The words below a picture say who was in it.
    single = r"<figure\b(?![^>]*\bwp-block-gallery\b)[^>]*>(?:(?!<figure\b).)*?</figure>"
    return re.sub(single, captioned, text, flags=re.DOTALL)


def _has_address(tag: str, traces: Traces) -> bool:
    quoted = re.findall(r"\b(?:src|href|srcset|data-[a-z-]+)=[\"']([^\"']*)[\"']", tag)
    return any(traces.is_address(part.split()[0]) for one in quoted for part in one.split(",") if part.strip())


def _without_hulls(text: str) -> str:
    """Take out what is empty only because the picture went, and the marks themselves."""
    while _GONE in text:
        marked = re.compile(rf"<(?P<tag>a|figure|li|p|picture)\b[^>]*>\s*(?:{_GONE}\s*)+</(?P=tag)>")
        text, count = marked.subn(_GONE, text)
        if not count:
            return re.sub(rf"{_GONE}", "", text)
    return text
