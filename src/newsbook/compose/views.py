"""From the types of the Edition to what templates see: words ready to print, nothing to decide.

Every view is frozen. What a template prints as XHTML stays content (inlines and blocks) and goes
through its `xhtml` filter; what is a string is text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsbook.compose.dates import date_words, list_words
from newsbook.content import Block, Figure, Inline, Paragraph
from newsbook.layout import Labels, labels_for
from newsbook.model import Article, Identifier, Metadata, Person, Section
from newsbook.tree import plain_text

__all__ = [
    "ArticleView",
    "BookView",
    "PersonView",
    "SectionView",
    "article_view",
    "book_view",
    "section_view",
]

Words = Mapping[str, Mapping[str, str]]
_AUTHORS = ("aut", "cre", "rpt")


@dataclass(frozen=True, slots=True)
class PersonView:
    """Someone as printed; `language` is that of the name."""

    name: str
    affiliation: str
    role: str
    language: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article as templates see it.

    `authors` are its writers, joined as its language joins names; `credits` whole lines for the
    other roles (`Translated by ...`). `published` is a sentence that says where and when it first
    appeared; `date` is the date in its own language's words, `day_words` in the book's, `day` as
    stated (ISO 8601). `anchor` is its id; `continued` says that its beginning
    stands elsewhere, `initial` that it may open with a large letter.
    """

    anchor: str
    language: str
    headline: tuple[Inline, ...]
    kicker: tuple[Inline, ...]
    deck: tuple[Inline, ...]
    body: tuple[Block, ...]
    note: tuple[Block, ...]
    title: str
    byline: tuple[PersonView, ...]
    authors: str
    credits: tuple[str, ...]
    dateline: str
    date: str
    day: str
    day_words: str
    source: str
    url: str
    published: str
    updated: str
    rights: tuple[str, ...]
    labels: Labels
    section: str = ""
    continued: bool = False
    initial: bool = False
    opener: tuple[Block, ...] = ()
    plates_before: tuple[Block, ...] = ()
    plates_after: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section as templates see it; `depth` is 1 for the outermost, `number` counts from 1."""

    anchor: str
    language: str
    title: tuple[Inline, ...]
    subtitle: tuple[Inline, ...]
    plain: str
    number: int
    depth: int
    labels: Labels
    articles: tuple[ArticleView, ...] = ()


@dataclass(frozen=True, slots=True)
class BookView:
    """The book as templates see it: Dublin Core in words."""

    title: str
    subtitle: str
    language: str
    authors: str
    credits: tuple[str, ...]
    publisher: str
    date: str
    year: str
    rights: str
    description: str
    series: str
    issn: str
    position: str
    identifiers: tuple[str, ...]
    subjects: tuple[str, ...]


def _people(people: tuple[Person, ...], language: str) -> tuple[PersonView, ...]:
    return tuple(
        PersonView(person.name, person.affiliation or "", person.role, person.language or language)
        for person in people
    )


def _credits(people: list[tuple[str, str]], labels: Labels, language: str) -> tuple[str, ...]:
    """Return a line for each role, in the order in which the roles appear."""
    by_role: dict[str, list[str]] = {}
    for role, name in people:
        by_role.setdefault(role, []).append(name)
    lines = []
    for role, names in by_role.items():
        key = f"role-{role}" if f"role-{role}" in labels else "role-ctb"
        lines.append(labels.phrase(key, names=list_words(tuple(names), language)))
    return tuple(lines)


def _published(article: Article, labels: Labels, language: str) -> str:
    date = date_words(article.published, language)
    source = article.source or ""
    if source and date:
        return labels.phrase("first-published", source=source, date=date)
    if source:
        return labels.phrase("first-published-by", source=source)
    return labels.phrase("first-published-on", date=date) if date else ""


def _opens_with_letter(article: Article) -> bool:
    """Return whether the first paragraph, under a picture or not, begins with a Latin, Greek or
    Cyrillic capital.

    Quotation marks before it are passed over: they are set with the letter.
    """
    body = (
        article.body[1:] if article.body and isinstance(article.body[0], Figure) else article.body
    )
    if not body or not isinstance(body[0], Paragraph):
        return False
    text = plain_text(body[0]).lstrip("\"'“‘«„‹¿¡")
    return text[:1].isupper()


def article_view(
    article: Article, *, words: Words, language: str, section: str = ""
) -> ArticleView:
    """Return the view of `article`; `language` is the book's, for an article that states none."""
    own = article.language or language
    labels = labels_for(words, own)
    people = _people(article.byline, own)
    authors = tuple(person for person in people if person.role in _AUTHORS)
    others = [(person.role, person.name) for person in people if person.role not in _AUTHORS]
    rights = (article.rights.notice, article.rights.usage, article.rights.licence)
    return ArticleView(
        anchor=article.slug,
        language=own,
        headline=article.headline,
        kicker=article.kicker,
        deck=article.deck,
        body=article.body,
        note=article.note,
        title=plain_text(article.headline, notes=False),
        byline=authors,
        authors=list_words(tuple(person.name for person in authors), own),
        credits=_credits(others, labels, own),
        dateline=article.dateline.raw if article.dateline else "",
        date=date_words(article.published, own),
        day=article.published or "",
        day_words=date_words(article.published, language),
        source=article.source or "",
        url=article.url or "",
        published=_published(article, labels, own),
        updated=labels.phrase("updated", date=date_words(article.modified, own))
        if article.modified
        else "",
        rights=tuple(line for line in rights if line),
        labels=labels,
        section=section,
        initial=_opens_with_letter(article),
    )


