"""From any HTML to a tree of allowed elements, and a list of what was left out.

The HTML standard's own parser (in nh3) decides what the markup means, so that what a browser would
see is what is judged. The allow-list is wider than what a book may hold: embedded players pass as
inert elements, because the parser of the vocabulary turns them into a line with a link. Nothing of
this tree is ever written out again; only the closed vocabulary is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

import nh3

from newsbook.xhtml.addresses import WAITING
from newsbook.xhtml.elements import Node, read_elements
from newsbook.xhtml.mathml import MATH_ATTRIBUTES, MATH_TAGS
from newsbook.xhtml.placeholders import framed
from newsbook.xhtml.tokens import fewer_attributes, prepare, scan
from newsbook.xhtml.vocabulary import clean_text

__all__ = ["Dropped", "Report", "sanitise"]


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something a book cannot hold: what it was, its first line, and how often it was found.

    `machinery` is true for what was never meant to be read: scripts, styles, form controls;
    `instead` names what stands for it; `slight` says that nobody misses it.
    """

    what: str
    line: int | None = None
    count: int = 1
    machinery: bool = False
    instead: str = ""
    slight: bool = False

    @property
    def sentence(self) -> str:
        """What a report says of it."""
        times = f" ({self.count} times)" if self.count > 1 else ""
        stands = f"; {self.instead} stands for it" if self.instead else ""
        return f"{self.what} was left out{times}{stands}"


Report = Callable[[Dropped], None]

_TAGS: Final = (
    frozenset(
        """a abbr acronym address article aside audio b bdi bdo big blockquote br caption center
    cite code col colgroup dd del details dfn dir div dl dt em embed fieldset
    figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i iframe
    img ins kbd label legend li main mark menu nav nobr object ol p picture pre q rb
    oembed lite-youtube lite-vimeo amp-youtube amp-vimeo
    rp rt rtc ruby s samp search section small source span strike strong sub summary
    sup table tbody td tfoot th thead time tr track tt u ul var video wbr""".split()
    )
    | MATH_TAGS
)
_CLEAN_CONTENT: Final = frozenset(
    """annotation annotation-xml applet button canvas datalist dialog frameset head input map
    math noembed noframes option plaintext script select style svg template textarea
    title xmp""".split()
) - {"math", "input"}
_GLOBAL: Final = frozenset(
    "aria-label class data-line dir epub:type id lang role style title xml:lang".split()
)
_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "a": frozenset({"href", "name"}),
    "audio": frozenset({"src"}),
    "blockquote": frozenset(
        """cite data-bluesky-uri data-embed-url data-instgrm-permalink
    data-text-post-permalink""".split()
    ),
    "div": frozenset({"data-href"}),
    "embed": frozenset({"src"}),
    "iframe": frozenset({"src", "width", "height", *WAITING}),
    "img": frozenset(
        """src alt srcset width height data-src data-srcset data-original
    data-lazy-src data-lazy-srcset data-lazy""".split()
    ),
    "object": frozenset({"data"}),
    "ol": frozenset({"start"}),
    "oembed": frozenset({"url"}),
    **{
        tag: frozenset({"videoid", "data-videoid", "playlabel"})
        for tag in ("lite-youtube", "lite-vimeo", "amp-youtube", "amp-vimeo")
    },
    "source": frozenset({"src", "srcset"}),
    "table": frozenset({"summary"}),
    "td": frozenset({"align", "colspan", "rowspan"}),
    "th": frozenset({"align", "colspan", "rowspan", "scope"}),
    "time": frozenset({"datetime"}),
    "video": frozenset({"src", "poster"}),
    **{tag: MATH_ATTRIBUTES | {"display", "alttext"} for tag in MATH_TAGS},
}
# What is left out with its content or as a shell, in the words a report uses.
_SHELLS: Final = {
    "applet": ("a Java applet", False),
    "area": ("an image map", False),
    "basefont": ("a font setting", True),
    "base": ("a base address", True),
    "bgsound": ("background sound", False),
    "button": ("a button", True),
    "canvas": ("a drawing made by a script", False),
    "datalist": ("a form control", True),
    "dialog": ("a dialogue box", False),
    "frame": ("a frame", False),
    "frameset": ("a frame set", False),
    "input": ("a form control", True),
    "keygen": ("a form control", True),
    "link": ("a link to another resource", True),
    "map": ("an image map", False),
    "marquee": ("the motion of a marquee", True),
    "meta": ("a metadata element", True),
    "meter": ("a meter", False),
    "noembed": ("a fallback", True),
    "noframes": ("a fallback", True),
    "option": ("a form control", True),
    "plaintext": ("a plaintext element", False),
    "progress": ("a progress bar", True),
    "script": ("a script", True),
    "select": ("a form control", True),
    "slot": ("a slot", True),
    "style": ("a style sheet", True),
    "svg": ("an inline SVG drawing", False),
    "template": ("a template", True),
    "textarea": ("a form control", True),
    "xmp": ("an xmp element", False),
}


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the sanitiser: made once, for a feed has thousands of small texts."""
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_CLEAN_CONTENT),
        attributes={"*": set(_GLOBAL), **{tag: set(names) for tag, names in _ATTRIBUTES.items()}},
        url_schemes={"http", "https", "mailto", "tel", "data", "file"},
        link_rel=None,
        strip_comments=True,
    )


def sanitise(html: str, *, first_line: int = 1, report: Report | None = None) -> list[Node]:
    """Return the allowed elements of `html`; `report` is told of each kind of thing left out.

    Elements carry the line of the source they stand on, counted from `first_line`.
    """
    html = framed(fewer_attributes(clean_text(html)))
    if "<" not in html and "&" not in html:
        return [html] if html else []
    prepared, cut = prepare(html, first_line=first_line)
    if report is not None:
        _report_shells(html, first_line, report)
        if cut:
            report(Dropped("markup nested too deep", count=cut))
    return read_elements(_cleaner().clean(prepared))


def _report_shells(html: str, first_line: int, report: Report) -> None:
    """Report the elements that the allow-list removes, each kind once, in order of appearance."""
    found: dict[str, tuple[int, int, bool]] = {}
    for tag in scan(html):
        if tag.closing or tag.name not in _SHELLS:
            continue
        what, machinery = _SHELLS[tag.name]
        line, count, _ = found.get(what) or (first_line + html.count("\n", 0, tag.start), 0, False)
        found[what] = (line, count + 1, machinery)
    for what, (line, count, machinery) in found.items():
        report(Dropped(what, line, count, machinery))
