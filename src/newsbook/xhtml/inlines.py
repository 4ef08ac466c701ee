"""From an inline element to inlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from newsbook import content as c
from newsbook.xhtml import vocabulary
from newsbook.xhtml.elements import Element, Node
from newsbook.xhtml.mathml import serialise_math

if TYPE_CHECKING:
    import regex

    from newsbook.xhtml.flow import Flow, Wrap

__all__ = ["formula", "inline", "picture", "wrapper"]

_PLAYED: Final = re.compile(
    r"^(?!data:).*\.(?:mp4|m4v|mov|avi|mkv|webm|ogv|mpe?g|mp3|m4a|wav|ogg|oga|opus|flac)(?:[?#].*)?$",
    re.IGNORECASE | re.DOTALL,
)
_LAZY: Final = ("data-src", "data-original", "data-lazy-src", "data-lazy")
_LAZY_SETS: Final = ("data-srcset", "data-lazy-srcset")
_SPACER: Final = re.compile(
    r"(?:^|/)(?:blank|spacer|placeholder|pixel|transparent|grey|lazy|clear|shim|1x1)"
    r"(?:[-_]?(?:gif|img|image|pixel|placeholder|\d+(?:x\d+)?))?\.(?:gif|png|svg)(?:$|\?)",
    re.IGNORECASE,
)
_COUNTER: Final = re.compile(
    r"//(?:(?:www\.)?facebook\.com/tr\b|pixel\.|[\w.-]*doubleclick\.net/|stats?\.\w+\.\w+/[^/]*\.gif|"
    r"feeds\.feedburner\.com/~r|[\w.-]*google-analytics\.com/|counter\.yadro\.ru/|mc\.yandex\.ru/)",
    re.IGNORECASE,
)
_SAVED: Final = re.compile(
    r"[-_ .](?:files|archivos|fichiers|dateien|bestanden|file)$", re.IGNORECASE
)
_UNSEEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE: Final = " \t\n\r\f"
_STYLES: Final = {tag: style for style, tag in vocabulary.SPAN_TAGS.items()} | {
    "acronym": "abbr",
    "s": "deleted",
    "strike": "deleted",
}
_SMALL_CAPS: Final = frozenset({"smallcaps", "small-caps", "smcp", "sc"})
_MAKERS: Final[dict[str, Callable[[tuple[c.Inline, ...]], c.Inline]]] = {
    "em": c.Emphasis,
    "i": c.Emphasis,
    "strong": c.Strong,
    "b": c.Strong,
    "sup": c.Superscript,
    "sub": c.Subscript,
}


def inline(flow: Flow, element: Element) -> Sequence[c.Inline]:
    """Return what the inline `element` stands for."""
    tag = element.tag
    if tag == "br":
        return (c.LineBreak(),)
    if tag == "img":
        alt = element.get("alt") or ""
        if not alt.isascii() and _emoji().fullmatch(alt):
            return (c.Text(alt),)
        found = picture(flow, element)
        return (found,) if found else ()
    if tag == "picture":
        return flow.inlines([x for x in element.children if _is_image(x)])
    if tag in ("code", "tt") and not _holds_notes(element):
        return (c.Code(element.text()),)
    if tag == "ruby":
        return _ruby(flow, element)
    if tag == "math":
        found_formula = formula(element, display=False)
        return (found_formula,) if found_formula else ()
    if tag in ("wbr", "source", "track", "col", "colgroup"):
        return ()
    if tag in ("rp", "rt", "rtc"):
        return () if tag == "rp" else flow.inlines(element.children)
    if "data-note" in element.attributes:
        note = flow.note(element)
        if note is not None:
            return (note,)
    wrap = wrapper(flow, element)
    children = flow.inlines(element.children)
    return wrap(children) if wrap is not None else children


@cache
def _emoji() -> regex.Pattern[str]:
    """Match what pages draw as pictures for readers without a font for it (Twitter, WordPress)."""
    import regex

    return regex.compile(
        r"(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\uFE0F?\u20E3"
        r"|[\u200D\uFE0E\uFE0F]|\p{Emoji_Modifier})+"
    )


def _is_image(node: Node) -> bool:
    return isinstance(node, Element) and node.tag == "img"


def _holds_notes(element: Element) -> bool:
    return any("data-note" in x.attributes or x.tag == "img" for x in element.walk())


def wrapper(flow: Flow, element: Element) -> Wrap | None:
    """Return how `element` wraps its inlines, or None for a block or a plain element."""
    if element.tag == "a":
        outer = _link(flow, element)
    elif element.tag in _MAKERS:
        make = _MAKERS[element.tag]
        outer = _around(flow, element, lambda children: (make(children),))
    elif element.tag in _STYLES:
        outer = _around(flow, element, None, _STYLES[element.tag])
    elif element.tag == "time":
        outer = _around(flow, element, None, "time", element.get("datetime"))
    elif element.tag in ("span", "bdi", "bdo", "font", "big", "label", "nobr"):
        classes = element.classes
        style = next((x for x in classes if x in vocabulary.SPAN_CLASSES), None)
        if style is None and _SMALL_CAPS & set(classes):
            style = "smallcaps"
        outer = _around(flow, element, None, style)
    else:
        return None
    return outer


def _around(
    flow: Flow,
    element: Element,
    make: Wrap | None,
    style: str | None = None,
    title: str | None = None,
) -> Wrap:
    """Wrap in `make`, or in a span when the element says more than `make` can hold."""
    language, name = flow.language_of(element), element.get("id")
    if make is not None:
        name = name if name in flow.notes.referenced else None
        title = None
    else:
        title = title if style == "time" else element.get("title")

    def wrap(children: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
        if make is None:
            return (c.Span(children, language, style, name, title),)
        if language or name:
            children = (c.Span(children, language, None, name),)
        return make(children)

    return wrap


def _link(flow: Flow, element: Element) -> Wrap:
    href = vocabulary.clean_href(element.get("href"))
    language = flow.language_of(element)
    name = element.get("id") or element.get("name")
    if href is None and not name:
        flow.drop("a link whose address a book may not hold", element)
    if href is not None and name not in flow.notes.referenced:
        name = None

    def wrap(children: tuple[c.Inline, ...]) -> tuple[c.Inline, ...]:
        if language:
            children = (c.Span(children, language),)
        if href is not None:
            children = (c.Link(href, children, element.get("title")),)
        return (c.Span((), id=name), *children) if name else children

    return wrap


def picture(flow: Flow, element: Element) -> c.Picture | None:
    """Return the picture of an `img`, or None (reported) when it has no usable source."""
    if _is_pixel(element):
        flow.drop("a picture that counts readers or only takes up space", element, slight=True)
        return None
    for value in _sources(element):
        source = vocabulary.clean_source(_beside(value))
        if source is not None:
            break
    else:
        flow.drop("a picture without a usable source", element)
        return None
    if not source.startswith(("http:", "https:", "data:")):
        source = unquote(source)
    if _PLAYED.search(source):
        flow.drop(f"a film or a recording among the pictures ({source[:80]})", element)
        return None
    alt = element.get("alt")
    hidden = bool({"presentation", "none"} & set(element.kinds))
    decorative = hidden or (alt is not None and not alt.strip())
    return c.Picture(source, alt, element.get("title"), decorative, flow.language_of(element))


def _beside(value: str) -> str:
    """Return the address of a file on somebody's disk as that of the file beside the page.

    Browsers save the pictures of a page into a folder of its name.
    """
    if value[:5].lower() != "file:":
        return value
    parts = [x for x in re.split(r"[/\\]", value[5:]) if x]
    saved = len(parts) > 1 and _SAVED.search(unquote(parts[-2])) is not None
    return "/".join(parts[-2:] if saved else parts[-1:])


def _is_pixel(element: Element) -> bool:
    """Whether an image is not there to be seen: one that counts readers, or keeps things apart."""
    sizes = [(element.get(x) or "").strip().removesuffix("px") for x in ("width", "height")]
    plain = element.get("src") or ""
    lazy = any(element.get(x) for x in (*_LAZY, *_LAZY_SETS))
    return (
        all(x in ("0", "1", "2") for x in sizes)
        or _COUNTER.search(plain) is not None
        or (not lazy and _SPACER.search(plain) is not None)
        or (not lazy and _UNSEEN.search(element.get("style") or "") is not None)
    )


def _sources(element: Element) -> list[str]:
    """Return the candidates for an image's source, best first.

    A lazy loader's placeholder (a `data:` picture, a spacer, or none) gives way to the address it
    would load.
    """
    plain = element.get("src") or ""
    lazy = [element.get(x) or "" for x in _LAZY]
    sets = [_largest(element.get(x) or "") for x in ("srcset", *_LAZY_SETS)]
    if element.parent is not None and element.parent.tag == "picture":
        sets += [
            _largest(x.get("srcset") or "")
            for x in element.parent.children
            if isinstance(x, Element) and x.tag == "source"
        ]
    rest = [x for x in (*lazy, *sets) if x]
    waits = plain[:5].lower() == "data:" or _SPACER.search(plain) is not None
    return [*rest, plain] if waits else [plain, *rest]


def _largest(srcset: str) -> str:
    """Return the candidate with the largest descriptor of a `srcset`."""
    best, size = "", -1.0
    for url, number in re.findall(r"(\S*[^\s,])(?:\s+([\d.]{1,12})[wx])?\s*(?:,|$)", srcset):
        try:
            value = float(number or 1)
        except ValueError:
            continue
        if value > size:
            best, size = url, value
    return best


def formula(element: Element, *, display: bool) -> c.Math | None:
    """Return the formula of a `math` element, or None when it is empty."""
    mathml = serialise_math(element)
    if not mathml:
        return None
    return c.Math(mathml, element.get("alttext"), display, element.get("id"))


def _ruby(flow: Flow, element: Element) -> Sequence[c.Inline]:
    """Return a ruby as pairs; pictures, links and notes inside it follow it.

    Both orders are read: base and annotation in turn, and all bases before all annotations
    (`rb rb rt rt`, HTML 5.1 and Word), matched one to one.
    """
    bases: list[str] = []
    annotations: list[tuple[str, str | None]] = []
    pairs: list[c.RubyPair] = []
    languages: set[str | None] = set()
    pending = ""

    def flush() -> None:
        nonlocal pending
        if pending.strip(_SPACE):
            bases.append(pending)
        pending = ""
        for index in range(max(len(bases), len(annotations))):
            base = bases[index] if index < len(bases) else ""
            annotation, language = annotations[index] if index < len(annotations) else ("", None)
            pairs.append(c.RubyPair(base, annotation))
            if annotation:
                languages.add(language)
        bases.clear()
        annotations.clear()

    for node in _ruby_nodes(element):
        if isinstance(node, Element) and node.tag == "rt":
            if pending.strip(_SPACE):
                bases.append(pending)
            pending = ""
            annotations.append((node.text(), flow.language_of(node)))
            continue
        if annotations and (not isinstance(node, str) or node.strip(_SPACE)):
            flush()
        if isinstance(node, Element) and node.tag == "rb":
            bases.append(node.text())
        else:
            pending += node if isinstance(node, str) else node.text()
    flush()
    annotation_language = languages.pop() if len(languages) == 1 else None
    ruby = c.Ruby(tuple(pairs), flow.language_of(element), annotation_language)
    extra = [x for x in element.walk() if x.tag == "img" or "data-note" in x.attributes]
    return (ruby, *flow.inlines(extra))


def _ruby_nodes(element: Element) -> list[Node]:
    nodes: list[Node] = []
    for node in element.children:
        if isinstance(node, Element) and node.tag in ("rtc", "rbc"):
            nodes.extend(x for x in node.children if isinstance(x, Element))
        elif isinstance(node, str) or node.tag != "rp":
            nodes.append(node)
    return nodes