def section_view(
    section: Section, *, words: Words, language: str, number: int, depth: int
) -> SectionView:
    """Return the view of `section` with the articles directly in it."""
    own = section.language or language
    plain = plain_text(section.title, notes=False)
    articles = tuple(
        article_view(part, words=words, language=language, section=plain)
        for part in section.parts
        if isinstance(part, Article)
    )
    return SectionView(
        anchor=section.slug,
        language=own,
        title=section.title,
        subtitle=section.subtitle,
        plain=plain,
        number=number,
        depth=depth,
        labels=labels_for(words, own),
        articles=articles,
    )


def _number(identifier: Identifier, medium: str, labels: Labels) -> str:
    if identifier.scheme in ("isbn", "issn"):
        suffix = (
            f"-{identifier.medium}" if identifier.scheme == "isbn" and identifier.medium else ""
        )
        return labels.phrase(f"{identifier.scheme}{suffix}", number=identifier.value)
    return f"{identifier.scheme.upper()} {identifier.value}" if identifier.scheme == "doi" else ""


def book_view(metadata: Metadata, medium: str, labels: Labels) -> BookView:
    """Return the view of the book: its own identifiers in this medium come first."""
    language = metadata.language
    authors = tuple(c.name for c in metadata.contributors if c.role in _AUTHORS)
    others = [(c.role, c.name) for c in metadata.contributors if c.role not in _AUTHORS]
    series = ""
    if metadata.series is not None:
        series = metadata.series.name
        if metadata.series.position:
            series = labels.phrase(
                "series-position", series=series, position=metadata.series.position
            )
    ranked = sorted(metadata.identifiers, key=lambda one: one.medium != medium)
    return BookView(
        title=metadata.title,
        subtitle=metadata.subtitle or "",
        language=language,
        authors=list_words(authors, language),
        credits=_credits(others, labels, language),
        publisher=metadata.publisher or "",
        date=date_words(metadata.date, language),
        year=(metadata.date or "")[:4],
        rights=metadata.rights or "",
        description=metadata.description or "",
        series=series,
        issn=(metadata.series.issn or "") if metadata.series else "",
        position=(metadata.series.position or "") if metadata.series else "",
        identifiers=tuple(
            line for line in (_number(one, medium, labels) for one in ranked) if line
        ),
        subjects=metadata.subjects,
    )
