"""From what an item of the contents says of its articles to fields, cuts and expectations."""

from __future__ import annotations

from newsbook.extract import Expect, Extract
from newsbook.manifest import values
from newsbook.manifest.book import DATE, LANGUAGE, LINE, ROLE, SLUG, choice
from newsbook.manifest.kinds import Found, ListOf, Reading, Value
from newsbook.manifest.records import Key, Record
from newsbook.manifest.types import ArticleFields
from newsbook.model import Dateline, Person, Rights

__all__ = ["ENCODING", "EXPECT", "EXTRACT", "FORMAT", "OWN", "SHARED", "SYNONYMS", "article_fields"]

_TEXT = {"type": ["string", "number"]}


# ---------------------------------------------------------------- people, dateline, rights
def _person(found: Found, reading: Reading) -> Person | None:
    if "name" not in found.values:
        return None
    return Person(**found.only("name", "role", "affiliation", "file_as", "language"))


_PERSON = Record(
    "person",
    "a name, or a name with a role",
    "Someone who made an article.",
    (
        Key("name", LINE, "The name as printed.", required=True),
        Key("role", ROLE, "What they did: a MARC relator code or its name.", "aut (author)"),
        Key("affiliation", LINE, "What they belong to, as printed."),
        Key("file_as", LINE, "The name as a catalogue sorts it.", "the name as printed"),
        Key("language", LANGUAGE, "The language of the name.", "the article's"),
    ),
    _person,
    short="name",
    synonyms={"title": "affiliation", "organisation": "affiliation", "sort": "file_as"},
    example="{name: Sadig Gachayev, affiliation: Yanshan University}",
)


def _dateline(found: Found, reading: Reading) -> Dateline | None:
    if "raw" not in found.values:
        return None
    return Dateline(**found.only("raw", "place", "date", "agency"))


_DATELINE = Record(
    "dateline",
    "a dateline as printed, or its parts",
    "Where and when the story was filed.",
    (
        Key("raw", Value("a line of text", values.line, empty=True), "As printed.", required=True),
        Key("place", LINE, "The place."),
        Key("date", DATE, "The date."),
        Key("agency", LINE, "The agency."),
    ),
    _dateline,
    short="raw",
    synonyms={"text": "raw", "city": "place", "location": "place"},
    example="{raw: 'Baku, December 27, AZERTAC', place: Baku, date: 2021-12-27, agency: AZERTAC}",
)


def _rights(found: Found, reading: Reading) -> Rights:
    return Rights(**found.values)


_RIGHTS = Record(
    "rights",
    "a notice, or its parts",
    "Who owns an article and how it may be used.",
    (
        Key("notice", Value("a line of text", values.line, empty=True), "The notice as printed."),
        Key("holder", LINE, "Who owns the rights."),
        Key("usage", LINE, "Terms of use."),
        Key("licence", LINE, "The licence, by name or address."),
    ),
    _rights,
    short="notice",
    synonyms={"license": "licence", "copyright": "notice", "owner": "holder"},
)


# ---------------------------------------------------------------- fields of an article
def _optional(help_text: str) -> Value:
    return Value(help_text, values.line, empty=True)


SHARED = (
    Key("language", LANGUAGE, "The article's language."),
    Key("kicker", _optional("a line of text"), "The line above the headline; `''` for none."),
    Key("byline", ListOf(_PERSON, "names"), "Who made it; `[]` for nobody."),
    Key("date", Value("a date, or date and time", values.moment, _TEXT), "When it was published."),
    Key("source", _optional("a line of text"), "Who published it first, as printed after it."),
    Key("rights", _RIGHTS, "Who owns it and how it may be used."),
    Key("keywords", ListOf(LINE, "words"), "Keywords."),
    Key("han", LANGUAGE, "The language of Chinese characters that nothing else decides."),
    Key(
        "captions",
        choice("file", "article"),
        "Whether a picture without a caption takes the one in its `file` (XMP, IPTC, EXIF), or "
        "captions come from the `article` alone.",
        "file",
    ),
    Key(
        "note",
        Value("Markdown", values.passage, empty=True),
        "The author's or editor's note, printed after the article.",
    ),
)
OWN = (
    Key("headline", LINE, "The headline."),
    Key("deck", _optional("a line of text"), "The lines under the headline; `''` for none."),
    Key("dateline", _DATELINE, "Where and when the story was filed; `''` for none."),
    Key("url", Value("a web address", values.url, {"type": "string"}), "Where it was published."),
    Key("slug", SLUG, "Its name in ids and file names.", "from the file's name"),
)
_FIELDS = tuple(key.name for key in (*SHARED, *OWN))
SYNONYMS = {
    "title": "headline",
    "author": "byline",
    "authors": "byline",
    "by": "byline",
    "lang": "language",
    "subtitle": "deck",
    "standfirst": "deck",
    "dek": "deck",
    "description": "deck",
    "abstract": "deck",
    "eyebrow": "kicker",
    "published": "date",
    "tags": "keywords",
    "copyright": "rights",
    "license": "rights",
    "licence": "rights",
    "link": "url",
    "id": "slug",
    "path": "file",
    "charset": "encoding",
}


