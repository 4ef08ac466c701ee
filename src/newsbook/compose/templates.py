"""From a layout's templates to rendered pages: a sandbox that knows a handful of typed values.

Jinja2 with autoescape and StrictUndefined, in its sandbox: templates are data and may come from
strangers. XHTML enters a page only through the filters `xhtml`, `heading` and `runs`; the first
page of a template's trouble is its own file and line, as a diagnostic.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import jinja2
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from newsbook.content import (
    Inline,
    LineBreak,
    Link,
    Math,
    Note,
    Picture,
    Span,
    Text,
)
from newsbook.diagnostics import Diagnostic, Location, Severity
from newsbook.errors import InputError
from newsbook.layout import Layout
from newsbook.sandbox import RefusedCallError, bounded, unbounded_time
from newsbook.tree import map_inlines
from newsbook.typography import is_rtl
from newsbook.xhtml import Renderer

__all__ = ["Pen", "environment", "language_attributes", "render", "without_notes"]

TEMPLATE_S = 3.0  # of the processor, for what a template does itself on one page
TEMPLATE_BYTES = 400_000_000
Runs = Callable[[str, str], tuple[Inline, ...]]
_INLINE = (Text, Link, Note, Picture, Span, LineBreak)


@dataclass(slots=True)
class Pen:
    """Writes content as XHTML for one document: keeps count of its notes.

    `runs` splits a plain string into inlines by language. `language` and `article` are the
    document's; the renderer for the article's own text is kept, so that notes are numbered once.
    """

    medium: Literal["epub", "print"]
    language: str
    runs: Runs
    article: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    asset_href: Callable[[str], str] = str
    addresses: Literal["notes", "qr", "none"] = "none"
    page_references: bool = False
    _own: Renderer | None = None

    def _renderer(self, language: str, article: str) -> Renderer:
        return Renderer(
            self.medium,
            language=language,
            article=article,
            asset_href=self.asset_href,
            labels=self.labels,
            addresses=self.addresses,
            page_references=self.page_references,
        )

    def own(self) -> Renderer:
        """Return the renderer that numbers the notes of this document."""
        if self._own is None:
            self._own = self._renderer(self.language, self.article)
        return self._own

    def content(self, value: tuple[Any, ...], language: str | None = None) -> Markup:
        """Return inlines or blocks as XHTML; with a `language`, set in it and without notes."""
        if not value:
            return Markup("")
        if language is None:
            renderer = self.own()
        else:
            renderer, value = self._renderer(language, ""), without_notes(value)
        if _is_inline(value):
            return Markup(renderer.inlines(value))
        return Markup(renderer.blocks(value))

    def words(self, text: str, language: str | None = None) -> Markup:
        """Return a plain string as XHTML with its runs of other languages marked."""
        tag = language or self.language
        return Markup(self._renderer(tag, "").inlines(self.runs(text, tag)))


def _is_inline(value: tuple[Any, ...]) -> bool:
    inline = Inline.__args__
    return all(isinstance(node, inline) and not (isinstance(node, Math) and node.display)
               for node in value)  # fmt: skip


def without_notes(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return inlines for a heading elsewhere: no notes, pictures, ids, line breaks or links."""

    def change(node: Any) -> Any:
        if isinstance(node, Note | Picture):
            return ()
        if isinstance(node, LineBreak):
            return Text(" ")
        if isinstance(node, Link):
            return node.children
        if isinstance(node, Span) and node.id:
            return Span(node.children, node.language, node.style, None, node.title)
        return node

    return map_inlines(value, change)


def language_attributes(language: str, around: str | None = None) -> Markup:
    """Return the attributes that say an element is in `language`, unless what is around it says so.

    Both `lang` and `xml:lang` (EPUB 3.3, 6.1), and `dir` where the direction changes.
    """
    if not language or language == around:
        return Markup("")
    tag = escape(language)
    attributes = Markup(' lang="{0}" xml:lang="{0}"').format(tag)
    if around is None and not is_rtl(language):
        return attributes
    if around is None or is_rtl(language) != is_rtl(around):
        attributes += Markup(' dir="{}"').format("rtl" if is_rtl(language) else "ltr")
    return attributes


