"""From the metadata of a NewsML-G2 item to the fields of its article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from newsbook.model import Person, Rights
from newsbook.readers.fields import Fields
from newsbook.readers.items import dateline_of
from newsbook.readers.markup import inlines_of_markup
from newsbook.readers.news.xml import (
    attribute,
    child,
    descend,
    in_language,
    inner,
    language_of,
    last_word,
    spaced,
)
from newsbook.readers.people import people
from newsbook.safexml import children, local_name

__all__ = [
    "WITHDRAWN", "by_role", "class_of", "embargo_of", "fields_of", "is_login", "language_stated",
    "name_of", "status_of",
]  # fmt: skip

_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+")
# What a role of a creator or contributor says, and the role it is; others are not in bylines.
_ROLES = (
    ("descr", None), ("photo", "pht"), ("camera", "pht"), ("illustrat", "ill"), ("graphic", "ill"),
    ("translat", "trl"), ("writer", "aut"), ("author", "aut"), ("report", "aut"),
    ("journalist", "aut"), ("correspondent", "aut"), ("byline", "aut"),
)  # fmt: skip
WITHDRAWN = frozenset(
    "kill killed withdraw withdrawn retract retracted retraction takedown cancel canceled delete"
    .split()
)  # fmt: skip


def name_of(element: Any | None) -> str:
    """Return what a property is called: its name, its literal, or the end of its QCode."""
    if element is None:
        return ""
    named = spaced(next(iter(in_language(children(element, "name"), language_of(element))), None))
    return named or attribute(element, "literal") or last_word(attribute(element, "qcode", "uri"))


def class_of(item: Any) -> str:
    """Return the class of an item: `text`, `picture`, `video`..."""
    stated = attribute(child(item, "itemMeta", "itemClass"), "qcode", "uri")
    return last_word(stated).lower()


def by_role(elements: Iterable[Any], *roles: str) -> str:
    """Return the markup of the first element whose role contains one of `roles`."""
    for element in elements:
        role = attribute(element, "role").lower()
        if any(word in role for word in roles):
            return inner(element)
    return ""


def is_login(name: str) -> bool:
    """Whether a name is that of an account or the initials of a desk."""
    return " " not in name and (name.islower() or "." in name or (name.isupper() and len(name) < 5))


def _role(maker: Any) -> str | None:
    """Return the role of who made an item; None for those a byline does not name."""
    stated = last_word(attribute(maker, "role")).lower()
    if not stated:
        return "aut" if local_name(maker) == "creator" else None
    return next((role for word, role in _ROLES if word in stated), None)


def _makers(meta: Any, known: set[str]) -> tuple[Person, ...]:
    """Return the people who made an item; `known` are the names of its sources."""
    found: list[Person] = []
    for maker in (c for c in meta if local_name(c) in ("creator", "contributor")):
        name, role = spaced(child(maker, "name")) or attribute(maker, "literal"), _role(maker)
        kind = last_word(attribute(maker, "type")).lower()
        body = kind in ("organisation", "org") or child(maker, "organisationDetails") is not None
        coded = attribute(maker, "qcode").startswith(("nprov:", "prov:"))
        if role is None or body or coded or is_login(name) or name.casefold() in known:
            continue
        belonging = name_of(next(descend(maker, "affiliation"), None)) or None
        found += [
            replace(p, affiliation=p.affiliation or belonging) for p in people(name, role=role)
        ]
    return tuple(found)


def _byline(
    meta: Any, known: set[str], language: str | None
) -> tuple[str, ...] | tuple[Person, ...]:
    stated = tuple(
        text for by in in_language(children(meta, "by"), language) if (text := spaced(by))
    )
    return stated or _makers(meta, known)


def _rights(item: Any) -> Rights:
    info = child(item, "rightsInfo")
    holder = child(info, "copyrightHolder")
    return Rights(
        notice=spaced(child(info, "copyrightNotice")) or None,
        holder=name_of(holder) or None,
        usage=" ".join(spaced(t) for t in descend(info, "usageTerms")) or None,
        licence=attribute(child(info, "link"), "href") or None,
    )


def _sources(meta: Any, management: Any | None) -> list[str]:
    """Return the names of where an item comes from, those that are no addresses first."""
    provider = child(management, "provider")
    found = [name_of(provider), *(name_of(info) for info in children(meta, "infoSource"))]
    found.append(spaced(child(meta, "creditline")).rstrip(" -–—"))
    return sorted(filter(None, found), key=lambda name: _SITE.fullmatch(name) is not None)


def status_of(management: Any | None) -> str:
    """Return the status of an item; a signal that it is withdrawn counts more."""
    signals = (last_word(attribute(s, "qcode", "uri")) for s in descend(management, "signal"))
    withdrawn = next((signal for signal in signals if signal.lower() in WITHDRAWN), "")
    return withdrawn or last_word(attribute(child(management, "pubStatus"), "qcode", "uri"))


def language_stated(item: Any) -> str | None:
    """Return the language an item says its content is in."""
    return attribute(child(item, "contentMeta", "language"), "tag") or language_of(item)


def _address(management: Any | None) -> str | None:
    """Return the address where an item is published."""
    links = descend(management, "link")
    found = (attribute(e, "href") for e in links if attribute(e, "rel").endswith("canonical"))
    return next(found, None)


def embargo_of(management: Any | None) -> str:
    """Return the embargo of an item; an empty one holds until further notice."""
    element = child(management, "embargoed")
    return "" if element is None else spaced(element) or "further notice"


def fields_of(item: Any) -> Fields:
    """Return what the metadata of an item says of its article."""
    meta, management = child(item, "contentMeta"), child(item, "itemMeta")
    nowhere = item.makeelement("none")
    meta = nowhere if meta is None else meta
    headlines = in_language(children(meta, "headline"), language_stated(item))
    sources = _sources(meta, management)
    plain = [h for h in headlines if not attribute(h, "role")]
    main = inner(plain[0]) if plain else by_role(headlines, "main", "title")
    title = main or (inner(headlines[0]) if headlines else "")
    version = spaced(child(management, "versionCreated"))
    return Fields(
        headline=inlines_of_markup(title),
        kicker=inlines_of_markup(by_role(headlines, "kicker", "over", "top")),
        deck=inlines_of_markup(by_role(headlines, "sub", "deck")),
        byline=_byline(meta, {name.casefold() for name in sources}, language_stated(item)),
        dateline=dateline_of(spaced(next(iter(in_language(
            children(meta, "dateline"), language_stated(item))), None))),
        published=spaced(child(meta, "contentCreated"))
        or spaced(child(management, "firstCreated")) or version,
        modified=spaced(child(meta, "contentModified")) or version,
        language=language_stated(item),
        source=sources[0] if sources else None,
        url=_address(management),
        rights=_rights(item),
        keywords=tuple(spaced(k) for k in children(meta, "keyword")),
        status=status_of(management),
        embargo=embargo_of(management),
    )  # fmt: skip
