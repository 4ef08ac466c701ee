"""From what a web page says of itself to the fields of an article.

Order of trust: JSON-LD (schema.org NewsArticle), Open Graph and the like, then the visible page.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from newsbook.model import Rights
from newsbook.readers.dates import date_in, iso_date
from newsbook.readers.fields import language_tag, same_text, squeeze
from newsbook.readers.web.heads import Head, head_of, names_by

__all__ = ["Said", "metadata"]

_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|Report|Review|OpinionNewsArticle|NewsItem)\Z")
_SEPARATOR = re.compile(r"\s+[|»·•–—-]+\s+|\s*\|\s*|\s*::\s*|[_|｜]")
_DATE_META = (
    "article:published_time", "og:article:published_time", "datePublished", "date", "pubdate",
    "publishdate", "publish-date", "dc.date.issued", "dc.date", "dcterms.created", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "publication_date",
    "article.published", "og:pubdate", "last-published", "weibo: article:create_at",
)  # fmt: skip
LABEL = 24  # letters; a name of a site is no longer
_MODIFIED_META = ("article:modified_time", "og:updated_time", "dateModified", "lastmod")
_AUTHOR_META = (
    "author", "article:author_name", "byl", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "citation_author", "cxenseparse:author",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a page says of its article; `rules` names where each value was found."""

    headline: str = ""
    kicker: str = ""
    deck: str = ""
    byline: tuple[str, ...] = ()
    dateline: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    source: str | None = None
    url: str | None = None
    rights: Rights = field(default_factory=Rights)
    keywords: tuple[str, ...] = ()
    article_body: str = ""
    paid: bool = False  # the page says that not all of its text is free to read
    rules: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------- JSON-LD
def _loads(text: str) -> Any:
    """Return the JSON in a script element, as pages really write it."""
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text
    )
    for attempt in (text, text.rstrip(" \r\n\t;"), entities.unescape(text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD at any depth that matters."""
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasPart"):
            yield from _objects(value.get(key), depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds)


def _linked_data(tree: Any) -> dict[str, Any]:
    """Return the article of a page's JSON-LD, or an empty object."""
    found = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            found += [o for o in _objects(_loads(script.text or "")) if _is_article(o)]
    return max(found, key=len, default={})


def _plain(value: Any) -> str:
    """Return a JSON-LD value as one line of text without markup."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("@id") or ""
    if not isinstance(value, str | int | float):
        return ""
    return squeeze(entities.unescape(re.sub(r"<[^>]+>", "", str(value))))


def _names(value: Any) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    names = (_plain(item) for item in items)
    return tuple(dict.fromkeys(n for n in names if n and not n.startswith("http")))


# ---------------------------------------------------------------- meta elements
def _meta(tree: Any) -> dict[str, str]:
    """Return the `meta` elements of a page: lower-case name or property -> first content."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = squeeze(element.get("content"))
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(meta: dict[str, str], names: Iterable[str]) -> str:
    return next((meta[name.lower()] for name in names if name.lower() in meta), "")


def _by_class(tree: Any, *words: str) -> list[Any]:
    """Return the elements one of whose classes is, or ends in, one of `words`."""
    pattern = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(words)})(?:$|\s)", re.IGNORECASE)
    return [
        e for e in tree.iter() if isinstance(e.tag, str) and pattern.search(e.get("class") or "")
    ]


def _text(element: Any) -> str:
    return squeeze(element.text_content())


# ---------------------------------------------------------------- fields
def _is_site(part: str, site: str, host: str) -> bool:
    """Whether a part of a title names the site: as the page calls it, or as its address does."""
    if site and same_text(part, site):
        return True
    said = "".join(filter(str.isalnum, part)).lower()
    whole = host.removeprefix("www.").replace(".", "").replace("-", "")
    label = whole[: len(host.removeprefix("www.").split(".")[0].replace("-", ""))]
    return len(label) >= 3 and (said == whole or (said.startswith(label) and len(said) < LABEL))


def _without_site(title: str, site: str, heading: str, host: str = "") -> str:
    """Return a title without the name of the site after (or before) it."""
    if heading and len(heading) >= 8 and heading.lower() in title.lower():
        return heading
    parts = [part for part in _SEPARATOR.split(title) if part.strip()]
    if len(parts) < 2:
        return title
    for part in (parts[-1], parts[0]):
        if _is_site(part, site, host):
            rest = title.removesuffix(part) if part == parts[-1] else title.removeprefix(part)
            return rest.strip(" |»·•–—-_:｜")
    return title


