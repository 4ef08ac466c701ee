"""From what a format says of an article in fields and markup to an Article.

The formats whose text is markup all end here: what the text repeats of the fields is taken out of
it, pictures that stand in fields are put before it, and notes to editors and terms of use are
reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import unquote, urlsplit

from newsbook.content import Block, Divider, Figure, Inline, Paragraph, Picture, Text
from newsbook.model import Article, Dateline, Decision, Person, SourceBlock
from newsbook.readers.captions import as_figures
from newsbook.readers.credits import credited
from newsbook.readers.cutting import cut_body
from newsbook.readers.datelines import Found, parse_dateline
from newsbook.readers.dates import iso_date
from newsbook.readers.embedded import data_url, take_pictures
from newsbook.readers.exports.components import opened_components
from newsbook.readers.fields import (
    NO_LANGUAGE,
    Fields,
    Reading,
    build,
    language_tag,
    persons,
    same_text,
    squeeze,
)
from newsbook.readers.languages import infer_language
from newsbook.readers.leads import (
    SHORT,
    Lead,
    flush,
    take_lead,
    take_notes,
    take_place,
    tell_labels,
)
from newsbook.readers.markup import Player, Shot, body_of_markup
from newsbook.readers.months import MONTHS
from newsbook.readers.people import people
from newsbook.readers.release import quoted
from newsbook.readers.source import Source
from newsbook.tree import map_blocks, plain_text
from newsbook.world import World

__all__ = ["Item", "article_of_item", "dateline_of"]

# Languages a count of function words may take for one another: what the source states holds.
_RELATIVES = (
    frozenset("da nb nn no sv is fo".split()),
    frozenset("cs sk pl sl hr sr bs mk bg".split()),
    frozenset("ru uk be bg sr mk kk ky uz tg mn".split()),
    frozenset("es pt gl ca it ro fr oc".split()),
    frozenset("az tr tk uz crh".split()),
    frozenset("id ms jv su".split()),
    frozenset("de nl af lb fy".split()),
    frozenset("zh yue wuu lzh".split()),
    frozenset("ar fa ur ps ckb".split()),
    frozenset("hi mr ne sa bho".split()),
)
_NOTICE = re.compile(
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|(?:19|20)\d\d)).{0,300}$", re.IGNORECASE
)
_SIGNED = re.compile(r"={1,2}\s?\w[\w ]{1,20}|[a-z]{2,4}(?:/[a-z]{2,4}){1,5}")
_RULE = re.compile(r"[_=~–—-]{3,}|(?:[*•·] ?){3,}")


@dataclass(frozen=True, slots=True)
class Item:
    """An article as a format holds it.

    `html` is its text; `shots` and `players` are pictures, films and recordings that stand beside
    the text; `abstract` is a summary that serves as deck where there is none; `editors` is a note
    to editors, never printed; `line` is where the article begins in the source; `exact` says that
    lines of `html` are lines of it. `fallback` holds a byline and dates that count only where
    nothing better is found, with their rules.
    """

    html: str
    fields: Fields
    shots: tuple[Shot, ...] = ()
    players: tuple[Player, ...] = ()
    abstract: str = ""
    editors: str = ""
    place: str = ""
    line: int | None = None
    exact: bool = False
    decisions: tuple[Decision, ...] = ()
    fallback: Fields = field(default_factory=Fields)


# ---------------------------------------------------------------- datelines
def dateline_of(text: str | None) -> Dateline | None:
    """Return the dateline a field states; None when it is empty or only a date (as at EFE)."""
    raw = squeeze(text).rstrip(" -–—_").strip()
    words = re.findall(r"[^\W\d_]+", re.sub(r"(?<=\d)[TZ]", "", raw))
    if all(word.lower() in MONTHS for word in words):
        return None
    found = parse_dateline(squeeze(text))
    if found is not None:
        rest = f"{found.dateline.raw} {found.rest}".strip()
        return replace(found.dateline, raw=raw) if found.rest else replace(
            found.dateline, raw=found.dateline.raw or rest)  # fmt: skip
    place = raw.split(",")[0].strip() if not any(c.isdigit() for c in raw) else None
    return Dateline(raw, place)


def _merged(stated: Dateline | None, found: Found | None) -> tuple[Dateline | None, str]:
    """Return the dateline of the field and the text together, and its rule."""
    if found is None:
        return stated, "format"
    if stated is None:
        return found.dateline, "extracted: dateline"
    own = found.dateline
    fuller = stated.agency is None and stated.date is None and (own.agency or own.date)
    if fuller and own.place and stated.raw.casefold().startswith(own.place.casefold()):
        return own, "extracted: dateline"
    return stated, "format"


# ---------------------------------------------------------------- language
def _language(stated: str | None, text: str, source: Source, world: World, line: int | None
              ) -> tuple[str | None, str]:  # fmt: skip
    """Return the language a source states, unless its text is plainly in another."""
    seen = infer_language(text)
    tag = language_tag(stated)
    if not stated or (tag is None and (seen or stated.lower() in NO_LANGUAGE)):
        return seen, "inferred: function words and script"
    primary = (tag or stated).split("-")[0].lower()
    near = any(primary in group and seen in group for group in _RELATIVES)
    if seen is None or seen == primary or near or source.language:
        return stated, "format"
    world.diagnostics.warning(
        "metadata-invalid",
        f"the source says its language is {stated!r}, but the text is {seen!r}",
        where=source.at(line),
        hint=f"write language: {seen} into the manifest, or the language it is in",
    )
    return seen, "inferred: function words and script"


# ---------------------------------------------------------------- pictures
def _name(address: str) -> str:
    return unquote(urlsplit(address).path).rpartition("/")[2]


def _with_shots(item: Item) -> str:
    """Return the markup of an item with the pictures before it, and the players after it, that
    are not in it already.
    """
    text = unquote(item.html)
    new = [s for s in item.shots if s.source and _name(s.source) not in text]
    players = [p for p in item.players if p.source and p.source not in text]
    before = (shot.markup() for shot in dict.fromkeys(new))
    return "\n".join((*before, item.html, *(p.markup() for p in dict.fromkeys(players))))


def _plain(body: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return `body` without indents, with a paragraph that is one picture as a figure, and one that
    is a rule of characters (`___`) as a divider.
    """
    made: list[Block] = []
    for block in map_blocks(body, lambda n: flush(n) if isinstance(n, Paragraph) else n):
        lone = isinstance(block, Paragraph) and len(block.children) == 1 and block.children[0]
        if isinstance(lone, Picture):
            made.append(Figure(pictures=(lone,)))
        elif isinstance(lone, Text) and _RULE.fullmatch(lone.text.strip()):
            made.append(Divider())
        else:
            made.append(block)
    return tuple(made)


