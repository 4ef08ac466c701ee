"""From the inline nodes of Markdown to inlines of the closed vocabulary.

Raw HTML in a line is judged by the sanitiser together with the Markdown around it, so that
`<span lang="zh">*x*</span>` means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from newsbook.content import (
    SPAN_STYLES,
    Code,
    Emphasis,
    Inline,
    LineBreak,
    Link,
    Math,
    Note,
    Paragraph,
    Picture,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)  # fmt: skip
from newsbook.formulas import MISSING, FormulaError, mathml_of
from newsbook.readers.markdown.cjk import is_cjk, is_hangul
from newsbook.readers.markdown.syntax import FORMULA, RUBY, parse_line
from newsbook.readers.source import Source
from newsbook.sandbox import RefusedCallError
from newsbook.tree import map_inlines
from newsbook.world import World
from newsbook.xhtml import Dropped, normal_inlines, parse_inlines
from newsbook.xhtml.vocabulary import clean_href, clean_source

__all__ = ["Context", "attribute_words", "formula", "inlines", "inlines_of_line", "split_ruby"]

_WRAPPERS: dict[str, Callable[[tuple[Inline, ...]], Inline]] = {
    "em": Emphasis,
    "strong": Strong,
    "sub": Subscript,
    "sup": Superscript,
    "s": lambda children: Span(children, style="deleted"),
}
MAX_CALLS = 10_000  # notes that call notes twice, and so on, would multiply without end
_COMMENT = re.compile(r"<!--.*?-->|<\?.*?\?>|<![A-Za-z].*?>|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_KNOWN_ATTRIBUTES = frozenset(
    "id class lang xml:lang dir title href src alt style start width height".split()
)
_PICTURE_ATTRIBUTES = frozenset({"credit", "caption", "decorative", "loading", "placement"})


_MARKS = "\ufe00-\ufe0f\u0300-\u036f\u3099\u309a\U000e0100-\U000e01ef"
_BASE = re.compile(f"[^{_MARKS}][{_MARKS}]*")


@dataclass(slots=True)
class Context:
    """What converting one file needs to know: where it is, its notes, and what is being read.

    `notes` maps a label to the nodes of the note's text; `lines` holds notes written in a line
    (`^[...]`) by number; `convert` turns block nodes into blocks (for the texts of notes).
    """

    source: Source
    world: World
    first_line: int
    notes: dict[str, SyntaxTreeNode] = field(default_factory=dict)
    lines: dict[int, list[Token]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    calls: int = 0
    open_notes: list[str] = field(default_factory=list)
    convert: Callable[[Sequence[SyntaxTreeNode]], tuple[Any, ...]] = lambda nodes: ()
    line: int = 1

    def dropped(self, message: str, *, hint: str | None = None, line: int | None = None) -> None:
        """Report something that has no place in a book."""
        where = self.source.at(line or self.line)
        self.world.diagnostics.warning("content-dropped", message, where=where, hint=hint)

    def report(self, dropped: Dropped) -> None:
        """Report what the sanitiser left out."""
        if not dropped.machinery:
            self.dropped(dropped.sentence, line=dropped.line)


def attribute_words(node: SyntaxTreeNode, context: Context, *known: str) -> list[str]:
    """Return the classes of `node`; report attributes that mean nothing here."""
    for name in sorted(set(map(str, node.attrs)) - _KNOWN_ATTRIBUTES - set(known)):
        context.dropped(f"the attribute {name!r} means nothing here")
    return str(node.attrs.get("class", "")).split()


def _language(node: SyntaxTreeNode) -> str | None:
    value = node.attrs.get("lang") or node.attrs.get("xml:lang")
    return str(value) if value else None


def _bases(text: str) -> list[str]:
    """Split `text` into characters, marks and variation selectors with what they follow."""
    return _BASE.findall(text)


def split_ruby(base: str, readings: Sequence[str]) -> tuple[RubyPair, ...]:
    """Return a pair for each character when there are as many readings, else one pair.

    One reading is split at its spaces first (`suì hán` over two characters).
    """
    characters = _bases(base.strip())
    parts = [part.strip() for part in readings]
    if len(parts) == 1 and len(parts[0].split()) == len(characters):
        parts = parts[0].split()
    if len(parts) == len(characters):
        return tuple(RubyPair(b, a) for b, a in zip(characters, parts, strict=True))
    kana = all(is_cjk(c) and not is_hangul(c) for part in parts for c in part)
    return (RubyPair(base.strip(), ("" if kana else " ").join(parts)),)


def _softbreak(before: Inline | None, after: SyntaxTreeNode | None) -> Text:
    """A line end in a paragraph: nothing between CJK characters (not Hangul), else a space."""
    left = before.text[-1:] if isinstance(before, Text) else ""
    right = after.content[:1] if after is not None and after.type == "text" else ""
    joined = all(c and is_cjk(c) and not is_hangul(c) for c in (left, right))
    return Text("" if joined else "\n")


def _link(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    children = inlines(node.children, context)
    attribute_words(node, context)
    href = str(node.attrs.get("href", ""))
    if "://" not in href and not href.startswith(("mailto:", "tel:")):
        href = unquote(href)
    if clean_href(href) is None:
        context.dropped(f"the link to {href!r} leads to nothing a book can open; its text was kept")
        return children
    title = str(node.attrs.get("title", "")) or None
    link = Link(href, children, title)
    return (_within(link, node),)


def _within(inline: Inline, node: SyntaxTreeNode) -> Inline:
    """Return `inline` in a span when `node` says its language or gives it an id."""
    language, name = _language(node), node.attrs.get("id")
    if language or name:
        return Span((inline,), language, id=str(name) if name else None)
    return inline


def _span(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    children = inlines(node.children, context)
    style = None
    for word in attribute_words(node, context):
        if word in SPAN_STYLES and style is None:
            style = word
        else:
            context.dropped(f"the class {word!r} means nothing in running text")
    name, title = node.attrs.get("id"), node.attrs.get("title")
    span = Span(
        children, _language(node), style, str(name) if name else None, str(title) if title else None
    )
    return (span,) if span != Span(children) else children


def picture(node: SyntaxTreeNode, context: Context) -> Picture:
    """Return the picture of an image node; its title is left to the caption."""
    words = attribute_words(node, context, *_PICTURE_ATTRIBUTES)
    flag = str(node.attrs.get("decorative", "")).lower()
    decorative = "decorative" in words or flag in ("true", "yes", "1")
    alt = " ".join(node.content.split()) or None
    source = str(node.attrs.get("src", ""))
    if "://" not in source and not source.startswith("data:"):
        source = unquote(source)
    if clean_source(source) is None:
        context.dropped(f"the address {source[:60]!r} is none for a picture")
    return Picture(source, None if decorative else alt, None, decorative, _language(node))


def _image(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    found = picture(node, context)
    title = str(node.attrs.get("title", "")) or None
    for name in ("credit", "caption"):
        if node.attrs.get(name):
            context.dropped(
                f"a picture inside a line has no {name}",
                hint="put the picture into a paragraph of its own",
            )
    return (Picture(found.source, found.alt, title, found.decorative, found.language),)


def _note(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    number = int(node.meta["id"])
    if number in context.lines:
        tokens = context.lines[number]
        return (Note((Paragraph(_from_tokens(tokens, context)),)),)
    label = str(node.meta["label"])
    text = context.notes.get(label)
    if text is None:
        context.world.diagnostics.error(
            "broken-link",
            f"there is no text for the note [^{label}]",
            where=context.source.at(context.line),
            hint=f"add a line: [^{label}]: the text of the note",
        )
        return (Text(f"[^{label}]"),)
    if label in context.open_notes:
        context.dropped(f"the note [^{label}] calls itself")
        return ()
    context.called.add(label)
    context.calls += 1
    if context.calls > MAX_CALLS:
        raise RefusedCallError(f"its notes, and notes in notes, are called over {MAX_CALLS} times")
    context.open_notes.append(label)
    line = context.line
    blocks = context.convert(text.children)
    context.line = line
    context.open_notes.pop()
    return (Note(blocks),) if blocks else ()


def formula(tex: str, context: Context, *, display: bool) -> Math | None:
    """Return a formula, or report why there is only its source and return None."""
    try:
        return Math(mathml_of(tex, display=display), " ".join(tex.split()), display)
    except ImportError:
        why, hint = "", MISSING
    except FormulaError as problem:
        why, hint = f": {problem}", "correct it, or write it as a MathML <math> element"
    context.dropped(f"the formula {tex!r} is printed as its TeX source{why}", hint=hint)
    return None


def _formula(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    return (formula(node.content, context, display=False) or Code(node.content),)


def _ruby(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    return (Ruby(split_ruby(node.content, node.meta["readings"])),)


_LEAVES: dict[str, Callable[[SyntaxTreeNode, Context], tuple[Inline, ...]]] = {
    "text": lambda node, context: (Text(node.content),),
    "hardbreak": lambda node, context: (LineBreak(),),
    "link": _link,
    "image": _image,
    "span": _span,
    "footnote_ref": _note,
    RUBY: _ruby,
    FORMULA: _formula,
}


def _code(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    attribute_words(node, context)
    return (_within(Code(node.content), node),)


_LEAVES["code_inline"] = _code


def _convert(node: SyntaxTreeNode, context: Context) -> tuple[Inline, ...]:
    wrap = _WRAPPERS.get(node.type)
    if wrap is not None:
        children = inlines(node.children, context)
        return (wrap(children),) if children else ()
    leaf = _LEAVES.get(node.type)
    if leaf is None:
        context.dropped(f"a {node.type} was left out")
        return ()
    return leaf(node, context)


def inlines(nodes: Sequence[SyntaxTreeNode], context: Context) -> tuple[Inline, ...]:
    """Return `nodes` as inlines (not yet in normal form)."""
    if any(node.type == "html_inline" for node in nodes):
        return _through_html(nodes, context)
    found: list[Inline] = []
    for index, node in enumerate(nodes):
        if node.type == "softbreak":
            after = nodes[index + 1] if index + 1 < len(nodes) else None
            found.append(_softbreak(found[-1] if found else None, after))
        else:
            found.extend(_convert(node, context))
    return tuple(found)


def _from_tokens(tokens: Sequence[Token], context: Context) -> tuple[Inline, ...]:
    return inlines(SyntaxTreeNode(list(tokens)).children, context)


def inlines_of_line(text: str, context: Context) -> tuple[Inline, ...]:
    """Return one line of Markdown (a title, a caption) in normal form."""
    tokens, environment = parse_line(text)
    notes = environment.get("footnotes", {}).get("list", {})
    lines = {number: note["tokens"] for number, note in notes.items() if "tokens" in note}
    saved, context.lines = context.lines, lines
    found = _from_tokens(tokens, context)
    context.lines = saved
    return normal_inlines(found)


# ---------------------------------------------------------------- raw HTML in a line
_MARK = "newsbook-part-"
_OBJECT = "\ufffc"


def _plain(text: str) -> str:
    return text.replace(_OBJECT, "")


def _through_html(nodes: Iterable[SyntaxTreeNode], context: Context) -> tuple[Inline, ...]:
    """Return `nodes`, some of which are tags, as the sanitiser understands them together.

    Everything that is not a tag travels through it as a span with an id, and is put back
    afterwards. The span holds a character, because spaces beside nothing would be taken for one.
    """
    parts: dict[str, tuple[Inline, ...]] = {}
    pieces: list[str] = []
    siblings = list(nodes)
    for index, node in enumerate(siblings):
        if node.type == "html_inline":
            pieces.append(_COMMENT.sub("", node.content))
        elif node.type == "text":
            pieces.append(escape(node.content, quote=False))
        elif node.type == "softbreak":
            pieces.append("\n")
        else:
            name = f"{_MARK}{len(parts)}"
            parts[name] = inlines([siblings[index]], context)
            pieces.append(f'<span id="{name}">{_OBJECT}</span>')
    found = parse_inlines("".join(pieces), first_line=context.line, report=context.report)

    def put_back(inline: Any) -> Any:
        if isinstance(inline, Span) and inline.id in parts:
            return parts.pop(inline.id)
        if isinstance(inline, Ruby):  # takes the text of what is marked in it
            pairs = (RubyPair(_plain(p.base), _plain(p.annotation)) for p in inline.pairs)
            return replace(inline, pairs=tuple(pairs))
        return inline

    found = map_inlines(found, put_back)
    lost = [part for part in parts.values() if part]
    return found + tuple(inline for part in lost for inline in part)
