"""From XHTML to the markup print needs where an HTML parser would tear it apart."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["as_spans"]

_BLOCKS: Final = (
    "p|h[2-6]|blockquote|aside|pre|ul|ol|li|dl|dt|dd|figure|figcaption|table|caption|thead|tbody|"
    "tfoot|tr|th|td|div|hr"
)
_OPENING: Final = re.compile(rf"<({_BLOCKS})((?: [^<>]*?)?)(/?)>")
_CLASS: Final = re.compile(r' class="([^"]*)"')


def as_spans(xhtml: str) -> str:
    """Return rendered blocks with every block element written as a span of class `as-NAME`.

    A footnote stands inside a paragraph, where an HTML parser would end the paragraph at the first
    block; attribute values never hold `<` or `>` here, so tags can be found by pattern.
    """

    def opening(match: re.Match[str]) -> str:
        name, attributes, empty = match.groups()
        found = _CLASS.search(attributes)
        classes = f"as-{name} {found[1]}" if found else f"as-{name}"
        rest = _CLASS.sub("", attributes)
        return f'<span class="{classes}"{rest}>' + ("</span>" if empty else "")

    return re.sub(rf"</(?:{_BLOCKS})>", "</span>", _OPENING.sub(opening, xhtml))
