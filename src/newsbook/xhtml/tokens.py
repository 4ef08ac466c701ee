"""From raw HTML to raw HTML that is safe to parse: shallow, and with the line of every tag.

A tree builder's time grows with the square of the nesting, and every later stage recurses, so tags
beyond `DEPTH` are cut before anything is parsed (their text stays). This is not the sanitiser: what
it misjudges in malformed markup the sanitiser still parses by the HTML standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from newsbook.xhtml.elements import VOID

__all__ = ["DEPTH", "Tag", "fewer_attributes", "prepare", "scan"]

DEPTH: Final = 120

_START = re.compile(r"<(?:!--|[!?]|/?[A-Za-z])")
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""")
MOST_ATTRIBUTES = 1000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{3000,}>")
_ATTRIBUTE = re.compile(r"""[\s/]++[^\s/=>]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?""")
# Elements whose content is text, not markup (HTML, 13.1.2).
_RAW_TEXT = frozenset("script style textarea title xmp iframe noembed noframes".split())
# Elements that close themselves when the next begins: their start tags do not nest.
_IMPLIED = frozenset("p li dt dd tr td th thead tbody tfoot option optgroup rt rp rb".split())
# Elements whose end tag closes only themselves (HTML, 13.2.4.3: formatting elements).
_FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())
# Elements that are only a way to say "when scripts do not run": their content is content.
_TRANSPARENT = frozenset({"noscript"})
# Names of SVG that mean nothing in HTML: outside a drawing the sanitiser would drop what they hold.
_DRAWING = frozenset(
    """animate circle defs desc ellipse filter g line marker mask metadata path pattern polygon
    polyline rect set stop switch symbol text textpath tspan use view""".split()
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in raw HTML: where it stands, and what it says."""

    start: int
    end: int
    name: str
    closing: bool
    attributes: str


def scan(html: str) -> Iterator[Tag]:
    """Yield the tags of `html` in order, skipping comments and the content of raw text elements."""
    position = 0
    while True:
        found = _START.search(html, position)
        if found is None:
            return
        if found[0] == "<!--":
            position = _after(html, "-->", found.end() - 2)
            continue
        match = None if found[0] in ("<!", "<?") else _TAG.match(html, found.start())
        if match is None:
            position = _after(html, ">", found.end())
            continue
        tag = Tag(match.start(), match.end(), match[2].lower(), bool(match[1]), match[3])
        yield tag
        position = tag.end
        if tag.name in _RAW_TEXT and not tag.closing:
            close = re.compile(rf"</{re.escape(tag.name)}[\s/>]", re.IGNORECASE)
            ending = close.search(html, position)
            position = ending.start() if ending else len(html)


def fewer_attributes(html: str) -> str:
    """Return `html` with at most `MOST_ATTRIBUTES` attributes a tag.

    No page needs more, and parsers compare each attribute of a tag with all others.
    """
    return _LONG_TAG.sub(_shortened, html)


def _shortened(tag: re.Match[str]) -> str:
    if tag[0].count("=") + tag[0].count(" ") <= MOST_ATTRIBUTES:
        return tag[0]
    found = list(islice(_ATTRIBUTE.finditer(tag[0]), MOST_ATTRIBUTES))
    return tag[0][: found[-1].end()] + ">" if len(found) == MOST_ATTRIBUTES else tag[0]


def _after(html: str, mark: str, position: int) -> int:
    found = html.find(mark, position)
    return len(html) if found < 0 else found + len(mark)


def prepare(html: str, *, depth: int = DEPTH, first_line: int = 1) -> tuple[str, int]:
    """Return `html` with every start tag carrying `data-line`, and how many tags were cut.

    A tag is cut when `depth` elements are open around it.
    """
    pieces: list[str] = []
    position = line_position = 0
    line = first_line
    cut = 0
    open_tags: list[tuple[str, bool]] = []
    for tag in scan(html):
        line += html.count("\n", line_position, tag.start)
        line_position = tag.start
        keep = tag.name not in _TRANSPARENT
        if tag.name in _DRAWING:
            keep = any(name == "svg" for name, _ in open_tags)
        if tag.closing:
            keep = keep and _close(open_tags, tag.name)
        elif tag.name not in VOID and tag.name not in _IMPLIED and tag.name not in _RAW_TEXT:
            too_deep = len(open_tags) >= depth
            cut += too_deep
            keep = keep and not too_deep
            if keep or too_deep:
                open_tags.append((tag.name, keep))
        pieces.append(html[position : tag.start])
        if keep and tag.closing:
            pieces.append(html[tag.start : tag.end])
        elif keep:
            name_end = tag.start + 1 + len(tag.name)
            pieces += [html[tag.start : name_end], f' data-line="{line}"', html[name_end : tag.end]]
        position = tag.end
    pieces.append(html[position:])
    return "".join(pieces), cut


def _close(open_tags: list[tuple[str, bool]], name: str) -> bool:
    """Forget the innermost open `name` (and what it encloses); return whether it was kept."""
    for index in range(len(open_tags) - 1, max(-1, len(open_tags) - 400), -1):
        if open_tags[index][0] == name:
            kept = open_tags[index][1]
            del open_tags[index : index + 1 if name in _FORMATTING else None]
            return kept
    return True
