"""From the text of an OpenDocument file to HTML whose paragraphs carry their roles."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from newsbook.readers.documents.styles import heading_of, role_of
from newsbook.readers.markup import escaped
from newsbook.safexml import local_name, text_of

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


@dataclass(slots=True)
class Writing:
    """What is gathered while a text is written out: its notes, and what was left out."""

    styles: Styles
    notes: list[str] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    after: list[str] = field(default_factory=list)
    depth: int = 0


def _get(element: Any, name: str) -> str:
    """Return an attribute by its local name."""
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), "")


def _marks(style: Any) -> tuple[str, ...]:
    """Return the tags for the text properties of a style."""
    found = []
    for properties in style:
        if local_name(properties) != "text-properties":
            continue
        if _get(properties, "font-style") in ("italic", "oblique"):
            found.append("em")
        if _get(properties, "font-weight") in ("bold", "600", "700", "800", "900"):
            found.append("strong")
        position = _get(properties, "text-position")
        if position.startswith("super") or re.match(r"[1-9]", position):
            found.append("sup")
        elif position.startswith(("sub", "-")):
            found.append("sub")
        if _get(properties, "text-line-through-style") not in ("", "none"):
            found.append("s")
        if _get(properties, "text-underline-style") not in ("", "none"):
            found.append("u")
        if _get(properties, "font-variant") == "small-caps":
            found.append('span class="smallcaps"')
    return tuple(found)


def style_names(*roots: Any | None) -> Styles:
    """Return the styles of `content.xml` and `styles.xml`."""
    shown: dict[str, str] = {}
    parents: dict[str, str] = {}
    marks: dict[str, tuple[str, ...]] = {}
    numbered = set()
    for root in roots:
        for style in root.iter() if root is not None else ():
            name = _get(style, "name") if local_name(style) in ("style", "list-style") else ""
            if not name:
                continue
            if local_name(style) == "list-style":
                first = next((e for e in style if local_name(e).startswith("list-level")), None)
                if first is not None and local_name(first) == "list-level-style-number":
                    numbered.add(name)
                continue
            shown.setdefault(name, _get(style, "display-name") or name.replace("_20_", " "))
            parents.setdefault(name, _get(style, "parent-style-name"))
            if _get(style, "family") == "text":
                marks.setdefault(name, _marks(style) or _named_marks(shown[name]))
    return Styles({n: _meant(n, shown, parents) for n in shown}, marks, frozenset(numbered))


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
        if role_of(title) or heading_of(title):
            return title
        current = parents.get(current, "")
    return shown.get(name, name)


# ---------------------------------------------------------------- inlines
def _inlines(element: Any, writing: Writing) -> str:
    made = [escaped(element.text)]
    for inner in element:
        made.append(_inline(inner, writing))
        made.append(escaped(inner.tail))
    return "".join(made)


def _inline(element: Any, writing: Writing) -> str:
    name = local_name(element)
    if name in _DROPPED:
        if _DROPPED[name]:
            writing.dropped.add(_DROPPED[name])
        return ""
    if name == "s":
        count = _get(element, "c")
        return " " * (int(count) if count.isdigit() and len(count) < 4 else 1)
    if name in ("tab", "line-break"):
        return "\t" if name == "tab" else "<br/>"
    if name == "note":
        return _note(element, writing)
    if name == "frame":
        return _frame(element, writing)
    inside = _inlines(element, writing)
    if name == "a":
        return f'<a href="{entities.escape(_get(element, "href"))}">{inside}</a>'
    if name == "ruby":
        base, reading = (_child(element, n) for n in ("ruby-base", "ruby-text"))
        return f"<ruby>{escaped(text_of(base))}<rt>{escaped(text_of(reading))}</rt></ruby>"
    for tag in writing.styles.marks.get(_get(element, "style-name"), ()) if name == "span" else ():
        inside = f"<{tag}>{inside}</{tag.partition(' ')[0]}>"
    return inside


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
    address = _get(image, "href") if image is not None else ""
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
    inside = _inlines(element, writing)
    after, writing.after = writing.after, []
    style = writing.styles.names.get(_get(element, "style-name"), _get(element, "style-name"))
    level = heading_of(style)
    role = role_of(style)
    stated = _get(element, "outline-level")
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
    ordered = _get(element, "style-name") in writing.styles.numbered
    items = (e for e in element if local_name(e) in ("list-item", "list-header"))
    inside = "".join(f"<li>{''.join(_blocks(item, writing))}</li>" for item in items)
    inside = re.sub(r"<li><p>((?:(?!</?p>).)*)</p></li>", r"<li>\1</li>", inside)
    yield f"<ol>{inside}</ol>" if ordered else f"<ul>{inside}</ul>"


def _cell(cell: Any, tag: str, writing: Writing) -> str:
    spans = ""
    for name, attribute in (("number-columns-spanned", "colspan"),
                            ("number-rows-spanned", "rowspan")):  # fmt: skip
        if _get(cell, name) not in ("", "1"):
            spans += f' {attribute}="{entities.escape(_get(cell, name))}"'
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
            if name in _MAKERS:
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