@jinja2.pass_context
def _xhtml(context: Context, value: tuple[Any, ...], language: str | None = None) -> Markup:
    pen: Pen = context["pen"]
    with unbounded_time():
        return pen.content(value, language)


@jinja2.pass_context
def _heading(context: Context, value: tuple[Any, ...], language: str | None = None) -> Markup:
    pen: Pen = context["pen"]
    with unbounded_time():
        return pen.content(value, language or pen.language)


@jinja2.pass_context
def _runs(context: Context, value: str, language: str | None = None) -> Markup:
    pen: Pen = context["pen"]
    with unbounded_time():
        return pen.words(value, language)


@jinja2.pass_context
def _notes(context: Context) -> Markup:
    pen: Pen = context["pen"]
    with unbounded_time():
        return Markup(pen.own().notes())


@jinja2.pass_context
def _page_phrase(context: Context, phrase: str, anchor: str) -> Markup:
    """Return `phrase` (`Continued on page {page}`) with the page of `anchor` in it.

    Print gets a reference to be filled in; elsewhere the whole phrase is a link.
    """
    before, _, after = phrase.partition("{page}")
    if context["medium"] == "print":
        page = Markup('<span class="page-ref" data-ref="{}"></span>').format(anchor)
        return Markup('<a href="#{}">{}{}{}</a>').format(anchor, before, page, after)
    return Markup('<a href="#{}">{}{}</a>').format(anchor, before.strip(), after)


def _loader(layout: Layout) -> jinja2.BaseLoader:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        template = layout.templates.get(name)
        return None if template is None else (template.source, template.file, lambda: True)

    return jinja2.FunctionLoader(load)


def environment(layout: Layout) -> jinja2.Environment:
    """Return the environment in which the templates of `layout` run."""
    made = ImmutableSandboxedEnvironment(
        loader=_loader(layout),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=_printable,
    )
    made.filters.update(xhtml=_xhtml, heading=_heading, runs=_runs)
    made.globals.clear()
    made.globals.update(lang=language_attributes, notes=_notes, page_phrase=_page_phrase)
    return made


def _printable(value: Any) -> Any:
    """Refuse what has no printed form (a tuple of content printed without its filter)."""
    if isinstance(value, str | int | jinja2.Undefined):
        return value
    kind = type(value).__name__
    raise TypeError(f"a value of type {kind} cannot be printed: use the filter xhtml")


def _line(error: BaseException, files: frozenset[str]) -> Location | None:
    """Return the deepest line of a template in the traceback of `error`."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return Location(error.filename or error.name or "", error.lineno)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files
    ]
    return Location(frames[-1].filename, frames[-1].lineno) if frames else None


def render(
    made: jinja2.Environment,
    layout: Layout,
    names: tuple[str, ...],
    context: Mapping[str, Any],
) -> str:
    """Return the first template of `names` there is, rendered with `context`.

    Raises `InputError` with a `layout-invalid` diagnostic at the template's line when it is
    missing, is no Jinja2, or asks for a value that does not exist.
    """
    files = frozenset(template.file for template in layout.templates.values())
    hint = None
    try:
        with bounded(memory_bytes=TEMPLATE_BYTES, cpu_s=TEMPLATE_S):
            return made.select_template(list(names)).render(context)
    except jinja2.TemplatesNotFound:
        where: Location | None = Location(f"layouts/{layout.name}/templates/{names[-1]}.j2")
        message = f"there is no template {names[-1]}"
    except jinja2.TemplateNotFound as error:
        where, message = _line(error, files), f"there is no template {error.name}"
    except jinja2.UndefinedError as error:
        where, message = _line(error, files), error.message or "undefined value"
        hint = "docs/layouts lists the values templates see"
    except RefusedCallError as error:
        where, message = _line(error, files), f"the template asks for too much: {error}"
        hint = "make its loops and its strings shorter"
    except (jinja2.TemplateError, TypeError, ValueError, RecursionError, OverflowError) as error:
        where, message = _line(error, files), str(error)
        if where is None and not isinstance(error, jinja2.TemplateError):
            raise
    finding = Diagnostic(Severity.ERROR, "layout-invalid", message, where, hint)
    raise InputError(f"the layout {layout.name!r} cannot be used: {message}", (finding,))
