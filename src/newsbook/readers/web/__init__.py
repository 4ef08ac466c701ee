"""From a saved web page, or any HTML, to an Article.

In this order: what `extract: {select}` names; the rules of the site (`sites/<host>.txt`); a page
that is an article and nothing else is taken whole; otherwise two engines look for the article and
the page's own tree supplies its markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from cssselect import SelectorError
from lxml import etree

from newsbook.extract import Extract
from newsbook.model import Article, Decision, SourceBlock
from newsbook.readers.captions import as_figures, named_captions
from newsbook.readers.credits import credited
from newsbook.readers.cutting import cut_body
from newsbook.readers.datelines import Found
from newsbook.readers.embedded import data_url, take_pictures
from newsbook.readers.exports.components import opened_components
from newsbook.readers.fields import Fields, Reading, build
from newsbook.readers.languages import infer_language, same_language
from newsbook.readers.leads import Lead, take_lead, tell_labels
from newsbook.readers.markup import body_of_markup
from newsbook.readers.source import Source
from newsbook.readers.web.doubts import Doubt
from newsbook.readers.web.engines import UNSURE, Choice, choose
from newsbook.readers.web.metadata import Said, metadata
from newsbook.readers.web.office import (
    clean_docs,
    clean_word,
    is_docs,
    is_word,
    prepare_word,
)
from newsbook.readers.web.page import (
    Page,
    is_bare,
    parse_page,
    read_page,
    repair_images,
    serialise,
    unfold_layout,
    unwrap_looks,
)
from newsbook.readers.web.players import plain_players
from newsbook.readers.web.siterules import apply_rules, load_rules, replaced
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["ACCEPT", "article_of_page", "read"]

ACCEPT = 0.8
_ARCHIVE = re.compile(rb"SingleFileZ|data-sfz|sfz-", re.IGNORECASE)
WHOLE = 3000  # characters; a page that sells its text and shows so much shows all of it


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The markup of the article, how it was found, and what that told of its fields."""

    html: str
    how: str
    confidence: float
    decisions: tuple[Decision, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    exact: bool = False  # the markup has the lines of the source
    path: str = ""  # a selector of the element that holds the article
    doubt: Doubt | None = None


# ---------------------------------------------------------------- choosing
def _query(tree: Any, selector: str) -> list[Any]:
    """Return the elements of a CSS selector, or of XPath when it begins with `/` or `(`."""
    found = tree.xpath(selector) if selector.startswith(("/", "(")) else tree.cssselect(selector)
    return [e for e in found if hasattr(e, "tag")] if isinstance(found, list) else []


def _selected(
    tree: Any, key: str, selector: str, source: Source, world: World, *, needed: bool
) -> list[Any]:
    extract = source.extract or Extract()
    where = extract.where.get(key) or source.at()
    try:
        found = _query(tree, selector)
    except (SelectorError, etree.XPathError) as error:
        message = f"{key}: {selector!r} is neither a CSS selector nor XPath: {error}"
        world.diagnostics.error("invalid-value", message, where=where)
        return []
    if not found:
        note = world.diagnostics.error if needed else world.diagnostics.warning
        note(
            "extract-no-match",
            f"{key}: {selector!r} matches nothing",
            where=where,
            hint="classes of the page: " + ", ".join(_classes(tree)),
        )
    return found


def _classes(tree: Any) -> list[str]:
    """Return the selectors of the elements with the most text in paragraphs."""
    found: dict[str, int] = {}
    for paragraph in tree.iter("p"):
        for element in list(paragraph.iterancestors())[:3]:
            words = (element.get("class") or "").split()
            name = f".{words[0]}" if words else str(element.tag)
            found[name] = found.get(name, 0) + len(paragraph.text_content())
    return sorted(found, key=lambda name: -found[name])[:6]


def _remove(tree: Any, extract: Extract, source: Source, world: World) -> None:
    """Remove what the manifest says; what `keep` names stays."""
    kept = [
        e for s in extract.keep for e in _selected(tree, "keep", s, source, world, needed=False)
    ]
    for selector in extract.remove:
        for element in _selected(tree, "remove", selector, source, world, needed=False):
            inside = any(element is k or element in k.iterancestors() for k in kept)
            if not inside and element.getparent() is not None:
                element.drop_tree()


def _outermost(elements: list[Any]) -> list[Any]:
    chosen = set(elements)
    return [e for e in elements if not chosen & set(e.iterancestors())]


def _by_selection(page: Page, extract: Extract, source: Source, world: World) -> _Chosen | None:
    assert extract.select is not None
    found = _outermost(_selected(page.tree, "select", extract.select, source, world, needed=True))
    if not found:
        return None
    html = "\n".join(serialise(element) for element in found)
    return _Chosen(html, "select", 1.0, (Decision("select", extract.select, "manifest"),))


def _by_rules(page: Page, url: str | None, said: Said, world: World) -> _Chosen | None:
    """Return what the rules of the page's site find; without a rule for the text, they prepare it.

    None means that there are no rules, or none that fits.
    """
    rules = load_rules(url, world)
    if rules is None:
        return None
    tree = page.tree
    if rules.replacements:
        tree = parse_page(replaced(page.html, rules))
        repair_images(tree)
    found, texts = apply_rules(tree, rules, world)
    names = {"title": "headline", "author": "byline", "date": "published"}
    fields = {names[name]: values[0] for name, values in texts.items() if values}
    decision = Decision("rules", rules.file, "manifest")
    if found:
        html = "\n".join(serialise(element) for element in _outermost(found))
        return _Chosen(html, "site rules", 0.95, (decision,), fields)
    if not rules.get("body"):
        chosen = _by_engines(replace(page, tree=tree, html=serialise(tree)), said, None)
        return replace(chosen, fields=fields, decisions=(decision, *chosen.decisions))
    world.diagnostics.warning(
        "extract-no-match", f"the rules in {rules.file} find no article on this page"
    )
    return None


def _by_engines(page: Page, said: Said, prefer: str | None, *, changed: bool = False) -> _Chosen:
    html = serialise(page.tree) if unfold_layout(page.tree) or changed else page.html
    found = choose(html, page.tree, stated=said.article_body, prefer=prefer)
    if found is None:
        return _Chosen(serialise(page.tree.find("body")), "whole page", 0.3)
    cut = said.paid and len(found.element.text_content()) < WHOLE
    sure = min(found.confidence, UNSURE) if cut else found.confidence
    return _Chosen(
        serialise(found.element), found.engine, sure, _explain(found), path=found.path,
        doubt=found.doubt,
    )  # fmt: skip


def _explain(found: Choice) -> tuple[Decision, ...]:
    return (
        Decision("engine", found.engine, f"agreement {found.agreement:.2f}"),
        Decision("container", found.path, f"coverage {found.coverage:.2f}"),
        Decision("elements", f"{found.kept} kept, {found.dropped} dropped", "inferred"),
    )


def _chosen(page: Page, said: Said, url: str | None, source: Source, world: World) -> _Chosen:
    extract = source.extract or Extract()
    if is_word(page.html):
        tree = parse_page(prepare_word(page.html))
        fields = clean_word(tree)
        return _Chosen(serialise(tree.find("body")), "word", 1.0, fields=fields)
    if is_docs(page.html):
        fields = clean_docs(page.tree)
        return _Chosen(serialise(page.tree.find("body")), "google docs", 1.0, fields=fields)
    opened = opened_components(page.html, source, world)
    if opened != page.html:
        page = replace(page, html=opened, tree=parse_page(opened))
    if plain_players(page.tree) | named_captions(page.tree):
        page = replace(page, html=serialise(page.tree))
    repaired = repair_images(page.tree)
    unwrap_looks(page.tree)
    _remove(page.tree, extract, source, world)
    if extract.select is not None:
        found = _by_selection(page, extract, source, world)
        if found is not None:
            return found
    if (found := _by_rules(page, url, said, world)) is not None:
        return found
    if extract.prefer == "none" or (extract.prefer is None and is_bare(page)):
        if extract.remove or repaired:
            return _Chosen(serialise(page.tree.find("body")), "whole page", 1.0)
        return _Chosen(page.html, "whole page", 1.0, exact=True)
    return _by_engines(page, said, extract.prefer, changed=bool(extract.remove))


# ---------------------------------------------------------------- building
def _absolute(html: str, url: str | None, source: Source, world: World) -> str:
    """Return markup whose addresses lead somewhere: into the project, or to the page's site."""
    if not url:
        return html
    folder = source.file.rpartition("/")[0]
    tree = parse_page(html)
    for element in tree.iter("a", "img", "source", "video", "audio", "iframe"):
        for name in ("href", "src"):
            value = element.get(name)
            if not value or urlsplit(value).scheme or value.startswith("#"):
                continue
            local = world.resolve(value.split("?")[0], base=folder)
            if local is None or not local.is_file():
                element.set(name, urljoin(url, value))
    body = tree.find("body")
    return serialise(body)


def _language(said: Said, text: str, source: Source, world: World) -> tuple[str | None, str]:
    """Return the language a page states, unless its text is plainly in another."""
    seen = infer_language(text)
    if said.language is None:
        return seen, "inferred: function words and script"
    if seen is not None and not same_language(seen, said.language) and not source.language:
        world.diagnostics.warning(
            "metadata-invalid",
            f"the page says its language is {said.language!r}, but its text is {seen!r}",
            where=source.at(),
            hint=f"write language: {seen} into the manifest, or the language it is in",
        )
        return seen, "inferred: function words and script"
    return said.language, "extracted: html"


def _fields(said: Said, chosen: _Chosen, lead: Lead, page: Page) -> Fields:
    found: Found | None = lead.dateline
    published, rule = said.published, dict(said.rules).get("published", "")
    if published is None and lead.date is not None:
        published, rule = lead.date, "extracted: date line"
    if published is None and found is not None and found.iso_date:
        published, rule = found.iso_date, "extracted: dateline"
    own = chosen.fields
    byline: str | tuple[str, ...] = own.get("byline") or said.byline or lead.byline
    if not byline and found is not None and found.credit:
        byline = (found.credit,)
    return Fields(
        headline=own.get("headline") or said.headline,
        kicker=own.get("kicker") or said.kicker,
        deck=own.get("deck") or said.deck,
        byline=byline,
        dateline=found.dateline if found else None,
        published=own.get("published") or published,
        modified=said.modified,
        source=said.source or (found.dateline.agency if found else None),
        url=said.url or page.url,
        rights=said.rights,
        keywords=said.keywords,
        embargo=lead.embargo,
        rule="extracted",
        rules=(*said.rules, ("published", rule), ("source", "extracted: publisher")),
    )


def _report(chosen: _Chosen, said: Said, source: Source, world: World) -> None:
    """Say how sure the article is, when that is not sure enough."""
    if chosen.confidence >= ACCEPT:
        return
    message = f"the article was found with a confidence of {chosen.confidence:.2f} ({chosen.how})"
    settled = f'select: "{chosen.path or "a CSS selector of the article"}"'
    if said.paid:
        message += "; the page says that not all of its text is free to read"
    elif chosen.doubt is not None:
        message += f"; {chosen.doubt.words}"
        if chosen.doubt.remove:
            settled = "remove: [" + ", ".join(f'"{s}"' for s in chosen.doubt.remove) + "]"
    world.diagnostics.warning(
        "low-confidence",
        message,
        where=source.at(),
        hint="look at it with `newsbook inspect`; to settle it, write into the manifest:\n"
        f"extract:\n  {settled}",
    )


def article_of_page(
    page: Page,
    source: Source,
    world: World,
    resolve: Callable[[str], bytes | None] = data_url,
    *,
    reader: str = "html",
) -> Article:
    """Return the article of a page; `resolve` has the bytes of pictures that came with it."""
    said = metadata(page.tree)
    url = source.url or page.url or said.url
    chosen = _chosen(page, said, url, source, world)
    if (framed := as_figures(chosen.html)) != chosen.html:
        chosen = replace(chosen, html=framed, exact=False)
    html = chosen.html if chosen.exact else _absolute(chosen.html, url, source, world)
    body = body_of_markup(
        html, source, world, language=said.language, exact=chosen.exact and reader == "html"
    )
    own = chosen.fields
    lead = take_lead(
        body,
        own.get("headline") or said.headline,
        own.get("deck") or said.deck,
        own.get("kicker") or said.kicker,
        byline=said.byline,
    )
    tell_labels(lead.labels, source.at(), world)
    fields = _fields(said, chosen, lead, page)
    body, fields = cut_body(credited(lead.body), fields, source, world)
    language, rule = _language(said, plain_text(body), source, world)
    body, pictures = take_pictures(body, source, world, resolve)
    if not body:
        chosen = replace(chosen, confidence=0.0)
    fields = replace(
        fields, language=language, pictures=pictures, rules=(*fields.rules, ("language", rule))
    )
    seen = tuple(SourceBlock(type(b).__name__.lower(), plain_text(b)) for b in body)
    _report(chosen, said, source, world)
    reading = Reading(reader, chosen.confidence, seen, chosen.decisions)
    return build(source, world, body, fields, reading)


def read(source: Source, world: World) -> tuple[Article, ...]:
    """Return the article of an HTML file."""
    if _ARCHIVE.search(source.data[:4096]) and b"PK\x03\x04" in source.data:
        world.diagnostics.error(
            "unknown-format",
            "the page was saved as an archive that unpacks itself in a browser (SingleFileZ)",
            where=source.at(),
            hint="open it and save it with SingleFile as one plain HTML file",
        )
        return ()
    page = read_page(source, world)
    if not re.search(r"\S", page.html):
        return ()
    return (article_of_page(page, source, world),)
