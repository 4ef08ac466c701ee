"""From the text of an OpenDocument file to HTML whose paragraphs carry their roles."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.leftout import LeftOut, beginning
from newsbook.readers.documents.odtformulas import markup_of_formula
from newsbook.readers.documents.odtstyles import Styles
from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.readers.markup import escaped
from newsbook.safexml import attribute, local_name, text_of

__all__ = ["Writing", "markup_of_text"]

DEEPEST = 100
_DROPPED = {
    "tracked-changes": "", "sequence-decls": "", "forms": "", "annotation": "",
    "annotation-end": "", "soft-page-break": "", "variable-decls": "", "user-field-decls": "",
    "bookmark": "", "bookmark-start": "", "bookmark-end": "", "title": "", "desc": "",
    "reference-mark": "", "reference-mark-start": "", "reference-mark-end": "",
    "alphabetical-index": "an index", "object": "an embedded object", "change": "",
    "change-start": "", "change-end": "", "note-citation": "", "toc-mark-start": "",
    "dde-connection-decls": "",
}  # fmt: skip
# What a book has of its own.
_CONTENTS = frozenset({"table-of-content", "illustration-index", "table-index", "object-index"})
_SHAPES = frozenset(
    "custom-shape rect ellipse circle line polyline polygon path regular-polygon connector caption "
    "measure g shapes control".split()
)
# Paragraphs of one quotation.
_QUOTES = re.compile(r"(?m)^<blockquote>.*</blockquote>(?:\n<blockquote>.*</blockquote>)+$")
_LISTED = frozenset({"quote", "pull", "subhead", "body"})


@dataclass(slots=True)
class Writing:
    """What is gathered while a text is written out: its notes, and what was left out.

    While `concealed`, text is `gone`, and stood after `place`; `line` is what was seen of the
    paragraph, `above` of the one before. `formulas` are the markup of those in objects,
    `drawings` the pictures of other objects, by their addresses; `lists` are the styles of the
    lists that are open; `counted` is how far lists came.
    """

    styles: Styles
    formulas: Mapping[str, str] = field(default_factory=dict)
    drawings: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    after: list[str] = field(default_factory=list)
    depth: int = 0
    left: LeftOut = field(default_factory=LeftOut)
    concealed: bool = False
    gone: str = ""
    pictures: int = 0
    place: str = ""
    line: str = ""
    above: str = ""
    lists: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    def text(self, value: str | None) -> str:
        """Return the markup of a text; nothing where it is hidden."""
        if self.concealed:
            self.lose(value or "")
            return ""
        self.line += value or ""
        return escaped(value)

    def lose(self, text: str, pictures: int = 0) -> None:
        """Remember that hidden `text` and pictures were left out here."""
        if not self.gone and not self.pictures:
            self.place = self.line if self.line.strip() else self.above
        self.gone += text
        self.pictures += pictures

    @contextmanager
    def inside(self, element: Any) -> Iterator[None]:
        """Be inside a paragraph or span, whose style may hide its text or show it again."""
        outside = self.concealed
        self.concealed = self.styles.hides.get(attribute(element, "style-name"), outside)
        yield
        self.concealed = outside

    def conceal(self, element: Any) -> None:
        """Leave out all that `element` shows."""
        self.lose(text_of(element), sum(local_name(e) == "image" for e in element.iter()))

    def count(self) -> None:
        """Count what was hidden in the paragraph that ends."""
        if self.gone or self.pictures:
            self.left.hidden.add(self.gone, self.place, pictures=self.pictures)
        self.above = self.line if self.line.strip() else self.above
        self.gone, self.pictures, self.line = "", 0, ""


# ---------------------------------------------------------------- inlines
def _inlines(element: Any, writing: Writing) -> str:
    with writing.inside(element):
        made = [writing.text(element.text)]
        for inner in element:
            made.append(_inline(inner, writing))
            made.append(writing.text(inner.tail))
    return "".join(made)


def _inline(element: Any, writing: Writing) -> str:
    name = local_name(element)
    if name in _DROPPED:
        if _DROPPED[name]:
            writing.dropped.add(_DROPPED[name])
        return ""
    if name == "s":
        count = attribute(element, "c")
        return " " * (int(count) if count.isdigit() and len(count) < 4 else 1)
    if name in ("tab", "line-break"):
        return "\t" if name == "tab" else "<br/>"
    if _is_hidden(element) or (writing.concealed and name in ("note", "frame", "ruby")):
        writing.conceal(element)
        return ""
    if name == "note":
        return _note(element, writing)
    if name == "frame":
        return _frame(element, writing)
    if name in _SHAPES:
        return _shape(element, writing)
    if name == "placeholder":
        writing.left.apart.append(
            f"the prompt of an empty field was left out: {beginning(text_of(element))!r}"
        )
        return ""
    if name == "page-number" or attribute(element, "reference-format") == "page":
        writing.left.pages.append(beginning(text_of(element.getparent())))
    inside = _inlines(element, writing)
    if name == "a":
        return f'<a href="{entities.escape(attribute(element, "href"))}">{inside}</a>'
    if name == "ruby":
        base, reading = (_child(element, n) for n in ("ruby-base", "ruby-text"))
        return f"<ruby>{escaped(text_of(base))}<rt>{escaped(text_of(reading))}</rt></ruby>"
    for tag in (
        writing.styles.marks.get(attribute(element, "style-name"), ()) if name == "span" else ()
    ):
        inside = f"<{tag}>{inside}</{tag.partition(' ')[0]}>"
    return inside


def _is_hidden(element: Any) -> bool:
    """Whether a section, or a field, says that it is hidden."""
    display = attribute(element, "display")
    return display == "none" or (
        attribute(element, "is-hidden") == "true" and display in ("", "condition")
    )


def _child(element: Any, name: str) -> Any | None:
    return next((e for e in element if local_name(e) == name), None)


def _note(element: Any, writing: Writing) -> str:
    number = len(writing.notes) + 1
    writing.notes.append("")
    body = _child(element, "note-body")
    inside = "".join(_blocks(body, writing)) if body is not None else ""
    writing.notes[number - 1] = (
        f'<aside id="fn{number}" role="doc-footnote" epub:type="footnote">{inside}</aside>'
    )
    return f'<sup><a href="#fn{number}" role="doc-noteref">{number}</a></sup>'


def _frame(element: Any, writing: Writing) -> str:
    """Return the markup of a frame: a picture, or a box of text after its paragraph."""
    image, box = _child(element, "image"), _child(element, "text-box")
    if box is not None:
        made = _box(box, writing)
        writing.after.append(made)
        return ""
    if formula := _formula(element, writing):
        return formula
    address = attribute(image, "href") if image is not None else ""
    alt = text_of(_child(element, "desc")) or text_of(_child(element, "title"))
    unseen = address.removeprefix("./") not in writing.drawings
    if not address or (unseen and any(local_name(e).startswith("object") for e in element)):
        named = f" ({alt})" if alt else ""
        hint = "save it as a picture (right-click, Save) and insert that"
        writing.left.lose(f"an embedded object was left out{named}", hint)
        return ""
    described = f' alt="{entities.escape(alt)}"' if alt else ""
    return f'<img src="{entities.escape(address)}"{described}/>'


def _formula(frame: Any, writing: Writing) -> str:
    """Return the formula that a frame holds as an object, in a file of its own or in itself."""
    held = _child(frame, "object")
    if held is None:
        return ""
    address = attribute(held, "href").removeprefix("./").rstrip("/")
    inside = _child(held, "math")
    found = writing.formulas.get(address, "") if inside is None else markup_of_formula(inside)
    return found if _is_in_line(frame) else found.replace("<math", '<math display="block"', 1)


def _is_in_line(frame: Any) -> bool:
    """Whether words stand beside a frame in its paragraph."""
    return bool(text_of(frame.getparent()).replace(text_of(frame), "", 1).strip())


def _shape(shape: Any, writing: Writing) -> str:
    """Return the pictures in a drawing; its words stand after the paragraph."""
    drawn = [e for e in shape if local_name(e) in _SHAPES | {"frame"}]
    pictures = "".join(_inline(e, writing) for e in drawn)
    words = "".join(
        _blocks([e for e in shape if local_name(e) in _MAKERS and e not in drawn], writing)
    )
    if words:
        writing.after.append(words)
    elif not drawn:
        called = text_of(_child(shape, "desc")) or text_of(_child(shape, "title"))
        named = f" ({called})" if called else ""
        writing.left.apart.append(f"a drawing without words was left out{named}")
    return pictures


def _box(box: Any, writing: Writing) -> str:
    """Return a box of text: a figure when it holds a picture with its caption."""
    paragraphs = [e for e in box if local_name(e) in ("p", "h")]
    if len(paragraphs) == 1 and any(local_name(e) == "image" for e in paragraphs[0].iter()):
        inside = _inlines(paragraphs[0], writing)
        image = re.search(r"<img[^>]*>", inside)
        if image is not None:
            caption = inside.replace(image[0], "", 1).strip()
            return f"<figure>{image[0]}<figcaption>{_unnumbered(caption)}</figcaption></figure>"
    return "".join(_blocks(box, writing))


def _unnumbered(caption: str) -> str:
    """Return a caption without the label and number that LibreOffice puts before it."""
    return re.sub(r"^(?:<br/>|\s)*(?:\w+ )?\d+\s*[:.：] *", "", caption)


# ---------------------------------------------------------------- blocks
def _paragraph(element: Any, writing: Writing) -> Iterator[str]:
    field = _child(element, "hidden-paragraph")
    if field is not None and _is_hidden(field):
        writing.conceal(element)
        inside = ""
    else:
        inside = _inlines(element, writing)
    writing.count()
    after, writing.after = writing.after, []
    style = writing.styles.names.get(
        attribute(element, "style-name"), attribute(element, "style-name")
    )
    level = heading_of(style)
    role = role_of(style)
    stated = attribute(element, "outline-level")
    if local_name(element) == "h":
        level = int(stated[0]) if stated[:1].isdigit() and stated[0] != "0" else 1
    if role is not None and role not in _LISTED:
        yield f'<p class="nb-{role}">{inside}</p>'
    elif level is not None or role == "subhead":
        yield f"<h{min(level or 3, 6)}>{inside}</h{min(level or 3, 6)}>"
    elif role in ("quote", "pull"):
        kind = ' class="pull-quote"' if role == "pull" else ""
        yield f"<blockquote{kind}><p>{inside}</p></blockquote>"
    elif style == "Preformatted Text":
        yield f"<pre>{inside}</pre>"
    elif style == "Horizontal Line":
        yield "<hr/>"
    elif inside.strip():
        yield f"<p>{inside}</p>"
    yield from after


def _start(element: Any, style: str, depth: int, writing: Writing) -> int | None:
    """Return the number with which a list begins; None when it has none."""
    levels = writing.styles.numbered.get(style, {})
    if depth not in levels:
        return None
    first = next((e for e in element if local_name(e) == "list-item"), None)
    stated = attribute(first, "start-value") if first is not None else ""
    if stated.isdecimal():
        return int(stated)
    before = attribute(element, "continue-list")
    if attribute(element, "continue-numbering") == "true":
        before = f"{style} {depth}"
    return writing.counted[before] + 1 if before in writing.counted else levels[depth]


def _list(element: Any, writing: Writing) -> Iterator[str]:
    style = attribute(element, "style-name") or (writing.lists[-1] if writing.lists else "")
    depth = len(writing.lists) + 1
    start = _start(element, style, depth, writing)
    items = [e for e in element if local_name(e) in ("list-item", "list-header")]
    writing.lists.append(style)
    inside = "".join(f"<li>{''.join(_blocks(item, writing))}</li>" for item in items)
    writing.lists.pop()
    inside = re.sub(r"<li><p>((?:(?!</?p>).)*?)</p>(</li>|<[ou]l)", r"<li>\1\2", inside)
    if start is None:
        yield f"<ul>{inside}</ul>"
        return
    for key in (f"{style} {depth}", attribute(element, "id")):
        writing.counted[key] = start + len(items) - 1
    yield f'<ol start="{start}">{inside}</ol>' if start != 1 else f"<ol>{inside}</ol>"


def _cell(cell: Any, tag: str, writing: Writing) -> str:
    spans = ""
    for name in ("columns", "rows"):
        span = attribute(cell, f"number-{name}-spanned")
        if span not in ("", "1"):
            spans += f' {name[:3]}span="{entities.escape(span)}"'
    inside = "".join(_blocks(cell, writing))
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", inside, re.DOTALL)
    return f"<{tag}{spans}>{alone[1] if alone else inside}</{tag}>"


def _rows(element: Any) -> Iterator[Any]:
    """Yield the rows of a table, without those of tables in its cells."""
    for child in element:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child).startswith("table-row") or "header-rows" in local_name(child):
            yield from _rows(child)


def _table(element: Any, writing: Writing) -> Iterator[str]:
    rows = []
    for row in _rows(element):
        head = local_name(row.getparent()) == "table-header-rows"
        cells = (c for c in row if local_name(c) == "table-cell")
        inside = "".join(_cell(cell, "th" if head else "td", writing) for cell in cells)
        rows.append(f"<tr>{inside}</tr>")
    yield f"<table>{''.join(rows)}</table>"


def _note_free(element: Any, writing: Writing) -> Iterator[str]:
    yield _inline(element, writing)
    after, writing.after = writing.after, []
    yield from after


_MAKERS: dict[str, Callable[[Any, Writing], Iterator[str]]] = {
    "p": _paragraph,
    "h": _paragraph,
    "list": _list,
    "table": _table,
    "frame": _note_free,
    **dict.fromkeys(_SHAPES, _note_free),
}


def _blocks(parent: Iterable[Any], writing: Writing) -> Iterator[str]:
    """Yield the markup of the blocks below `parent`."""
    writing.depth += 1
    if writing.depth > DEEPEST:
        writing.dropped.add("markup nested too deep")
    else:
        for element in parent:
            name = local_name(element)
            if name == "section" and _is_hidden(element):
                writing.conceal(element)
                writing.count()
            elif name in _CONTENTS:
                writing.left.apart.append("a table of contents was left out: a book has its own")
            elif name in _MAKERS:
                yield from _MAKERS[name](element, writing)
            elif name in _DROPPED:
                if _DROPPED[name]:
                    writing.dropped.add(_DROPPED[name])
            else:
                yield from _blocks(element, writing)
    writing.depth -= 1


def markup_of_text(text: Any, writing: Writing) -> str:
    """Return the `office:text` element as HTML, its notes at the end."""
    html = "\n".join((*_blocks(text, writing), *writing.notes))
    return _QUOTES.sub(lambda m: m[0].replace("</blockquote>\n<blockquote>", "\n"), html)
