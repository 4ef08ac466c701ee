"""From an SVG drawing nobody vouches for to one that cannot run, fetch or hide anything.

An allow-list of drawing elements and attributes; references only inside the drawing or to raster
pictures in `data:` URLs. Spec: SVG 2; EPUB 3.3, 3.3.2 (SVG restrictions).
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree

from newsbook.pictures.raster import RefusedError
from newsbook.safexml import RefusedXMLError, local_name, parse_xml, without_plain_entities

__all__ = ["Drawing", "looks_like_svg", "read_svg"]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"
MAX_NODES = 100_000
MAX_BYTES = 20_000_000
_AS_PNG = "save it as PNG from the program that made it"
_AS_PLAIN_SVG = "open the drawing in the program that made it, and save it as plain SVG"

_ELEMENTS = frozenset(
    """svg g defs symbol use title desc metadata switch a view path rect circle ellipse line
    polyline polygon text tspan textPath image marker pattern clipPath mask linearGradient
    radialGradient meshgradient stop filter feBlend feColorMatrix feComponentTransfer feComposite
    feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology feOffset
    fePointLight feSpecularLighting feSpotLight feTile feTurbulence style""".split()
)
_UNWRAPPED = frozenset({"a", "switch"})
_REFERRING = frozenset({"image", "feImage", "use"})
_QUIETLY_DROPPED = frozenset({"metadata", "namedview", "view"})
_DATA_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+\Z")
_LOCAL = re.compile(r"#[^\s'\"()]+\Z")
_CSS_URL = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
_CSS_DANGER = re.compile(
    r"@(?:import|charset|namespace|font-face|document)\b[^;{]*(?:;|\{[^}]*\})"
    r"|expression\s*\([^)]*\)|-moz-binding\s*:[^;}]*|behavior\s*:[^;}]*|javascript:[^;}'\")]*",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"\s*(\d*\.?\d+(?:e[+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex)?\s*\Z", re.I)
_PX = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0,
       "em": 16.0, "ex": 8.0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean drawing: its bytes, its size in CSS pixels, its title, and what was removed."""

    data: bytes
    width_px: int
    height_px: int
    title: str | None
    removed: tuple[str, ...]


def _inflated(data: bytes, most: int) -> bytes:
    """Return at most `most` bytes of what is packed in `data` (SVGZ); `b""` when it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, most)
    except zlib.error:
        return b""


def looks_like_svg(data: bytes) -> bool:
    """Whether `data` begins as an SVG document does (also after a BOM, comments, a doctype)."""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data[:20_000], 4096)
    elif data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data[:8192].decode("utf-16", "replace").encode()
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and re.search(rb"<(?:\w+:)?svg[\s>/]", head) is not None


def _clean_css(text: str, removed: set[str]) -> str:
    """Return CSS without imports, scripts and references to anything outside the drawing."""
    bare = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    if "\\" in bare:
        bare = bare.replace("\\", "")
        removed.add("escapes in a style")
    safe = _CSS_DANGER.sub("", bare)
    if safe != bare:
        removed.add("an import or a script in a style")

    def check(match: re.Match[str]) -> str:
        if _LOCAL.match(match[2].strip()) or _DATA_PICTURE.match(match[2].strip()):
            return match[0]
        removed.add("a reference to another file")
        return "none"

    return _CSS_URL.sub(check, safe).replace("<", "")


def _is_href(name: Any) -> bool:
    return str(name).rpartition("}")[2] == "href"


def _clean_attributes(element: Any, removed: set[str]) -> None:
    for name, value in list(element.attrib.items()):
        qualified = etree.QName(name)
        local, namespace = qualified.localname, qualified.namespace
        if local.lower().startswith("on") and namespace is None:
            removed.add("an event handler")
        elif local == "href" and namespace in (None, XLINK):
            if _LOCAL.match(value.strip()) or _DATA_PICTURE.match(value.strip()):
                continue
            removed.add("a reference to another file")
        elif namespace not in (None, XML) or (namespace == XML and local == "base"):
            pass
        elif local == "style" or "url(" in value.lower() or "javascript:" in value.lower():
            element.set(name, _clean_css(value, removed))
            continue
        else:
            continue
        del element.attrib[name]


def _drop(element: Any) -> None:
    """Remove an element, keeping the text after it."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _unwrap(element: Any) -> None:
    """Turn an element into a plain group."""
    for name in list(element.attrib):
        del element.attrib[name]
    element.tag = f"{{{SVG}}}g"


