"""From XML nobody vouches for to a tree, or a plain sentence saying why not.

No entities beyond the five of XML, no DTD, no network, no XInclude, bounded size and depth
(libxml2's own limits: 256 levels, 10 MB a text node).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

__all__ = [
    "PROLOG",
    "RefusedXMLError",
    "attribute",
    "children",
    "declared_entity",
    "find",
    "local_name",
    "parse_xml",
    "text_of",
]

MAX_BYTES = 64 * 1024 * 1024


class RefusedXMLError(Exception):
    """XML that cannot or must not be read; `line` and `column` say where, when known."""

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


_MISC = rb"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->"
_TYPE = rb"<!DOCTYPE\s[^<>\[]*+(?:\[.*?\]\s*)?+>"
PROLOG = _MISC + rb"|" + _TYPE + rb")*+"
"""A pattern (with DOTALL) for what stands before the root of XML; it never tries twice."""
_TYPED = re.compile(_MISC + rb")*+<!DOCTYPE\s[^<>\[]*+(?P<inside>\[.*?\]\s*>)?+", re.DOTALL)
_PLAIN_ENTITY = re.compile(rb"""<!ENTITY\s+([\w.:-]{1,80})\s+(["'])([^"'&%<>]{0,200})\2\s*>""")
_PLAIN_SUBSET = re.compile(
    rb"\[(?:\s*" + _PLAIN_ENTITY.pattern.replace(rb"\2", rb"""["']""") + rb"){1,99}\s*\]\s*>"
)
MOST_GROWTH = 100_000
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s+)?([^\s>]{1,80})")
_NAMED = rb"""(?:SYSTEM|PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*'))\s+(?:"([^"<>]*)"|'([^'<>]*)')"""
# The DTD of NITF or XHTML, which agencies name inside that of NewsML; it is never loaded.
_PART = re.compile(rb"<!ENTITY\s+%\s+[\w.-]+\s+" + _NAMED + rb"\s*>")
_DTD = re.compile(r"(?:.*/)?(?:nitf|newsml|xhtml)[\w.-]*\.(?:dtd|mod|ent)", re.IGNORECASE)
_LATIN = re.compile(rb"""\s*<\?xml[^>]{0,60}encoding\s*=\s*["'](?:iso-8859-1|latin-?1)["']""", re.I)


def declared_entity(data: bytes) -> str | None:
    """Return the name of the first entity that the prolog of XML declares, or None."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    prolog = _TYPED.match(data.removeprefix(b"\xef\xbb\xbf"))
    found = _ENTITY.search(prolog[0]) if prolog else None
    return found[1].decode("utf-8", "replace") if found else None


def _declaration(head: bytes) -> re.Match[bytes] | None:
    """Return the first declaration of an entity in `head` that names no known DTD, or None."""
    for declared in re.finditer(rb"<!ENTITY\s+(?:%\s+)?([\w.-]+)", head):
        part = _PART.match(head, declared.start())
        address = (part[1] or part[2] or b"") if part else b""
        if not _DTD.fullmatch(address.decode("utf-8", "replace")):
            return declared
    return None


def _encoding(data: bytes) -> str | None:
    """Return the encoding of XML that says ISO-8859-1 and has characters of Windows."""
    declared = _LATIN.match(data)
    return "windows-1252" if declared and re.search(rb"[\x80-\x9f]", data) else None


def without_plain_entities(data: bytes) -> bytes:
    """Return XML in which entities that are short plain text (Adobe Illustrator writes the names
    of its namespaces so) stand written out.

    XML that declares any other kind, or would grow much, comes back as it is.
    """
    prolog = _TYPED.match(data.removeprefix(b"\xef\xbb\xbf"))
    inside = prolog["inside"] if prolog else None
    if inside is None or _PLAIN_SUBSET.fullmatch(inside) is None:
        return data
    start = data.index(inside)
    named = {m[1]: m[3] for m in _PLAIN_ENTITY.finditer(inside)}
    rest = data[start + len(inside) :]
    grown = sum(rest.count(b"&" + name + b";") * len(value) for name, value in named.items())
    if grown > MOST_GROWTH:
        return data
    written = re.sub(rb"&([\w.:-]+);", lambda m: named.get(m[1], m[0]), rest)
    return data[:start] + b">" + written


def parse_xml(data: bytes) -> Any:
    """Return the root element (lxml) of `data`. Raises `RefusedXMLError`.

    Comments and processing instructions are left out; entity declarations are refused by name.
    """
    if len(data) > MAX_BYTES:
        raise RefusedXMLError(f"the file is larger than {MAX_BYTES // 2**20} MB")
    head = data[:4096]
    declared = _declaration(head)
    if declared is not None:
        name = declared[1].decode("ascii", "replace")
        line = head[: declared.start()].count(b"\n") + 1
        raise RefusedXMLError(f"the entity declaration {name!r} is refused", line)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False,
        huge_tree=False, remove_comments=True, remove_pis=True, strip_cdata=True,
        encoding=_encoding(data),
    )  # fmt: skip
    try:
        root: Any = etree.fromstring(data.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position if error.position else (None, None)
        message = re.sub(r", line \d+, column \d+.*", "", error.msg or "not well-formed")
        raise RefusedXMLError(f"not well-formed XML: {message}", line, column) from error
    except ValueError as error:
        raise RefusedXMLError(f"not well-formed XML: {error}") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    entities = dtd.iterentities() if dtd is not None else ()
    entity = next((e for e in entities if not _DTD.fullmatch(str(e.system_url or ""))), None)
    if entity is not None:
        raise RefusedXMLError(f"the entity declaration {entity.name!r} is refused")
    return root


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; `""` for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """Return the attribute of `element` whose local name is `name`; `""` without one."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the child elements of `element` whose local name is `name`."""
    return (child for child in element if local_name(child) == name)


def find(element: Any, *path: str) -> Any | None:
    """Return the first element below `element` reached by local names at any depth, or None."""
    current = [element]
    for name in path:
        current = [e for start in current for e in start.iter() if local_name(e) == name
                   and e is not start]  # fmt: skip
    return current[0] if current else None


def text_of(element: Any | None, *, separator: str = "") -> str:
    """Return the text inside `element` on one line; `""` for None.

    `separator` goes between the texts of neighbouring elements (NITF runs them together).
    """
    if element is None:
        return ""
    return " ".join(separator.join(map(str, element.itertext())).split())
