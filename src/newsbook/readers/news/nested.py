"""From a news item and the text inside it, which may have fields of its own, to one item.

NewsML and ninjs hold NITF or a page of XHTML; what the outer format leaves unsaid, these may say.
"""

from __future__ import annotations

from dataclasses import replace

from newsbook.model import Rights
from newsbook.readers.fields import Fields
from newsbook.readers.gates import USABLE
from newsbook.readers.items import Item
from newsbook.readers.markup import markup_of_text
from newsbook.readers.news.furniture import cleared
from newsbook.readers.news.nitf import item_of_nitf
from newsbook.readers.news.xml import descend
from newsbook.readers.source import Source
from newsbook.safexml import RefusedXMLError, local_name, parse_xml
from newsbook.world import World

__all__ = ["completed", "stricter", "written"]

_FILLED = (
    "headline", "kicker", "deck", "byline", "dateline", "published", "language", "source", "url",
    "note", "keywords", "embargo",
)  # fmt: skip


def written(text: str, source: Source, world: World) -> Item:
    """Return what a text says: NITF as it is written, else HTML or plain text."""
    if text.lstrip().startswith(("<?xml", "<nitf", "<!DOCTYPE nitf")):
        try:
            root = parse_xml(text.encode("utf-8", "replace"))
        except RefusedXMLError:
            return cleared(markup_of_text(text))
        nitf = root if local_name(root) == "nitf" else next(descend(root, "nitf"), None)
        if nitf is not None:
            return item_of_nitf(nitf, source, world)
    return cleared(markup_of_text(text))


def stricter(outer: str | None, inner: str | None) -> str | None:
    """Return the status that forbids, where one of two does."""
    return outer if (outer or "").lower() not in USABLE else inner or outer


def _rights(outer: Rights, inner: Rights) -> Rights:
    terms = dict.fromkeys(filter(None, (outer.usage, inner.usage)))
    return Rights(
        outer.notice or inner.notice,
        outer.holder or inner.holder,
        " ".join(terms) or None,
        outer.licence or inner.licence,
    )


def completed(item: Item, inside: Item) -> Item:
    """Return `item` with the text of `inside`, and its fields where `item` has none."""
    own, other = item.fields, inside.fields
    filled = {n: getattr(other, n) for n in _FILLED if not getattr(own, n) and getattr(other, n)}
    fields: Fields = replace(
        own, **filled, status=stricter(own.status, other.status),
        rights=_rights(own.rights, other.rights),
    )  # fmt: skip
    notes = dict.fromkeys(note for note in (item.editors, inside.editors) if note)
    return replace(
        item, html=inside.html, fields=fields, abstract=item.abstract or inside.abstract,
        editors=" ".join(notes),
    )  # fmt: skip
