"""From NITF 3.x (News Industry Text Format) to an Article.

https://iptc.org/std/NITF/3.6/documentation/nitf-documentation.html
"""

from __future__ import annotations

import copy
import html as entities
import mimetypes
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

from lxml import etree

from newsbook.model import Article, Person, Rights
from newsbook.readers.fields import Fields, same_text
from newsbook.readers.items import Item, article_of_item, dateline_of
from newsbook.readers.markup import Player, Shot, body_of_markup, inlines_of_markup
from newsbook.readers.news.mending import mend, parsed
from newsbook.readers.news.xml import (
    attribute,
    child,
    descend,
    inner,
    language_of,
    spaced,
    tree_of,
)
from newsbook.readers.people import people, split_names
from newsbook.readers.source import Source
from newsbook.safexml import local_name
from newsbook.world import World

__all__ = ["is_kicker", "item_of_nitf", "markup_of_content", "read"]

_TAGS = {
    "hl2": "h2", "hl1": "h1", "block": "div", "bq": "blockquote", "fn": "span", "datasource": "p",
    "lang": "span", "nitf-table": "div", "body.content": "div", "body.end": "div",
    "tagline": "div", "bibliography": "p", "nitf-col": "col", "nitf-colgroup": "colgroup",
}  # fmt: skip
_DROPPED = ("nitf-table-metadata", "media-metadata", "alt-code", "custom-table", "alt-lang")
_MEDIA = {"video": "video", "audio": "audio"}


# ---------------------------------------------------------------- text
def _width(reference: Any) -> int:
    digits = re.sub(r"\D", "", attribute(reference, "width"))
    return int(digits[:6]) if digits else 0


def _enclosed(media: Any, reference: Any | None) -> str:
    """Return the address of a picture whose bytes are in the item; `""` for none."""
    found = child(media, "media-object")
    data = "".join((found.text or "").split()) if found is not None else ""
    kind = attribute(reference, "mime-type")
    if not data or attribute(found, "encoding").lower() != "base64" or "image/" not in kind:
        return ""
    return f"data:{kind};base64,{data}"


def _medium(media: Any) -> str:
    """Return the markup of a `media` element."""
    references = [
        r for r in descend(media, "media-reference") if attribute(r, "source", "data-location")
    ]
    best = max(references, key=_width, default=child(media, "media-reference"))
    address = attribute(best, "source", "data-location") or _enclosed(media, best)
    if not address:
        return inner(child(media, "media-caption"))
    caption = " ".join(inner(c).strip() for c in descend(media, "media-caption"))
    caption = re.sub(r"^\s*<p>(.*?)</p>\s*$", r"\1", caption, flags=re.DOTALL)
    credit = entities.escape(spaced(child(media, "media-producer")), quote=False)
    kind = attribute(media, "media-type").lower()
    if kind in _MEDIA:
        title = attribute(best, "alternate-text")
        return Player(address, kind, title, caption=caption, credit=credit).markup()
    stated = attribute(best, "mime-type") or mimetypes.guess_type(address)[0] or "image/"
    if not stated.startswith("image/"):
        return f'<p><a href="{entities.escape(address)}">{caption or address}</a></p>'
    alt = attribute(best, "alternate-text") or attribute(best, "name")
    return Shot(address, alt, caption, credit).markup()


def _embed(parent: Any, element: Any, markup: str) -> None:
    """Put `markup` (of one or two elements) in the place of `element`."""
    holder = parsed(markup)
    holder.tail = element.tail
    parent.replace(element, holder)


