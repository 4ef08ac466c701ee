"""From the markup of a document whose paragraphs carry roles as classes to an Item.

Paragraphs of class `nb-<role>` become fields or keep their role; see `styles.ROLES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from newsbook.content import Block
from newsbook.readers.fields import Fields, squeeze
from newsbook.readers.items import Item, dateline_of
from newsbook.readers.markup import body_of_markup, inlines_of_markup
from newsbook.readers.pagetree import parse_page, serialise
from newsbook.readers.source import Source
from newsbook.world import World

__all__ = ["Properties", "item_of_document"]

_FIELDS = ("headline", "deck", "kicker", "byline", "dateline", "date", "source", "note", "editors")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a document says of itself outside its text (Dublin Core)."""

    title: str = ""
    creator: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    created: str = ""
    modified: str = ""
    rights: str = ""
    source: str = ""


def _inside(element: Any) -> str:
    """Return the markup inside `element`."""
    html = serialise(element)
    return html[html.index(">") + 1 : html.rindex("<")] if "</" in html else ""


def _is_apart(paragraph: Any) -> bool:
    """Whether text stands before a paragraph, in the same part of the document."""
    return any(squeeze(e.text_content()) for e in paragraph.itersiblings(preceding=True))


def _taken(tree: Any) -> dict[str, list[str]]:
    """Take the paragraphs that are fields out of the text; return their markup by role."""
    found: dict[str, list[str]] = {}
    for paragraph in list(tree.iter("p")):
        classes = (paragraph.get("class") or "").split()
        role = next((c.removeprefix("nb-") for c in classes if c.startswith("nb-")), None)
        if role not in _FIELDS or paragraph.getparent() is None:
            continue
        if role == "headline" and role in found and _is_apart(paragraph):
            paragraph.tag = "h2"
            del paragraph.attrib["class"]
            continue
        image = next(paragraph.iter("img"), None)
        if image is None and squeeze(paragraph.text_content()):
            found.setdefault(role, []).append(_inside(paragraph))
        if image is None:
            paragraph.drop_tree()
    return found


def _first_heading(tree: Any) -> str:
    """Return the markup of the headline, taken out of the text: its only first-level heading, or a
    heading that opens it.
    """
    found = [e for e in tree.iter("h1") if squeeze(e.text_content())]
    opening = next((e for e in tree.find("body").iter("h1", "h2", "p")
                    if squeeze(e.text_content())), None)  # fmt: skip
    if len(found) != 1:
        found = [] if opening is None or opening.tag == "p" else [opening]
    if not found:
        return ""
    html = _inside(found[0])
    found[0].drop_tree()
    return html


def _unlined(tree: Any) -> None:
    """Take lines from under links: a book marks these in its own way."""
    for line in list(tree.iter("u")):
        links = list(line.iter("a"))
        inside = "".join(a.text_content() for a in links)
        outer = line.getparent()
        if outer.tag == "a" or (links and inside == line.text_content()):
            line.drop_tag()


def _plain(html: str) -> str:
    return squeeze(parse_page(html).text_content()) if "<" in html or "&" in html else html


def item_of_document(
    html: str, properties: Properties, source: Source, world: World, *, inferred: Mapping[str, str]
) -> Item:
    """Return the article of a document's text and its properties.

    `inferred` names the fields whose values in `properties` are weak, with their rules.
    """
    tree = parse_page(html)
    _unlined(tree)
    taken = _taken(tree)
    heading = "" if "headline" in taken else _first_heading(tree)
    first = {role: _plain(texts[0]) for role, texts in taken.items()}
    rules = [("headline", "format: title property")] if not (heading or "headline" in taken) else []
    note: tuple[Block, ...] = ()
    if "note" in taken:
        paragraphs = "".join(f"<p>{text}</p>" for text in taken["note"])
        note = body_of_markup(paragraphs, source, world, exact=False)
    fields = Fields(
        headline=inlines_of_markup(" ".join(taken.get("headline", [])) or heading)
        or properties.title,
        deck=inlines_of_markup(" ".join(taken.get("deck", []))),
        kicker=inlines_of_markup(" ".join(taken.get("kicker", []))),
        byline=tuple(_plain(text) for text in taken.get("byline", [])),
        dateline=dateline_of(first.get("dateline")),
        published=first.get("date"),
        language=properties.language or None,
        source=first.get("source") or properties.source,
        note=note,
        keywords=properties.keywords,
        rules=tuple(rules),
    )
    editors = " ".join(_plain(text) for text in taken.get("editors", []))
    weak = replace(properties, title="")
    return Item(
        serialise(tree.find("body")), fields, editors=editors,
        fallback=Fields(
            byline=weak.creator, published=weak.created or None, modified=weak.modified or None,
            rules=tuple(inferred.items()),
        ),
    )  # fmt: skip
