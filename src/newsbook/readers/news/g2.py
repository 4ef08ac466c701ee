"""From NewsML-G2 (newsItem, newsMessage, packageItem) to Articles.

https://iptc.org/std/NewsML-G2/guidelines/. Picture items that came in the same message belong to
the text items that link to them, or to the only text item.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newsbook.model import Article
from newsbook.readers.absence import ITEM
from newsbook.readers.fields import Fields
from newsbook.readers.items import Item, article_of_item
from newsbook.readers.markup import escaped, inlines_of_markup
from newsbook.readers.news.furniture import item_of_page
from newsbook.readers.news.g2fields import (
    class_of,
    embargo_of,
    fields_of,
    language_stated,
    name_of,
    status_of,
)
from newsbook.readers.news.g2media import (
    PICTURES,
    PLAYED,
    is_medium,
    players_of,
    say_unreachable,
    shots_of,
    shown,
)
from newsbook.readers.news.nested import completed, stricter, written
from newsbook.readers.news.nitf import item_of_nitf, markup_of_content
from newsbook.readers.news.xml import (
    attribute,
    child,
    descend,
    in_language,
    spaced,
    tree_of,
)
from newsbook.readers.source import Source
from newsbook.safexml import children, local_name
from newsbook.slugs import ascii_slug
from newsbook.world import World

__all__ = ["read"]

_TEXT = frozenset({"p", "div", "h1", "h2", "ul", "ol", "table", "blockquote", "pre", "section"})
_OTHERS = {
    "conceptItem": "a concept (a person, a place, a subject)",
    "knowledgeItem": "a list of concepts",
    "planningItem": "a plan of coverage",
    "catalogItem": "a catalogue of vocabularies",
}


def _inline(part: Any, source: Source, world: World) -> Item:
    """Return what an `inlineXML` element says."""
    root = next(iter(part), None)
    if root is None:
        return written(part.text or "", source, world)
    if local_name(root) == "nitf":
        return item_of_nitf(root, source, world)
    if local_name(root) in ("body.content", "body"):
        return Item(markup_of_content(root), Fields())
    body = next(descend(part, "body"), None)
    if body is None and not any(local_name(e) in _TEXT for e in part.iter()):
        return Item("", Fields())  # results of matches, data: no story
    return item_of_page(body if body is not None else part)


def _text(item: Any, source: Source, world: World) -> Item:
    """Return what the content of a news item says: in its language, in the richest rendition."""
    content = child(item, "contentSet")
    for name in ("inlineXML", "inlineData"):
        for part in in_language(descend(content, name), language_stated(item)):
            found = (
                _inline(part, source, world) if len(part)
                else written(part.text or "", source, world)
            )  # fmt: skip
            if found.html.strip():
                return found
    return Item("", Fields())


def _item(item: Any, source: Source, world: World, media: dict[str, Any], *, alone: bool) -> Item:
    meta, management = child(item, "contentMeta"), child(item, "itemMeta")
    described = [] if meta is None else list(children(meta, "description"))
    located = None if meta is None else next(children(meta, "located"), None)
    outer = Item(
        "",
        fields_of(item),
        shots=shots_of(
            item, {k: m for k, m in media.items() if class_of(m) in PICTURES}, alone=alone
        ),
        players=players_of(
            item, {k: m for k, m in media.items() if class_of(m) in PLAYED}, alone=alone
        ),
        abstract=spaced(next((d for d in described if "summary" in attribute(d, "role")), None)),
        editors=" ".join(spaced(n) for n in descend(management, "edNote")),
        place=name_of(located),
        line=item.sourceline,
    )
    whole = completed(outer, _text(item, source, world))
    if whole.fields.headline:
        return whole
    title = escaped(spaced(child(management, "title")) or spaced(child(meta, "slugline")))
    return replace(whole, fields=replace(whole.fields, headline=inlines_of_markup(title)))


def _ordered(root: Any, texts: list[Any]) -> list[Any]:
    """Return the text items in the order in which a package of the file lists them."""
    refs = [attribute(ref, "residref") for ref in descend(root, "itemRef")]
    places = {name: place for place, name in reversed(list(enumerate(refs)))}
    return sorted(texts, key=lambda text: places.get(attribute(text, "guid"), len(refs)))


def _held(root: Any, text: Any, fields: Fields) -> Fields:
    """Return the fields of a text item with the status and embargo of the package that lists it."""
    name = attribute(text, "guid")
    for package in (e for e in root.iter() if local_name(e) == "packageItem"):
        if name and any(attribute(ref, "residref") == name for ref in descend(package, "itemRef")):
            management = child(package, "itemMeta")
            fields = replace(
                fields, status=stricter(fields.status, status_of(management)),
                embargo=fields.embargo or embargo_of(management),
            )  # fmt: skip
    return fields


def _say_none(root: Any, media: dict[str, Any], source: Source, world: World) -> None:
    """Say what a file without a text item holds, and the next step."""
    films = {class_of(i) for i in media.values()} & PLAYED
    name, hint = local_name(root), ITEM.hint
    refs = [e for e in root.iter() if local_name(e) == "itemRef"]
    titles = [title for ref in refs if (title := spaced(child(ref, "title")))]
    if media:
        held = "films or recordings only" if films else "pictures only"
    elif refs:
        listed = ": " + "; ".join(titles[:3]) if titles else ""
        held = f"a package of {len(refs)} items that are not in it{listed}"
        hint = "list the items themselves, or ask for the package with its items"
    elif name in _OTHERS:
        held, hint = f"{_OTHERS[name]}, no story", "take it out of the contents"
    else:
        held = f"no news item (its root is {name!r})"
    world.diagnostics.error("empty-article", f"the file holds {held}", where=source.at(), hint=hint)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the text items of a NewsML-G2 file, with the pictures that came with them."""
    root = tree_of(source, world)
    if root is None:
        return ()
    every = [e for e in root.iter() if local_name(e) == "newsItem"]
    media = {attribute(i, "guid"): i for i in every if is_medium(i)}
    texts = [i for i in every if not is_medium(i)]
    if not texts:
        _say_none(root, media, source, world)
        return ()
    say_unreachable(root, source, world)
    media = shown(media, source, world)
    articles = []
    for text in _ordered(root, texts):
        item = _item(text, source, world, media, alone=len(texts) == 1)
        slug = ascii_slug(attribute(text, "guid")) if len(texts) > 1 else None
        fields = _held(root, text, replace(item.fields, slug=slug))
        item = replace(item, fields=fields)
        articles.append(article_of_item(item, source, world, "newsml-g2"))
    return tuple(articles)