# ---------------------------------------------------------------- building
_MACHINE = re.compile(
    r"\b(?:automat(?:ed|ic)|machine)[ -]translat(?:ion|ed)"
    r"|\bmaschinell übersetzt|机器翻译|機械翻訳",
    re.IGNORECASE,
)


def _without_end(body: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """Return `body` without what an agency puts below a story, and the notice of rights in it.

    That is a mark of its end (`ends`, `==Kyodo`), the marks of the desk (`asl/tib`), its rights.
    """
    from newsbook.readers.wire.phrases import END_MARK

    notice = ""
    while len(body) > 1 and isinstance(body[-1], Paragraph):
        text = plain_text(body[-1]).strip()
        if _NOTICE.match(text):
            notice = text
        elif not (END_MARK.match(text) or _SIGNED.fullmatch(text)):
            break
        body = body[:-1]
    return body, notice


def _is_translated(body: tuple[Block, ...]) -> bool:
    """Whether a text says of itself that a machine translated it."""
    return any(_MACHINE.search(plain_text(block)) for block in (*body[:2], *body[-1:]))


def _terms(item: Item) -> tuple[str, ...]:
    """Return the terms of use of the pictures beside the text that are not those of the item."""
    terms = dict.fromkeys(squeeze(shot.usage) for shot in item.shots)
    return tuple(t for t in terms if t and t != squeeze(item.fields.rights.usage))


def _remarks(item: Item, notes: str, source: Source, world: World) -> None:
    """Report what an editor must read: notes to editors, `notes` among them, and terms of use."""
    for code, what, text in (
        (
            "editors-note",
            "a note to editors, which is not printed",
            squeeze(f"{item.editors} {notes}"),
        ),
        ("usage-terms", "terms of use", squeeze(item.fields.rights.usage)),
        *(("usage-terms", "terms of use of a picture", terms) for terms in _terms(item)),
    ):
        if text:
            world.diagnostics.warning(code, f"{what}: {quoted(text)}", where=source.at(item.line))


def _deck(item: Item, body: tuple[Block, ...]) -> str | tuple[Inline, ...]:
    """Return the deck, or the abstract; neither where headline or opening of the text say it."""
    for deck in (item.fields.deck, item.abstract):
        said = _text(deck)
        if said and not same_text(said, _text(item.fields.headline)) and not _opens(said, body):
            return deck
    return ""


def _opens(said: str, body: tuple[Block, ...]) -> bool:
    """Whether the text begins with what is said: with all of it, or at length."""
    first = next((block for block in body if isinstance(block, Paragraph)), None)
    if first is not None and same_text(said, plain_text(first)):
        return True
    opening = plain_text(body)[: len(said) + 200]
    letters = re.sub(r"\W+", "", said.casefold())
    return len(letters) >= 40 and letters[:60] in re.sub(r"\W+", "", opening.casefold())


def _names(item: Item) -> tuple[str, ...]:
    """Return the names of the people in an item's byline."""
    byline = item.fields.byline
    if isinstance(byline, str):
        return (byline,) if byline else ()
    return tuple(part if isinstance(part, str) else part.name for part in byline)


def _both(stated: str | tuple[str, ...] | tuple[Person, ...], found: tuple[str, ...]) -> tuple[
    tuple[Person, ...], str
]:  # fmt: skip
    """Return the people of the field, and after them those whom only the text names; their rule."""
    own = persons(stated)
    names = {person.name.casefold() for person in own}
    others = [p for p in people(found) if p.name.casefold() not in names]
    return (*own, *others), "format" if own and not others else "extracted: byline"


def _settled(
    item: Item, lead: Lead, body: tuple[Block, ...], source: Source, world: World
) -> Fields:
    """Return the fields of an item, completed by what its text begins with."""
    fields, weak, found = item.fields, dict(item.fallback.rules), lead.dateline
    dateline, dateline_rule = _merged(fields.dateline, found)
    rules = [*fields.rules, ("dateline", dateline_rule)]
    if dateline is None and item.place:
        dateline = Dateline(item.place, item.place.split(",")[0].strip())
    published = fields.published
    if not published:
        stated = found.iso_date if found else None
        dated = stated or (iso_date(dateline.date) if dateline else None)
        published = lead.date or dated or item.fallback.published
        rule = "extracted: date" if lead.date else "extracted: dateline"
        rules.append(("published", rule if lead.date or dated else weak.get("published", "")))
    byline: Any = fields.byline
    if lead.byline:
        byline, rule = _both(fields.byline, lead.byline)
        rules.append(("byline", rule))
    elif not byline and found is not None and found.credit:
        byline, rules = (found.credit,), [*rules, ("byline", "extracted: dateline")]
    elif not byline and item.fallback.byline:
        byline, rules = item.fallback.byline, [*rules, ("byline", weak.get("byline", "format"))]
    text = plain_text(body)
    language, language_rule = _language(fields.language, text, source, world, item.line)
    return replace(
        fields, byline=byline, dateline=dateline, published=published, language=language,
        modified=fields.modified or item.fallback.modified, embargo=fields.embargo or lead.embargo,
        deck=_deck(item, body), source=fields.source or (dateline.agency if dateline else None),
        rules=(*rules, ("language", language_rule)),
    )  # fmt: skip


def article_of_item(
    item: Item,
    source: Source,
    world: World,
    reader: str,
    resolve: Callable[[str], bytes | None] = data_url,
) -> Article:
    """Return the article `item` describes; `resolve` has the bytes of pictures that came along."""
    fields, line = item.fields, item.line
    markup = as_figures(opened_components(_with_shots(item), source, world))
    exact = item.exact and markup == item.html
    body = body_of_markup(markup, source, world, language=fields.language, exact=exact, line=line)
    lead = take_lead(
        _plain(body),
        _text(fields.headline),
        _short(fields.deck),
        _text(fields.kicker),
        byline=_names(item),
    )
    tell_labels(lead.labels, source.at(line), world)
    body, notes = take_notes(credited(lead.body))
    if lead.dateline is None:
        stated = fields.dateline.place if fields.dateline else None
        body = take_place(body, stated or item.place)
    _remarks(item, notes, source, world)
    if _is_translated(body):
        message = "the text says that a machine translated it"
        world.diagnostics.warning("usage-terms", message, where=source.at(line))
    fields = _settled(item, lead, body, source, world)
    body, fields = cut_body(body, fields, source, world)
    body, notice = _without_end(body)
    if notice and not fields.rights.notice:
        fields = replace(fields, rights=replace(fields.rights, notice=notice))
    body, pictures = take_pictures(body, source, world, resolve)
    fields = replace(fields, pictures=(*fields.pictures, *pictures))
    seen = tuple(SourceBlock(type(b).__name__.lower(), plain_text(b)) for b in body)
    return build(source, world, body, fields, Reading(reader, 1.0, seen, item.decisions, line))


def _short(deck: str | tuple[Inline, ...]) -> str:
    """Return the text of a deck that is one line, which the text may repeat; else `""`: a deck that
    is the first paragraph gives way to it.
    """
    text = _text(deck)
    return text if len(text.split()) <= SHORT else ""


def _text(value: str | tuple[Inline, ...]) -> str:
    return value if isinstance(value, str) else plain_text(value)
