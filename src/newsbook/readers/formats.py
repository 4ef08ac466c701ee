"""From the bytes of a file to the formats it may be: the table of formats, and how each looks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from newsbook.readers import absence
from newsbook.readers.source import Format, Source
from newsbook.readers.strangers import OLD_OFFICE
from newsbook.safexml import PROLOG
from newsbook.safezip import BROKEN_ZIP

__all__ = ["READERS", "detect"]

HEAD = 64 * 1024  # bytes
_HERE = "newsbook.readers"
_PANDOC = f"{_HERE}.documents.pandoc"
_CONTAINERS = frozenset({".xml", ".json", ".zip"})  # suffixes that say nothing of the format
_BOM = re.compile(rb"^(?:\xef\xbb\xbf)?\s*")


def _start(data: bytes) -> bytes:
    """Return the first 64 KiB without byte order mark and white space, in UTF-8."""
    head = data[:HEAD]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head[: len(head) // 2 * 2].decode("utf-16", "ignore").encode("utf-8", "ignore")
    return _BOM.sub(b"", head, count=1)


def _looks(pattern: bytes) -> Callable[[bytes], bool]:
    """Return a test for `pattern` in the beginning of a file."""
    compiled = re.compile(pattern)
    return lambda data: compiled.search(_start(data)) is not None


def _root(*names: bytes, saying: bytes = b"") -> Callable[[bytes], bool]:
    """Return a test for XML whose root is one of `names`; `saying` stands in its beginning."""
    found = re.compile(PROLOG + rb"<(?:[\w.-]+:)?(?:%s)[\s/>]" % b"|".join(names), re.DOTALL)

    def test(data: bytes) -> bool:
        start = _start(data)
        return found.match(start) is not None and saying in start

    return test


def _json(pattern: bytes) -> Callable[[bytes], bool]:
    """Return a test for JSON in whose beginning `pattern` is found."""
    compiled = re.compile(pattern)

    def test(data: bytes) -> bool:
        start = _start(data)
        return start[:1] in (b"{", b"[") and compiled.search(start) is not None

    return test


def _holds(*patterns: str) -> Callable[[bytes], bool]:
    """Return a test for a ZIP archive with a file named like each of `patterns`."""

    def test(data: bytes) -> bool:
        if data[:4] != b"PK\x03\x04":
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as opened:
                names = opened.namelist()[:20_000]
        except BROKEN_ZIP:
            return False
        return all(any(re.search(pattern, name) for name in names) for pattern in patterns)

    return test


_HEADER = re.compile(rb"([\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*")
_SAVED = re.compile(rb"(?i)from:\s*\"?<?saved by|snapshot-content-location:")


def _is_mail(data: bytes) -> bool:
    """Whether a file is a message that somebody sent; pages saved as MHTML look alike."""
    start = _start(data).replace(b"\r\n", b"\n")
    names, position = set(), 0
    while (match := _HEADER.match(start, position)) is not None:
        names.add(match[1].lower())
        position = match.end()
    return {b"from", b"subject"} <= names and not _SAVED.search(start[:position])


_NINJS = rb'(?i)"(?:uri|headlines?|bod(?:y_\w+|ies)|versioncreated|pubstatus)"\s*:'

# The formats, in the order in which they are tried.
READERS: tuple[Format, ...] = (
    Format("markdown", (".md", ".markdown", ".mkd"), f"{_HERE}.markdown", absence=absence.MARKUP),
    Format(
        "html",
        (".html", ".htm", ".xhtml", ".txt"),
        f"{_HERE}.web",
        sniff=_looks(
            rb"(?is)\A(?:<!--(?:(?!-->).)*+-->\s*+|<\?xml(?:(?!\?>).)*+\?>\s*+)*+"
            rb"<(?:!doctype html|html)[\s>]"
        ),
        isolated=True,
        absence=absence.PAGE,
    ),
    Format(
        "mail",
        (".eml", ".txt"),
        f"{_HERE}.mail",
        sniff=_is_mail,
        isolated=True,
        absence=absence.MAIL,
    ),
    Format(
        "mhtml",
        (".mhtml", ".mht"),
        f"{_HERE}.web.mhtml",
        sniff=_looks(rb"(?is)\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/"),
        isolated=True,
        absence=absence.PAGE,
    ),
    Format("text", (".txt", ".text"), f"{_HERE}.wire", absence=absence.TEXT),
    # News agencies
    Format("nitf", (".nitf",), f"{_HERE}.news.nitf", sniff=_root(b"nitf"), absence=absence.ITEM),
    Format(
        "newsml-g2",
        (".newsml-g2", ".g2"),
        f"{_HERE}.news.g2",
        sniff=_root(
            b"newsItem",
            b"newsMessage",
            b"packageItem",
            b"newsItems",
            b"conceptItem",
            b"knowledgeItem",
            b"planningItem",
            b"catalogItem",
        ),
        absence=absence.ITEM,
    ),
    Format(
        "newsml", (".newsml",), f"{_HERE}.news.newsml", sniff=_root(b"NewsML"), absence=absence.ITEM
    ),
    # Feeds and exports
    Format(
        "wxr",
        (".wxr",),
        f"{_HERE}.exports.wordpress",
        sniff=_root(b"rss", saying=b"wordpress.org/export"),
        several=True,
        isolated=True,
        absence=absence.EXPORT,
    ),
    Format(
        "rss",
        (".rss", ".rdf"),
        f"{_HERE}.exports.feed",
        sniff=_root(b"rss", b"RDF"),
        several=True,
        isolated=True,
        absence=absence.FEED,
    ),
    Format(
        "atom",
        (".atom",),
        f"{_HERE}.exports.feed",
        sniff=_root(b"feed"),
        several=True,
        isolated=True,
        absence=absence.FEED,
    ),
    Format(
        "jsonfeed",
        (".jsonfeed",),
        f"{_HERE}.exports.feed",
        "read_json",
        sniff=_json(rb'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org'),
        several=True,
        absence=absence.FEED,
    ),
    Format(
        "ghost",
        (".ghost",),
        f"{_HERE}.exports.ghost",
        sniff=_json(rb'\A\{\s*"(?:db|meta|data)"\s*:'),
        several=True,
        absence=absence.EXPORT,
    ),
    Format("ninjs", (".ninjs",), f"{_HERE}.news.ninjs", sniff=_json(_NINJS), absence=absence.ITEM),
    # Documents
    Format(
        "docx",
        (".docx", ".docm", ".dotx"),
        f"{_HERE}.documents.docx",
        sniff=_holds(r"^word/document\.xml$"),
        isolated=True,
        absence=absence.DOCUMENT,
    ),
    Format(
        "odt",
        (".odt", ".ott"),
        f"{_HERE}.documents.odt",
        sniff=_holds(r"^content\.xml$", r"^META-INF/manifest\.xml$"),
        isolated=True,
        absence=absence.DOCUMENT,
    ),
    Format(
        "epub",
        (".epub",),
        f"{_HERE}.documents.epub",
        sniff=_holds(r"^META-INF/container\.xml$"),
        several=True,
        isolated=True,
        absence=absence.BOOK,
    ),
    Format(
        "rtf",
        (".rtf",),
        _PANDOC,
        sniff=_looks(rb"\A\{\\rtf\d?"),
        extra="pandoc",
        absence=absence.DOCUMENT,
    ),
    Format("rst", (".rst", ".rest"), _PANDOC, extra="pandoc", absence=absence.MARKUP),
    Format(
        "asciidoc", (".adoc", ".asciidoc", ".asc"), _PANDOC, extra="pandoc", absence=absence.MARKUP
    ),
    Format("mediawiki", (".mediawiki", ".wiki"), _PANDOC, extra="pandoc", absence=absence.MARKUP),
    Format("org", (".org",), _PANDOC, extra="pandoc", absence=absence.MARKUP),
    Format("textile", (".textile",), _PANDOC, extra="pandoc", absence=absence.MARKUP),
    Format("typst", (".typ",), _PANDOC, extra="pandoc", absence=absence.MARKUP),
    Format("fb2", (".fb2",), _PANDOC, extra="pandoc", absence=absence.BOOK),
    Format("jats", (".jats",), _PANDOC, extra="pandoc", absence=absence.DOCUMENT),
    Format(
        "warc",
        (".warc", ".gz", ".wacz"),
        f"{_HERE}.warc",
        sniff=_looks(rb"\AWARC/\d"),
        several=True,
        isolated=True,
        extra="warc",
        absence=absence.ARCHIVE,
    ),
    Format(
        "substack",
        (),
        f"{_HERE}.exports.newsletters",
        "read_substack",
        sniff=_holds(r"(?:^|/)posts\.csv$"),
        several=True,
        isolated=True,
        absence=absence.EXPORT,
    ),
    Format(
        "medium",
        (),
        f"{_HERE}.exports.newsletters",
        "read_medium",
        sniff=_holds(r"(?:^|/)posts/[^/]+\.html$"),
        several=True,
        isolated=True,
        absence=absence.EXPORT,
    ),
)


# Files that are no text: archives, PDF, old office documents, pictures.
_BINARY = re.compile(
    rb"PK\x03\x04|%PDF-|\xd0\xcf\x11\xe0|\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|\x1f\x8b|7z\xbc\xaf|Rar!"
)
_MARKUP = re.compile(rb"(?i)<(?:!doctype|html|\?xml|rss|feed)|\{\\rtf")


def _belied(by_suffix: list[Format], data: bytes) -> bool:
    """Whether a file plainly is something else than its suffix says."""
    name = by_suffix[0].name
    if name in ("docx", "odt", "epub"):
        return data[:4] == OLD_OFFICE or _MARKUP.match(_start(data)) is not None
    return name != "warc" and _BINARY.match(data) is not None


def detect(source: Source) -> Format | None:
    """Return the format of `source`: the one it names, else by suffix and content, else None."""
    if source.format is not None:
        return next((f for f in READERS if f.name == source.format), None)
    data = source.data
    by_suffix = [f for f in READERS if source.suffix in f.suffixes]
    for candidate in by_suffix:
        if candidate.sniff is not None and candidate.sniff(data):
            return candidate
    if by_suffix and not _belied(by_suffix, data):
        return next((f for f in by_suffix if f.sniff is None), by_suffix[0])
    for candidate in READERS:
        if candidate.sniff is not None and candidate.sniff(data):
            return candidate
    if by_suffix and not _BINARY.match(data):
        return by_suffix[0]
    if source.suffix in _CONTAINERS or data[:5] == b"<?xml" or _BINARY.match(data):
        return None
    return next((f for f in READERS if f.name == "text" and b"\x00" not in data[:4096]), None)
