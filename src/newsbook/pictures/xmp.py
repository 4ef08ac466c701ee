"""From an XMP packet to the properties of IPTC in it, in every language they are written in.

Spec: XMP 1 (ISO 16684-1), 8.2.2.4 for texts in several languages; IPTC Photo Metadata 2023.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsbook.safexml import RefusedXMLError, parse_xml

__all__ = ["DEFAULT", "Packet", "read_packet"]

MAX_XMP = 2_000_000  # bytes
DEFAULT = "x-default"  # the language of a text for those who know no other
_NS = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Packet:
    """The tree of a packet."""

    root: Any

    def text(self, name: str) -> str:
        """Return a property in its default language: what `x-default` names, or the first; the
        items of a list, or its plain value.
        """
        if self.root.find(f".//{name}/rdf:Alt", _NS) is not None:
            texts = self.texts(name)
            return texts.get(DEFAULT) or next(iter(texts.values()), "")
        if items := [_line(item) for item in self.root.iterfind(f".//{name}//rdf:li", _NS)]:
            return ", ".join(filter(None, items))
        element = self.root.find(f".//{name}", _NS)
        if element is not None and (value := _line(element)):
            return value
        prefix, local = name.split(":")
        qualified = f"{{{_NS[prefix]}}}{local}"
        return next((v for e in self.root.iter() if (v := e.get(qualified))), "")

    def texts(self, name: str) -> dict[str, str]:
        """Return a property by language, as the packet orders them."""
        found: dict[str, str] = {}
        for item in self.root.iterfind(f".//{name}/rdf:Alt/rdf:li", _NS):
            if text := _line(item):
                found.setdefault(item.get(_LANGUAGE, "").lower(), text)
        return found


def _line(element: Any) -> str:
    """Return the text in an element as one line."""
    return " ".join("".join(element.itertext()).split())


def read_packet(data: bytes) -> Packet | None:
    """Return the packet in `data`, or None when it is damaged, hostile or very long."""
    if not data or len(data) > MAX_XMP:
        return None
    try:
        return Packet(parse_xml(data.strip(b"\x00 \r\n\t")))
    except RefusedXMLError:
        return None
