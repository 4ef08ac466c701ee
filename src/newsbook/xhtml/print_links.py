"""From a link to what a printed page says of it: a page of the book, or an address in a note."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote, urlsplit

from newsbook.typography.tags import primary

__all__ = ["Addresses", "page_note", "qr_code", "shown_address"]

Addresses: TypeAlias = Literal["notes", "qr", "none"]

# A QR code is at least this wide, and wider when its modules would be smaller than phones read; one
# of more modules than the limit is no code for a footnote.
_QR_MM: Final = 14.0
_MODULE_MM: Final = 0.33
_MOST_MODULES: Final = 73  # a code of 24 mm: version 12, some 280 bytes
_QUIET: Final = 4  # modules of white around it (ISO/IEC 18004, 6.3.8)


def page_note(target: str, labels: Mapping[str, str], language: str) -> str:
    """Return ` (see page 34)` in `language`, with a reference to the page of the id `target`."""
    before, _, after = labels.get("see-page", "{page}").partition("{page}")
    reference = f'<span class="page-ref" data-ref="{escape(target)}"></span>'
    words = f"{escape(before)}{reference}{escape(after)}"
    if primary(language) in ("zh", "ja"):
        return f'<span class="page-note">（{words}）</span>'
    return f'<span class="page-note"> ({words})</span>'


def shown_address(href: str, text: str) -> str:
    """Return the address to print for a link to `href` on the words `text`; empty for none.

    None is needed where the words tell it, and mail addresses and telephone numbers are the words.
    """
    parts = urlsplit(href)
    if parts.scheme not in ("http", "https"):
        return ""
    address = unquote(href.partition("://")[2]).removeprefix("www.")
    if any(character.isspace() or not character.isprintable() for character in address):
        address = href.partition("://")[2].removeprefix("www.")
    address = address.removesuffix("/")
    told = text.strip().lower().removeprefix("https://").removeprefix("http://")
    return "" if told.removeprefix("www.").removesuffix("/") == address.lower() else address


@lru_cache(maxsize=4096)
def qr_code(href: str) -> str:
    """Return a QR code of `href` as inline SVG in 100 K, error correction M, 14 to 24 mm wide.

    An address too long for that has none ("").
    """
    import segno

    try:
        code = segno.make(href, error="m", micro=False, boost_error=False)
    except segno.DataOverflowError:
        return ""
    size = len(code.matrix) + 2 * _QUIET
    if size > _MOST_MODULES:
        return ""
    side = max(_QR_MM, size * _MODULE_MM)
    rows = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            width = 0
            while x + width < len(row) and row[x + width]:
                width += 1
            if width:
                rows.append(f"M{x + _QUIET} {y + _QUIET}h{width}v1h-{width}z")
            x += width or 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {size} {size}" '
        f'width="{side:g}mm" height="{side:g}mm">'
        f'<path fill="device-cmyk(0 0 0 1)" d="{"".join(rows)}"/></svg>'
    )