def _headline(data: dict[str, Any], meta: dict[str, str], tree: Any, host: str) -> tuple[str, str]:
    headings = [_text(e) for e in tree.iter("h1")]
    heading = headings[0] if len(headings) == 1 else ""
    site = _plain(data.get("publisher")) or meta.get("og:site_name", "")
    title = squeeze(tree.findtext(".//title"))
    stated = _plain(data.get("headline"))
    if stated:
        longer = next((h for h in headings if h.startswith(stated.rstrip(" …."))), "")
        return longer or _without_site(stated, site, heading, host), "extracted: JSON-LD"
    if shared := meta.get("og:title") or meta.get("twitter:title"):
        full = next((h for h in headings if same_text(h, shared)), "")
        return full or _without_site(shared, site, heading, host), "extracted: Open Graph"
    shown = _shown_title(tree, title)
    if heading and (not shown or heading.lower() in title.lower()):
        return heading, "extracted: h1"
    return shown or _without_site(title, site, "", host), "extracted: title"


def _shown_title(tree: Any, title: str) -> str:
    """Return the part of a page's title that also stands on the page as a heading."""
    parts = [part.strip() for part in _SEPARATOR.split(title) if part.strip()]
    headings = [_text(e) for e in tree.iter("h1", "h2", "h3")]
    shown = (h for h in headings if len(h) >= 8 and title.lower().startswith(h.lower()))
    return next(shown, next((h for h in headings if any(same_text(h, p) for p in parts)), ""))


_ELSEWHERE = re.compile(
    r"comment|disqus|related|sidebar|promo|teaser|widget|footer|recommend|newsletter|weather|menu|"
    r"share|social|log-?in|sign-?up|modal|popup|tooltip|caption",
    re.IGNORECASE,
)


def _is_elsewhere(element: Any) -> bool:
    """Whether an element stands in a part of the page that is not the article."""
    for step in (element, *element.iterancestors()):
        if step.tag in ("aside", "nav", "footer", "form"):
            return True
        named = f"{step.get('class') or ''} {step.get('id') or ''}"
        if step.tag not in ("body", "html") and _ELSEWHERE.search(named):
            return True
    return False


def _head_of(tree: Any, headline: str) -> Any | None:
    """Return the element that holds the headline and what belongs to it, or None."""
    shown = (e for e in tree.iter("h1", "h2") if same_text(_text(e), headline))
    heading = next(shown, None)
    if heading is None:
        return None
    around = [e for e in heading.iterancestors() if e.tag not in ("body", "html")]
    return around[min(2, len(around) - 1)] if around else tree.find("body")


def _near_headline(tree: Any, headline: str, *words: str) -> str:
    """Return the text of the first short element with a class of `words` beside the headline."""
    head = _head_of(tree, headline) if headline else None
    if head is None:
        return ""
    found = (_text(e) for e in _by_class(head, *words) if not _is_elsewhere(e))
    return next((t for t in found if t and len(t) < 400 and not same_text(t, headline)), "")


def _byline(
    data: dict[str, Any], meta: dict[str, str], tree: Any, head: Head
) -> tuple[tuple[str, ...], str]:
    if names := _names(data.get("author") or data.get("creator")):
        return names, "extracted: JSON-LD"
    marked = [
        _text(e)
        for e in tree.iter()
        if isinstance(e.tag, str)
        and ("author" in (e.get("rel") or "").split() or e.get("itemprop") == "author")
        and not _is_elsewhere(e)
    ]
    marked = [text for text in dict.fromkeys(marked) if 1 < len(text) < 80]
    if marked:
        return tuple(marked), "extracted: rel=author"
    stated = _first(meta, _AUTHOR_META)
    if stated and not stated.startswith("http"):
        return (stated,), "extracted: meta"
    if head.byline:
        return head.byline, "extracted: beside the headline"
    named = _by_class(tree, "byline", "by-line", "author", "author-name")
    seen = [_text(e) for e in named if not _is_elsewhere(e)]
    seen = [names_by(text) or text for text in dict.fromkeys(seen) if 3 < len(text) < 90]
    seen = [text for text in seen if not any(map(str.isdigit, text))]
    return (tuple(seen[:1]), "extracted: byline class") if seen else ((), "")


