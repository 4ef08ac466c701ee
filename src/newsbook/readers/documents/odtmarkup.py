"""From the text of an OpenDocument file to HTML whose paragraphs carry their roles."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.leftout import LeftOut
from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.readers.markup import escaped
from newsbook.safexml import attribute, local_name, text_of

__all__ = ["Styles", "Writing", "markup_of_text", "style_names"]

DEEPEST = 100
_DROPPED = {
    "tracked-changes": "", "sequence-decls": "", "forms": "", "annotation": "",
    "annotation-end": "", "soft-page-break": "", "variable-decls": "", "user-field-decls": "",
    "bookmark": "", "bookmark-start": "", "bookmark-end": "", "title": "", "desc": "",
    "reference-mark": "", "reference-mark-start": "", "reference-mark-end": "",
    "table-of-content": "a table of contents", "alphabetical-index": "an index",
    "illustration-index": "a list of pictures", "object": "an embedded object", "change": "",
    "change-start": "", "change-end": "", "note-citation": "", "toc-mark-start": "",
    "shapes": "a drawing", "custom-shape": "", "dde-connection-decls": "",
}  # fmt: skip
_LISTED = frozenset({"quote", "pull", "subhead", "body"})


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document: names as shown, by their keys, and marks of characters."""

    names: dict[str, str]
    marks: dict[str, tuple[str, ...]]
    numbered: frozenset[str] = frozenset()
    hides: Mapping[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Writing:
    """What is gathered while a text is written out: its notes, and what was left out.

    While `concealed`, text is `gone`, and stood after `place`; `line` is what was seen of the
    paragraph, `above` of the one before.
    """

    styles: Styles
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


def _marks(style: Any) -> tuple[str, ...]:
    """Return the tags for the text properties of a style."""
    found = []
    for properties in style:
        if local_name(properties) != "text-properties":
            continue
        if attribute(properties, "font-style") in ("italic", "oblique"):
            found.append("em")
        if attribute(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
            found.append("strong")
        position = attribute(properties, "text-position")
        if position.startswith("super") or re.match(r"[1-9]", position):
            found.append("sup")
        elif position.startswith(("sub", "-")):
            found.append("sub")
        if attribute(properties, "text-line-through-style") not in ("", "none"):
            found.append("s")
        if attribute(properties, "text-underline-style") not in ("", "none"):
            found.append("u")
        if attribute(properties, "font-variant") == "small-caps":
            found.append('span class="smallcaps"')
    return tuple(found)


def style_names(*roots: Any | None) -> Styles:
    """Return the styles of `content.xml` and `styles.xml`."""
    shown: dict[str, str] = {}
    parents: dict[str, str] = {}
    marks: dict[str, tuple[str, ...]] = {}
    numbered = set()
    hides: dict[str, bool] = {}
    for root in roots:
        for style in root.iter() if root is not None else ():
            name = attribute(style, "name") if local_name(style) in ("style", "list-style") else ""
            if not name:
                continue
            if (display := _display(style)) is not None:
                hides.setdefault(name, display == "none")
            if local_name(style) == "list-style":
                first = next((e for e in style if local_name(e).startswith("list-level")), None)
                if first is not None and local_name(first) == "list-level-style-number":
                    numbered.add(name)
                continue
            shown.setdefault(name, attribute(style, "display-name") or name.replace("_20_", " "))
            parents.setdefault(name, attribute(style, "parent-style-name"))
            if attribute(style, "family") == "text":
                marks.setdefault(name, _marks(style) or _named_marks(shown[name]))
    names = {n: _meant(n, shown, parents) for n in shown}
    return Styles(names, marks, frozenset(numbered), _inherited(hides, parents))


def _display(style: Any) -> str | None:
    """Return what a style says of whether its text is seen; None when it says nothing."""
    found = (attribute(p, "display") for p in style if local_name(p) == "text-properties")
    return next((display for display in found if display), None)


def _inherited(stated: Mapping[str, bool], parents: Mapping[str, str]) -> dict[str, bool]:
    """Return `stated` for the styles as well that are based on those it names."""
    found = dict(stated)
    for name in parents:
        above, seen = name, {""}
        while above not in stated and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        if above in stated:
            found[name] = stated[above]
    return found


def _named_marks(name: str) -> tuple[str, ...]:
    return {"Emphasis": ("em",), "Strong Emphasis": ("strong",), "Source Text": ("code",)}.get(
        name, ()
    )


def _meant(name: str, shown: dict[str, str], parents: dict[str, str]) -> str:
    """Return the name of the nearest style above `name` that stands for something."""
    seen: set[str] = set()
    current = name
    while current and current not in seen:
        seen.add(current)
        title = shown.get(current, current)
        role = role_of(title)
        if heading_of(title) or (role and (role != "body" or current == name)):
            return title
        current = parents.get(current, "")
    return shown.get(name, name)


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
        writing.after.append(_box(box, writing))
        return ""
    address = attribute(image, "href") if image is not None else ""
    if not address:
        writing.dropped.add("an embedded object")
        return ""
    alt = text_of(_child(element, "desc")) or text_of(_child(element, "title"))
    described = f' alt="{entities.escape(alt)}"' if alt else ""
    return f'<img src="{entities.escape(address)}"{described}/>'


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


def _list(element: Any, writing: Writing) -> Iterator[str]:
    ordered = attribute(element, "style-name") in writing.styles.numbered
    items = (e for e in element if local_name(e) in ("list-item", "list-header"))
    inside = "".join(f"<li>{''.join(_blocks(item, writing))}</li>" for item in items)
    inside = re.sub(r"<li><p>((?:(?!</?p>).)*)</p></li>", r"<li>\1</li>", inside)
    yield f"<ol>{inside}</ol>" if ordered else f"<ul>{inside}</ul>"


def _cell(cell: Any, tag: str, writing: Writing) -> str:
    spans = ""
    for name in ("columns", "rows"):
        span = attribute(cell, f"number-{name}-spanned")
        if span not in ("", "1"):
            spans += f' {name[:3]}span="{entities.escape(span)}"'
    inside = "".join(_blocks(cell, writing))
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", inside, re.DOTALL)
    return f"<{tag}{spans}>{alone[1] if alone else inside}</{tag}>"


def _table(element: Any, writing: Writing) -> Iterator[str]:
    rows = []
    for row in element.iter():
        if local_name(row) != "table-row":
            continue
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
}


def _blocks(parent: Any, writing: Writing) -> Iterator[str]:
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
    return "\n".join((*_blocks(text, writing), *writing.notes))