def _prepare(content: Any) -> None:
    """Give the elements that HTML does not have their nearest equivalent, in place."""
    for media in [e for e in content.iter() if local_name(e) == "media"]:
        if media.getparent() is not None:
            _embed(media.getparent(), media, _medium(media))
    for element in list(content.iter()):
        name = local_name(element)
        if name in _DROPPED and element.getparent() is not None:
            etree.strip_elements(element.getparent(), element.tag, with_tail=False)
        elif name == "virtloc" and element.get("value"):
            element.tag = "a"
            element.set("href", element.get("value"))
        elif name == "lang" and element.get("iso"):
            element.set("lang", element.get("iso"))
        elif name == "frac-den" and local_name(element.getprevious()) == "frac-num":
            element.text = f"/{element.text or ''}"
        elif name == "bq":
            for credit in list(element):
                if local_name(credit) == "credit":
                    credit.tag = "footer"
        elif name == "tagline":
            element.set("class", "tagline")


def markup_of_content(content: Any | None) -> str:
    """Return a `body.content` as HTML."""
    if content is None:
        return ""
    mend(content)
    _prepare(content)
    return inner(content, _TAGS)


# ---------------------------------------------------------------- fields
def _byline(head: Any | None) -> tuple[Person, ...] | str:
    """Return the people of the bylines: `By <person>A</person> <byttl>Writer</byttl>`."""
    found: list[Person] = []
    for byline in descend(head, "byline"):
        names = [n for p in descend(byline, "person") for n in split_names(spaced(p)) if n]
        titles = "; ".join(spaced(t) for t in descend(byline, "byttl"))
        orgs = "; ".join(spaced(o) for o in byline if local_name(o) == "org")
        label = spaced(byline).partition(names[0])[0] if names else ""
        role = people(f"{label} {names[0]}")[0].role if label.strip() else "aut"
        told = people(names, role=role) if names else people(_untitled(byline))
        belonging = titles or (orgs if names else "") or None
        found += [replace(p, affiliation=p.affiliation or belonging) for p in told]
    return tuple(found) or ""


def _untitled(byline: Any) -> str:
    """Return the text of a byline without that of its titles."""
    copied = copy.deepcopy(byline)
    for title in list(descend(copied, "byttl")):
        title.text = ""
        title[:] = []
    lines = [text for line in copied if local_name(line) == "p" and (text := spaced(line))]
    return "; ".join(lines) or spaced(copied)


def _dateline(head: Any | None) -> str:
    """Return the text of the dateline, with commas between the parts of its place."""
    dateline = next(descend(head, "dateline"), None)
    if dateline is None:
        return ""
    copied = copy.deepcopy(dateline)
    for location in descend(copied, "location"):
        parts = list(location)
        for part, after in pairwise(parts):
            if not (part.tail or "").strip() and spaced(after):
                part.tail = ", "
    return spaced(copied)


def _headings(head: Any | None, root: Any) -> tuple[str, str, str]:
    """Return the markup of headline, deck and kicker."""
    main = next(descend(head, "hl1"), None)
    headline = inner(main) or entities.escape(spaced(child(root, "head", "title")))
    second = [
        e for e in descend(head, "hl2")
        if spaced(e) and "original" not in attribute(e, "id").lower()
        and not same_text(spaced(e), spaced(main))
    ]  # fmt: skip
    if second and main is not None and is_kicker(spaced(second[0]), spaced(main)):
        return headline, " ".join(inner(e) for e in second[1:]), inner(second[0])
    return headline, " ".join(inner(e) for e in second), ""


def is_kicker(text: str, headline: str) -> bool:
    """Whether a second headline is a topic in capitals over the headline."""
    return text.isupper() and not headline.isupper() and len(text.split()) <= 4


def _rights(root: Any) -> Rights:
    docdata = child(root, "head", "docdata")
    copyright_ = child(docdata, "doc.copyright")
    holder, year = attribute(copyright_, "holder"), attribute(copyright_, "year")[:4]
    owner = attribute(child(docdata, "doc.rights"), "owner")
    stated = next(descend(child(root, "body", "body.head"), "rights"), None)
    own = child(docdata, "doc.rights")
    limits = [
        spaced(e) for name in ("rights.limitations", "rights.geography")
        for e in descend(stated, name)
    ]  # fmt: skip
    limits += [attribute(own, "limitations"), attribute(own, "geography")]
    notes = [n for n in descend(root, "note") if attribute(n, "noteclass") == "cpyrt"]
    said = [spaced(child(n, "body.content") if child(n, "body.content") is not None else n)
            for n in notes]  # fmt: skip
    notice = next(filter(None, said), "") or (
        f"© {year} {holder}".replace("  ", " ") if holder else ""
    )
    usage = " ".join(filter(None, limits)) or None
    return Rights(notice.strip() or None, holder or owner or None, usage)


