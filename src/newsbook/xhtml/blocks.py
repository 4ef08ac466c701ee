"""From a block element to blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Final

from newsbook import content as c
from newsbook import tree
from newsbook.xhtml import inlines as mark
from newsbook.xhtml import vocabulary
from newsbook.xhtml.elements import Element, Node
from newsbook.xhtml.embeds import named_player
from newsbook.xhtml.posts import is_post, post, without_dash

if TYPE_CHECKING:
    from newsbook.xhtml.flow import Flow, Wrap

__all__ = ["MAKERS", "flattened", "mark_first", "with_language", "wrap_block"]

_PARAGRAPHS: Final = {name: style for style, name in vocabulary.PARAGRAPH_CLASSES.items()}
_PULL: Final = frozenset({"pull-quote", "pullquote", "wp-block-pullquote"})


_GALLERY: Final = re.compile(r"gallery|slide|carousel", re.IGNORECASE)


# ---------------------------------------------------------------- tools
def with_language(block: c.Block, language: str) -> c.Block:
    """Return `block` in `language` unless it states its own."""
    made: c.Block = _with(block, language=language)
    return made


def _with(block: Any, **values: str) -> Any:
    """Return `block` with each of `values` whose field it has and has not filled."""
    names = {f.name for f in fields(block)}
    missing = {k: v for k, v in values.items() if k in names and getattr(block, k) is None}
    return replace(block, **missing) if missing else block


def mark_first(blocks: list[c.Block], element: Element, language: str | None) -> list[c.Block]:
    """Return `blocks` with the language and the id of the wrapper they came out of."""
    if language is not None:
        blocks = [with_language(block, language) for block in blocks]
    name = element.get("id")
    if name and blocks:
        blocks = [_with(blocks[0], id=name), *blocks[1:]]
    return blocks


def wrap_block(block: c.Block, wrap: Wrap) -> c.Block:
    """Return `block` with the inlines of each of its paragraphs and headings wrapped."""

    def change(node: Any) -> Any:
        if isinstance(node, c.Paragraph | c.Heading):
            return replace(node, children=wrap(node.children))
        return node

    return tree.map_blocks((block,), change)[0]


def flattened(flow: Flow, element: Element) -> tuple[c.Inline, ...]:
    """Return a block element as inlines, for a place where no block can stand."""
    if element.tag not in ("p", "div", "section", "li", "h1", "h2", "h3", "h4", "h5", "h6",
                           "ul", "ol", "center", "address", "figcaption", "dt", "dd",
                           "td", "tr", "tbody"):  # fmt: skip
        flow.drop(f"the structure of a {element.tag} element inside a line of text", element)
    return _joined(flow.block(element))


def _joined(blocks: Iterable[c.Block]) -> tuple[c.Inline, ...]:
    result: list[c.Inline] = []
    for block in blocks:
        lines = list(_lines(block))
        for line in lines:
            result += [*([c.LineBreak()] if result else []), *line]
    return tuple(result)


def _lines(node: Any) -> Iterable[tuple[c.Inline, ...]]:
    """Yield the lines of text of a block, one for each of its innermost blocks."""
    if isinstance(node, c.Paragraph | c.Heading):
        language = node.language
        yield (c.Span(node.children, language),) if language else node.children
    elif isinstance(node, c.Listing):
        for text in node.text.split("\n"):
            yield (c.Code(text),)
    elif isinstance(node, c.Math):
        yield (replace(node, display=False),)
    elif isinstance(node, c.Row):
        yield tuple(x for cell in node.cells for x in (*cell.children, c.Text(" ")))
    elif isinstance(node, c.Verse):
        for stanza in node.stanzas:
            yield from stanza
    elif isinstance(node, c.Term):
        yield from node.terms
        for definition in node.definitions:
            for block in definition:
                yield from _lines(block)
    elif isinstance(node, c.Picture):
        yield (node,)
    else:
        for name in ("title", "blocks", "items", "pictures", "head", "body", "foot", "caption",
                     "credit", "attribution"):  # fmt: skip
            value = getattr(node, name, ())
            if name in ("title", "caption", "credit", "attribution"):
                yield from (value,) if value else ()
            else:
                for child in value:
                    yield from _lines(child)


def _common(flow: Flow, element: Element) -> dict[str, Any]:
    return {"id": element.get("id"), "language": flow.language_of(element)}


# ---------------------------------------------------------------- text
def _paragraph(flow: Flow, element: Element) -> list[c.Block]:
    if any(isinstance(x, Element) and flow.is_blocky(x) for x in element.children):
        return mark_first(flow.blocks(element.children), element, flow.language_of(element))
    children = flow.inlines(element.children)
    style = next((_PARAGRAPHS[x] for x in element.classes if x in _PARAGRAPHS), None)
    return [c.Paragraph(children, style, **_common(flow, element))]


def _heading(flow: Flow, element: Element) -> list[c.Block]:
    level = int(element.tag[1]) + flow.shift
    return [c.Heading(level, flow.inlines(element.children), **_common(flow, element))]


def _listing(flow: Flow, element: Element) -> list[c.Block]:
    syntax = None
    for inner in element.walk():
        for name in inner.classes:
            if name.startswith(("language-", "lang-")):
                syntax = syntax or name.split("-", 1)[1]
        if inner.tag == "br":
            inner.children = ["\n"]
        elif inner.tag == "img":
            flow.drop("a picture inside preformatted text", inner)
    return [c.Listing(element.text(), syntax, element.get("id"))]


def _divider(flow: Flow, element: Element) -> list[c.Block]:
    siblings = [x for x in element.parent.children if isinstance(x, Element)] if (
        element.parent is not None
    ) else []  # fmt: skip
    following = siblings[siblings.index(element) + 1 :] if element in siblings else []
    if following and id(following[0]) in flow.notes.consumed:
        return []
    if "footnotes-sep" in element.classes and flow.notes.consumed:
        return []
    return [c.Divider()]


def _division(flow: Flow, element: Element) -> list[c.Block]:
    """A wrapper: a poem or a formula by its class, else what it holds."""
    classes = set(element.classes)
    if classes & {"verse", "poem"} and element.tag == "div":
        return _verse(flow, element)
    if is_post(element):
        return post(flow, element)
    if classes & _PULL and element.tag == "div":
        return _quote(flow, element)
    if (named := named_player(element)) is not None:
        return [named]
    made = flow.blocks(element.children)
    if any(id(x) in flow.notes.consumed for x in element.walk()) and all(
        isinstance(x, c.Heading | c.Divider) for x in made
    ):
        return []
    return mark_first(made, element, flow.language_of(element))


def _formula(flow: Flow, element: Element) -> list[c.Block]:
    found = mark.formula(element, display=True)
    return [found] if found else []


def _verse(flow: Flow, element: Element) -> list[c.Block]:
    stanzas: list[tuple[tuple[c.Inline, ...], ...]] = []
    loose: list[Node] = []

    def add(nodes: list[Node]) -> None:
        lines: list[list[c.Inline]] = [[]]
        for inline in _opened(flow.inlines(nodes)):
            if isinstance(inline, c.LineBreak):
                lines.append([])
            else:
                lines[-1].append(inline)
        stanzas.append(tuple(tuple(line) for line in lines))

    for node in element.children:
        if isinstance(node, Element) and node.tag in ("p", "div", "section"):
            add(loose)
            loose = []
            add(node.children)
        else:
            loose.append(node)
    add(loose)
    return [c.Verse(tuple(stanzas), **_common(flow, element))]


def _opened(inlines: tuple[c.Inline, ...]) -> Iterable[c.Inline]:
    """Yield inlines with the plain spans that only mark lines taken away."""
    for inline in inlines:
        if isinstance(inline, c.Span) and inline == c.Span(inline.children):
            yield from _opened(inline.children)
        else:
            yield inline


# ---------------------------------------------------------------- quotations and asides
def _quote(flow: Flow, element: Element) -> list[c.Block]:
    if is_post(element):
        return post(flow, element)
    classes = set(element.classes)
    body: list[Node] = []
    attribution: tuple[c.Inline, ...] = ()
    elements = [x for x in element.children if isinstance(x, Element)]
    for node in element.children:
        if isinstance(node, Element) and (
            "attribution" in node.classes
            or node.tag == "footer"
            or (node.tag == "cite" and node is elements[-1])
        ):
            with flow.inside(node):
                found = flow.inlines([node] if node.tag == "cite" else node.children)
            if "attribution" not in node.classes:
                found = without_dash(found)
            if node.tag != "cite" and flow.language_of(node):
                found = (c.Span(found, flow.language_of(node)),)
            attribution = (*attribution, *([c.LineBreak()] if attribution else []), *found)
        else:
            body.append(node)
    blocks = tuple(flow.blocks(body))
    kinds = set(element.kinds)
    style = None
    parent = element.parent
    is_frame = parent is not None and parent.tag not in ("aside", "blockquote")
    outer = set(parent.classes) if parent is not None and is_frame else set()
    if (classes | outer) & _PULL or kinds & {"pullquote", "doc-pullquote"}:
        style = "pull"
    elif "epigraph" in classes or kinds & {"epigraph", "doc-epigraph"}:
        style = "epigraph"
    elif "verbatim" in classes:
        style = "verbatim"
    return [c.Quote(blocks, attribution, style, element.get("cite"), **_common(flow, element))]


def _aside(flow: Flow, element: Element) -> list[c.Block]:
    classes, kinds = set(element.classes), set(element.kinds)
    if classes & _PULL or kinds & {"pullquote", "doc-pullquote"}:
        return _quote(flow, element)
    if kinds & {"footnotes", "endnotes", "doc-endnotes", "footnote", "doc-footnote"}:
        return _division(flow, element)
    title: tuple[c.Inline, ...] = ()
    children = list(element.children)
    first = next((x for x in children if isinstance(x, Element)), None)
    if first is not None and "aside-title" in first.classes:
        children.remove(first)
        with flow.inside(first):
            title = flow.inlines(first.children)
    style = next((x for x in sorted(classes) if x in c.ASIDE_STYLES), None)
    if style is None and "sidebar" in kinds:
        style = "sidebar"
    blocks = tuple(flow.blocks(children))
    return [c.Aside(blocks, title, style, **_common(flow, element))]


def _details(flow: Flow, element: Element) -> list[c.Block]:
    title: tuple[c.Inline, ...] = ()
    children: list[Node] = []
    for node in element.children:
        if isinstance(node, Element) and node.tag == "summary" and not title:
            with flow.inside(node):
                title = flow.inlines(node.children)
        else:
            children.append(node)
    blocks = tuple(flow.blocks(children))
    return [c.Aside(blocks, title, "sidebar", **_common(flow, element))]


# ---------------------------------------------------------------- lists
def _is_gallery(element: Element) -> bool:
    """Whether a list only arranges pictures: galleries of blogs are lists of figures."""
    around = (element, *([element.parent] if element.parent is not None else []))
    named = any(_GALLERY.search(name) for x in around for name in x.classes)
    return named and all(
        isinstance(x, str) or any(y.tag == "img" for y in x.walk()) for x in element.children
    )


def _items(flow: Flow, element: Element) -> list[c.Block]:
    if _is_gallery(element):
        return flow.blocks(y for x in element.children if isinstance(x, Element)
                           for y in x.children)  # fmt: skip
    items: list[c.Item | c.Term] = []
    loose_paragraph = False
    for node in _grouped(element, "li"):
        if id(node) in flow.notes.consumed and not flow.in_note:
            continue
        with flow.inside(node):
            blocks = flow.blocks(node.children)
        loose_paragraph |= any(isinstance(x, Element) and x.tag == "p" for x in node.children)
        stated = flow.language_of(node)
        if stated is not None:
            blocks = [with_language(block, stated) for block in blocks]
        if node.get("id") in flow.notes.referenced:
            blocks = mark_first(blocks, node, None)
        items.append(c.Item(tuple(blocks)))
    tight = "tight" in element.classes or ("loose" not in element.classes and not loose_paragraph)
    start = element.get("start") or ""
    number = int(start) if re.fullmatch(r"-?[0-9]{1,9}", start.strip()) else 1
    kind: Any = "ordered" if element.tag == "ol" else "bullet"
    return [c.Items(kind, tuple(items), number, tight, **_common(flow, element))]


def _grouped(element: Element, tag: str) -> list[Element]:
    """Return the `tag` children; anything else that says something becomes one of its own."""
    result: list[Element] = []
    for node in element.children:
        if isinstance(node, Element) and node.tag == tag:
            result.append(node)
        elif isinstance(node, Element) or node.strip():
            result.append(Element(tag, children=[node], line=element.line, parent=element))
    return result


def _definitions(flow: Flow, element: Element) -> list[c.Block]:
    terms: list[c.Term] = []
    nodes: list[Element] = []
    for node in element.children:
        if isinstance(node, Element):
            group = node.tag == "div"
            nodes += [x for x in node.children if isinstance(x, Element)] if group else [node]
    names: list[tuple[c.Inline, ...]] = []
    meanings: list[tuple[c.Block, ...]] = []
    for node in nodes:
        with flow.inside(node):
            stated = flow.language_of(node)
            if node.tag == "dt":
                if meanings:
                    terms.append(c.Term(tuple(names), tuple(meanings)))
                    names, meanings = [], []
                name = flow.inlines(node.children)
                if stated or node.get("id"):
                    name = (c.Span(name, stated, id=node.get("id")),)
                names.append(name)
            else:
                blocks = flow.blocks(node.children)
                meanings.append(tuple(mark_first(blocks, node, stated)))
    terms.append(c.Term(tuple(names), tuple(meanings)))
    tight = "loose" not in element.classes
    return [c.Items("definition", tuple(terms), 1, tight, **_common(flow, element))]


MAKERS: Final[dict[str, Callable[[Flow, Element], list[c.Block]]]] = {
    "aside": _aside,
    "blockquote": _quote,
    "details": _details,
    "dir": _items,
    "div": _division,
    "dl": _definitions,
    "footer": _division,
    "hr": _divider,
    "math": _formula,
    "menu": _items,
    "ol": _items,
    "p": _paragraph,
    "pre": _listing,
    "section": _division,
    "ul": _items,
    **{f"h{level}": _heading for level in range(1, 7)},
}