def _clean(root: Any) -> set[str]:
    removed: set[str] = set()
    for element in list(root.iter()):
        if element is not root and element.getparent() is None:
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        name = etree.QName(tag) if tag else None
        if name is None or name.namespace != SVG or name.localname not in _ELEMENTS:
            if element is not root:
                local = name.localname if name else "node"
                foreign = name is not None and name.namespace not in (SVG, None)
                if not foreign and local not in _QUIETLY_DROPPED:
                    removed.add(f"the element <{local}>")
                _drop(element)
            continue
        if name.localname in _QUIETLY_DROPPED:
            _drop(element)
            continue
        _clean_attributes(element, removed)
        if name.localname in _REFERRING and not any(_is_href(key) for key in element.attrib):
            _drop(element)
            continue
        if name.localname == "style":
            element.text = _clean_css("".join(element.itertext()), removed)
            for child in list(element):
                element.remove(child)
        elif name.localname in _UNWRAPPED:
            _unwrap(element)
    return removed


def _drawn(root: Any) -> int:
    """Return how many elements are drawn: what is used again counts each time it is used.

    Raises `RefusedError` when a part of the drawing uses itself.
    """
    named = {e.get("id"): e for e in reversed(list(root.iter())) if e.get("id")}
    counts: dict[Any, int] = {}
    counting: set[Any] = set()

    def count(element: Any) -> int:
        if element not in counts:
            if element in counting:
                raise RefusedError(
                    "unreadable-image",
                    f"the part {element.get('id')!r} of the drawing uses itself",
                    _AS_PLAIN_SVG,
                )
            counting.add(element)
            within = list(element)
            if local_name(element) == "use":
                links = (value for key, value in element.attrib.items() if _is_href(key))
                within += [named[name] for v in links if (name := v.strip()[1:]) in named]
            counts[element] = 1 + sum(map(count, within))
            counting.discard(element)
        return counts[element]

    try:
        return count(root)
    except RecursionError as error:
        raise RefusedError(
            "limit-exceeded",
            "the parts of the drawing use each other too deeply",
            _AS_PNG,
        ) from error


def _length(value: str | None) -> float | None:
    match = _LENGTH.match(value or "")
    return float(match[1]) * _PX[(match[2] or "px").lower()] if match else None


def _size(root: Any) -> tuple[float, float]:
    """Return width and height in CSS pixels, from the attributes or the view box."""
    box = [float(n) for n in re.findall(r"-?\d*\.?\d+(?:e[+-]?\d+)?", root.get("viewBox") or "")]
    ratio = box[3] / box[2] if len(box) == 4 and box[2] > 0 and box[3] > 0 else None
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and height:
        return width, height
    if ratio is not None:
        if width:
            return width, width * ratio
        return (height / ratio, height) if height else (box[2], box[3])
    return width or 300.0, height or 150.0


def read_svg(data: bytes) -> Drawing:
    """Return the drawing in `data`, made safe. Raises `RefusedError`."""
    if data[:2] == b"\x1f\x8b":
        data = _inflated(data, MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RefusedError(
            "limit-exceeded", f"the drawing is larger than {MAX_BYTES // 10**6} MB", _AS_PNG
        )
    try:
        root = parse_xml(without_plain_entities(data))
    except RefusedXMLError as error:
        raise RefusedError(
            "unreadable-image", f"the drawing cannot be read: {error}", _AS_PLAIN_SVG
        ) from error
    if local_name(root) != "svg":
        raise RefusedError(
            "unreadable-image", "this XML file is not an SVG drawing", "export it as SVG or PNG"
        )
    if sum(1 for _ in root.iter()) > MAX_NODES:
        raise RefusedError(
            "limit-exceeded", f"the drawing has more than {MAX_NODES} elements", _AS_PNG
        )
    if etree.QName(root.tag).namespace is None:
        for element in root.iter():
            if isinstance(element.tag, str) and etree.QName(element.tag).namespace is None:
                element.tag = f"{{{SVG}}}{element.tag}"
    removed = _clean(root)
    if (drawn := _drawn(root)) > MAX_NODES:
        raise RefusedError(
            "limit-exceeded",
            f"the drawing uses its parts so often that {drawn} elements are drawn; "
            f"the limit is {MAX_NODES}",
            _AS_PNG,
        )
    names: Any = {None: SVG, "xlink": XLINK}
    etree.cleanup_namespaces(root, top_nsmap=names, keep_ns_prefixes=[])
    width, height = _size(root)
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:g} {height:g}")
    titles = [" ".join("".join(e.itertext()).split()) for e in root.findall(f"{{{SVG}}}title")]
    text = etree.tostring(root, encoding="unicode")
    whole = '<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n"
    return Drawing(
        whole.encode(), max(1, round(width)), max(1, round(height)),
        next((t for t in titles if t), None), tuple(sorted(removed)),
    )  # fmt: skip