def _published(
    data: dict[str, Any], meta: dict[str, str], tree: Any, head: Head
) -> tuple[str | None, str]:
    for text, rule in (
        (_plain(data.get("datePublished")), "extracted: JSON-LD"),
        (_first(meta, _DATE_META), "extracted: meta"),
    ):
        if found := iso_date(text):
            return found, rule
    times = [e.get("datetime") or e.get("content") or _text(e) for e in tree.iter("time")]
    marked = [e.get("content") or e.get("datetime") or _text(e)
              for e in tree.xpath("//*[@itemprop='datePublished']")]  # fmt: skip
    for texts, rule in ((marked, "extracted: itemprop"), (times, "extracted: time")):
        for text in texts:
            if found := iso_date(text) or date_in(text or ""):
                return found, rule
        if head.date:
            return head.date, "extracted: beside the headline"
    for element in _by_class(tree, "date", "published", "pubdate", "timestamp", "post-date")[:4]:
        if found := date_in(_text(element)[:80]):
            return found, "extracted: date class"
    return None, ""


def _language(data: dict[str, Any], meta: dict[str, str], tree: Any) -> str | None:
    candidates = (
        _plain(data.get("inLanguage")),
        tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        tree.find("body").get("lang") or "",
        meta.get("content-language", ""),
        meta.get("og:locale", ""),
    )
    return next((tag for text in candidates if text and (tag := language_tag(text))), None)


def _rights(data: dict[str, Any], tree: Any) -> Rights:
    licence = tree.xpath("//link[@rel='license']/@href | //a[@rel='license']/@href")
    return Rights(
        notice=_plain(data.get("copyrightNotice")) or None,
        holder=_plain(data.get("copyrightHolder")) or None,
        usage=_plain(data.get("usageInfo")) or None,
        licence=_plain(data.get("license")) or (str(licence[0]) if licence else None),
    )


def _address(data: dict[str, Any], meta: dict[str, str], tree: Any) -> str | None:
    links = tree.xpath("//link[@rel='canonical']/@href")
    candidates = (*links, meta.get("og:url"), _plain(data.get("url")))
    return next((str(u) for u in candidates if u and str(u).startswith(("http:", "https:"))), None)


def metadata(tree: Any) -> Said:
    """Return what the page `tree` (lxml) says of its article."""
    data, meta = _linked_data(tree), _meta(tree)
    address = _address(data, meta, tree)
    host = urlsplit(address or "").hostname or ""
    headline, headline_rule = _headline(data, meta, tree, host)
    head = head_of(tree, headline)
    byline, byline_rule = _byline(data, meta, tree, head)
    published, published_rule = _published(data, meta, tree, head)
    deck = _plain(data.get("alternativeHeadline"))
    if not deck or same_text(deck, headline):
        deck = _near_headline(
            tree, headline, "standfirst", "dek", "deck", "subheadline", "sub-headline", "subtitle"
        )
    keywords = data.get("keywords") or meta.get("news_keywords") or meta.get("keywords") or ""
    listed = keywords if isinstance(keywords, list) else str(keywords).split(",")
    body = data.get("articleBody")
    return Said(
        headline=headline,
        kicker=_near_headline(tree, headline, "kicker", "eyebrow", "overline"),
        deck=deck,
        byline=byline,
        dateline=_plain(data.get("dateline")) or None,
        published=published,
        modified=iso_date(_plain(data.get("dateModified")) or _first(meta, _MODIFIED_META)),
        language=_language(data, meta, tree),
        source=_plain(data.get("publisher")) or meta.get("og:site_name"),
        url=address,
        rights=_rights(data, tree),
        keywords=tuple(squeeze(str(word)) for word in listed if isinstance(word, str)),
        paid=str(data.get("isAccessibleForFree", True)).lower() in ("false", "no")
        or "locked" in meta.get("article:content_tier", ""),
        article_body=entities.unescape(body) if isinstance(body, str) else "",
        rules=(
            ("headline", headline_rule),
            ("byline", byline_rule),
            ("published", published_rule),
        ),
    )