def _is_for_editors(note: Any) -> bool:
    return attribute(note, "type") == "npa" or attribute(note, "noteclass") == "editorsnote"


def _notes(root: Any, content: Any | None) -> tuple[list[Any], str]:
    """Return the notes to print, and what is said to editors alone."""
    printed, editors = [], []
    for message in descend(root, "ed-msg"):
        editors.append(attribute(message, "info") or spaced(message))
    for note in list(descend(content, "note")):
        if _is_for_editors(note) and note.getparent() is not None:
            editors.append(spaced(note))
            note[:], note.text = [], ""
    for note in descend(child(root, "body", "body.head"), "note"):
        kind = attribute(note, "noteclass")
        if kind == "cpyrt":
            continue
        if _is_for_editors(note):
            editors.append(spaced(note))
        else:
            printed.append(note)
    return printed, " ".join(filter(None, editors))


def _content(root: Any) -> Any | None:
    """Return the element of the text: `body.content`, or the body without head and end."""
    body = child(root, "body")
    content = child(body, "body.content")
    if body is None or content is not None:
        return content
    copied = copy.deepcopy(body)
    for part in [e for e in copied if local_name(e) in ("body.head", "body.end")]:
        copied.remove(part)
    return copied


def item_of_nitf(root: Any, source: Source, world: World) -> Item:
    """Return what the `nitf` element `root` says of its article."""
    head, docdata = child(root, "body", "body.head"), child(root, "head", "docdata")
    content, end = _content(root), child(root, "body", "body.end")
    headline, deck, kicker = _headings(head, root)
    dateline = next(descend(head, "dateline"), None)
    story = next(descend(dateline, "story.date"), None)
    printed, editors = _notes(root, content)
    notes = "".join(markup_of_content(note) for note in printed)
    rights = _rights(root)
    pubdata = child(root, "head", "pubdata")
    fields = Fields(
        headline=inlines_of_markup(headline),
        deck=inlines_of_markup(deck),
        kicker=inlines_of_markup(kicker),
        byline=_byline(head),
        dateline=dateline_of(_dateline(head)),
        published=attribute(child(docdata, "date.issue"), "norm") or attribute(story, "norm")
        or attribute(pubdata, "date.publication"),
        language=language_of(content, child(root, "body")) or attribute(root, "baselang") or None,
        source=spaced(next(descend(head, "distributor"), None)) or rights.holder
        or attribute(pubdata, "name"),
        rights=rights,
        note=body_of_markup(notes, source, world, exact=False),
        keywords=tuple(attribute(k, "key") for k in descend(docdata, "keyword")),
        status=attribute(docdata, "management-status"),
        embargo=attribute(child(docdata, "date.release"), "norm"),
    )  # fmt: skip
    text = markup_of_content(content)
    if end is not None:
        for tagline in descend(end, "tagline"):
            text += f'<p class="signature">{inner(tagline)}</p>'
        for sources in descend(end, "bibliography"):
            text += f'<p class="source-line">{inner(sources)}</p>'
    abstract = spaced(next(descend(head, "abstract"), None))
    return Item(text, fields, abstract=abstract, editors=editors)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the articles of a NITF file (one, in practice)."""
    root = tree_of(source, world)
    if root is None:
        return ()
    roots = [root] if local_name(root) == "nitf" else list(descend(root, "nitf"))
    if not roots:
        world.diagnostics.error(
            "malformed-source", f"this is no NITF: its root is {local_name(root)!r}",
            where=source.at(),
        )  # fmt: skip
    return tuple(
        article_of_item(item_of_nitf(r, source, world), source, world, "nitf") for r in roots
    )