def article_fields(found: Found) -> ArticleFields:
    """Return the fields an item states."""
    return ArticleFields(**found.only(*_FIELDS))


FORMAT = Key(
    "format",
    LINE,
    "The format of the file, where its name does not tell.",
    "from suffix and content",
)


ENCODING = Key(
    "encoding",
    Value("the name of an encoding", values.encoding, {"examples": ["windows-1251", "big5"]}),
    "The encoding of the file, a text or a web page that names none, or a wrong one.",
    "as it says, UTF-8, or a guess",
)


# ---------------------------------------------------------------- extract and expect
_PATTERN = Value("words of the source, or `/a regular expression/`", values.pattern, _TEXT)
_SELECTOR = Value("a CSS selector, or an XPath that begins with `/`", values.line)


def _extract(found: Found, reading: Reading) -> Extract:
    return Extract(**found.values, where=dict(found.places))


EXTRACT = Record(
    "extract",
    "where the article begins and ends",
    "How to cut the article out of its source when newsbook does not find it by itself. A pattern "
    "is taken literally, or as a regular expression between slashes; in plain text `L4` is line 4.",
    (
        Key("start", _PATTERN, "Where the article begins; the match is part of it."),
        Key("end", _PATTERN, "Where it ends; the match is not part of it."),
        Key("strip", ListOf(_PATTERN, "patterns"), "Blocks to leave out."),
        Key("headline", _PATTERN, "Which text is the headline."),
        Key("kicker", _PATTERN, "Which text is the kicker."),
        Key("deck", _PATTERN, "Which text is the deck."),
        Key("dateline", _PATTERN, "Which text is the dateline."),
        Key("byline", _PATTERN, "Which text is the byline."),
        Key("select", _SELECTOR, "Which element of a web page is the article."),
        Key("remove", ListOf(_SELECTOR, "selectors"), "Elements of a web page to leave out."),
        Key("keep", ListOf(_SELECTOR, "selectors"), "Elements that must not be taken for junk."),
        Key(
            "prefer",
            choice("hybrid", "readability", "none"),
            "How the article is found in a web page; `none` takes the whole page.",
            "hybrid",
        ),
    ),
    _extract,
    synonyms={"begin": "start", "from": "start", "to": "end", "until": "end", "drop": "strip"},
    example="{start: There is a Chinese saying, end: '/^Share news on/'}",
)


def _expect(found: Found, reading: Reading) -> Expect:
    return Expect(**found.values, where=dict(found.places))


def _count(what: str) -> Value:
    return Value(f"a number of {what}", values.whole(0, 10_000_000), {"type": "integer"})


EXPECT = Record(
    "expect",
    "what reading must give",
    "Pins what was read: a difference is an error, so that a source or a reader that changes is "
    "noticed.",
    (
        Key("paragraphs", _count("paragraphs"), "How many paragraphs the body has."),
        Key("blocks", _count("blocks"), "How many blocks the body has."),
        Key(
            "words", _count("words"), "How many words the body has; a Han character counts as one."
        ),
        Key("first", LINE, "How the first paragraph begins."),
        Key("last", LINE, "How the last paragraph ends."),
        Key("sha256", Value("a SHA-256 digest", values.digest), "The digest of the body's text."),
        Key("headline", LINE, "The headline."),
    ),
    _expect,
    example="{paragraphs: 13, first: There is a Chinese}",
)
