"""From a finding to a value with a place, a code, a message and a next step, and to the text shown.

Stages create `Diagnostic` values and add them to the `Collector` in their `World`; only the
command line prints them. Every code used anywhere is a key of `CODES`; a test compares that table
with the folders in `tests/invalid/` and the headings in `docs/diagnostics.md`.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "CODES",
    "Collector",
    "Diagnostic",
    "Location",
    "Severity",
    "code_frame",
    "format_diagnostic",
    "text_width",
]


class Severity(enum.StrEnum):
    """How much a finding matters: an error makes the exit code non-zero."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file.

    `file` is relative to the project (POSIX separators), `line` and `column` count from 1 in
    characters, `length` is the number of characters to underline (0: unknown).
    """

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 0


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `code` is a key of `CODES`; `hint` is the next step, in the imperative."""

    severity: Severity
    code: str
    message: str
    where: Location | None = None
    hint: str | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"diagnostic code {self.code!r} is not in CODES")

    def as_json(self) -> dict[str, Any]:
        """Return the object the command line prints with `--json` (see docs/manifest)."""
        where = self.where or Location("")
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "file": where.file or None,
            "line": where.line,
            "column": where.column,
            "hint": self.hint,
        }


@dataclass(slots=True)
class Collector:
    """Gathers diagnostics in the order they are found; the same finding is kept once."""

    items: list[Diagnostic] = field(default_factory=list)

    def add(self, diagnostic: Diagnostic) -> None:
        """Keep `diagnostic` unless an equal one is already there."""
        if diagnostic not in self.items:
            self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Keep each of `diagnostics`."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def _note(
        self,
        severity: Severity,
        code: str,
        message: str,
        where: Location | None,
        hint: str | None,
        article: str | None,
    ) -> None:
        self.add(Diagnostic(severity, code, message, where, hint, article))

    def error(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add an error."""
        self._note(Severity.ERROR, code, message, where, hint, article)

    def warning(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add a warning."""
        self._note(Severity.WARNING, code, message, where, hint, article)

    def info(
        self,
        code: str,
        message: str,
        *,
        where: Location | None = None,
        hint: str | None = None,
        article: str | None = None,
    ) -> None:
        """Add a remark."""
        self._note(Severity.INFO, code, message, where, hint, article)

    @property
    def errors(self) -> list[Diagnostic]:
        """The errors, in order."""
        return [d for d in self.items if d.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Diagnostic]:
        """The warnings, in order."""
        return [d for d in self.items if d.severity is Severity.WARNING]

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


# Characters that would steer a terminal or turn the order of a line around, made visible (line
# feeds stay: a hint may have several lines).
_VISIBLE = (
    {code: 0x2400 + code for code in range(0x20) if code != 0x0A}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), 0x200E, 0x200F, *range(0x202A, 0x202F)), 0xFFFD)
    | dict.fromkeys((0x061C, *range(0x2066, 0x206A)), 0xFFFD)
)


def text_width(text: str) -> int:
    """Return the columns `text` takes in a terminal (East Asian wide characters take two)."""
    columns = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


def code_frame(source: str, where: Location) -> str:
    """Return the line of `source` at `where` with a caret line under it, or `""`.

    Tabs are shown as single spaces; lines longer than 160 characters are cut around the place.
    """
    lines = source.splitlines()
    if where.line is None or not 1 <= where.line <= len(lines):
        return ""
    text = lines[where.line - 1].replace("\t", " ").translate(_VISIBLE)
    column = min(max((where.column or 1) - 1, 0), len(text))
    length = max(where.length, 1)
    if len(text) > 160:
        start = max(0, column - 60)
        text = text[start : start + 120]
        column -= start
    length = max(1, min(length, len(text) - column))
    number = str(where.line)
    gutter = " " * len(number)
    pad = " " * text_width(text[:column])
    carets = "^" * max(1, text_width(text[column : column + length]))
    return f"  {number} | {text}\n  {gutter} | {pad}{carets}"


def format_diagnostic(diagnostic: Diagnostic, sources: Mapping[str, str] | None = None) -> str:
    """Return the text shown for `diagnostic`: place, problem, code frame and next step.

    `sources` maps a file name to its text; a file that is not in it gets no code frame.
    """
    where = diagnostic.where
    place = ""
    frame = ""
    if where is not None and where.file:
        numbers = [n for n in (where.line, where.column) if n is not None]
        place = ":".join([where.file, *map(str, numbers)]) + ": "
        if sources and where.file in sources:
            frame = code_frame(sources[where.file], where)
    message = diagnostic.message.translate(_VISIBLE)
    parts = [f"{place.translate(_VISIBLE)}{diagnostic.severity}[{diagnostic.code}]: {message}"]
    if frame:
        parts.append(frame)
    if diagnostic.hint:
        parts.append(f"  hint: {diagnostic.hint.translate(_VISIBLE)}")
    return "\n".join(parts)


CODES: dict[str, str] = {
    # Manifest
    "unknown-key": "A key is not part of the manifest's schema.",
    "duplicate-key": "A key stands twice in one mapping.",
    "invalid-value": "A value is not of the kind its key takes.",
    "missing-key": "A key that must be there is not.",
    "yaml-syntax": "The file is not well-formed YAML.",
    "yaml-alias": "YAML anchors and aliases are refused: they hide text and can explode in size.",
    "file-not-found": "A file named in the manifest or in an article does not exist.",
    "outside-project": "A path leads out of the folder of the manifest.",
    "duplicate-article": "The same file is listed twice.",
    "empty-glob": "A pattern matches no file.",
    # Reading
    "unreadable-file": "A file could not be read.",
    "bad-encoding": "A text is not valid in the encoding it claims.",
    "unknown-format": "No reader is registered for this kind of file.",
    "empty-article": "An article has no text.",
    "content-dropped": "Something in the source has no place in a book and was left out.",
    "metadata-invalid": "A metadata field of an article could not be understood.",
    "missing-headline": "No headline was found.",
    "missing-year": "A dateline states no year, and a year is never guessed.",
    "low-confidence": "The reader is not sure where the article begins or ends.",
    "extract-no-match": "A pattern under 'extract' matches nothing.",
    "expect-mismatch": "What was read is not what the manifest expects.",
    "encoding-guessed": "A text declares no encoding and is not UTF-8; the encoding was guessed.",
    "malformed-source": "A source is not well-formed in its own format.",
    "limit-exceeded": "A source needs more memory, time or space than a source may need.",
    "several-articles": "A file holds more than one article.",
    "embargoed": "An article may not be published yet.",
    "not-usable": "A source says that the article is cancelled, withheld or a draft.",
    "usage-terms": "A source states terms of use that somebody must read.",
    "unreadable-image": "A picture could not be decoded.",
    "remote-picture": "A picture is on the network, and a build fetches nothing.",
    "missing-alt": "A picture has no alternative text.",
    # Edition
    "broken-link": "A link inside the book leads nowhere.",
    "duplicate-id": "Two elements of one article have the same id.",
    "normalised": "A character was normalised for typesetting; the source file is unchanged.",
    "inferred": "A value was inferred rather than stated.",
    # Layout and output
    "unknown-layout": "There is no layout of that name.",
    "layout-invalid": "A layout is broken.",
    "missing-glyph": "No font of the book can draw a character.",
    "font-unusable": "A font would break in print, may not be embedded, or is not there.",
    "font-leak": "A font from outside the project was used.",
    "engine-warning": "The typesetting engine reported a problem.",
    "content-lost": "Text of an article is missing from an output.",
    "epub-font-left-out": "A face is not embedded in the EPUB because its text is long.",
    "epub-page-unplaced": "The opening words of a printed page are not in the EPUB.",
    "epubcheck": "EPUBCheck reported a problem.",
    "tool-missing": "An optional tool is not installed.",
    "write-failed": "An output file could not be written.",
    # Press
    "press-refused": "The book holds something that cannot be printed as the press order asks.",
    "press-blank-pages": "Blank pages were added at the end to fill the printed sheets.",
    # Preflight of a PDF
    "pdf-action": "The file does something when it is opened or clicked.",
    "pdf-alternates": "A picture has an alternate for the screen.",
    "pdf-annotation": "A link, a comment or a form field lies on a printed page.",
    "pdf-attachment": "Files are attached.",
    "pdf-barcode": "The barcode cannot be read on the black plate.",
    "pdf-black-knockout": "Small black type is cut out of the colour below it.",
    "pdf-blank-page": "A page is blank.",
    "pdf-bleed-artwork": "Artwork ends at the cut instead of running into the bleed.",
    "pdf-bleed-box": "The bleed is not as asked.",
    "pdf-boxes": "The boxes of a page are missing or do not nest.",
    "pdf-colour": "A colour is in a space that the press or the standard does not take.",
    "pdf-colour-text": "Small type is printed in several inks, or stands white in them.",
    "pdf-conformance": "The file does not say, or wrongly says, which standard it follows.",
    "pdf-content": "The content of a page cannot be read.",
    "pdf-crop-box": "The CropBox cuts what must be printed.",
    "pdf-encrypted": "The file is encrypted.",
    "pdf-external": "Data stand in another file.",
    "pdf-filter": "Data are compressed in a way the standard forbids.",
    "pdf-font-embedding": "A font is not embedded.",
    "pdf-font-type": "A font is embedded in a form the standard forbids.",
    "pdf-form": "The file holds form fields.",
    "pdf-gutter": "Type stands too near the spine.",
    "pdf-hairline": "A line is too thin to print.",
    "pdf-halftone": "The file sets a halftone of its own.",
    "pdf-header": "The file does not begin as a PDF should.",
    "pdf-icc-intent": "Colours carry the profile of the printing condition itself.",
    "pdf-id": "The file has no identifier.",
    "pdf-info": "The document information lacks a value.",
    "pdf-ink": "There is more ink than the paper takes.",
    "pdf-intent": "The output intent is missing, doubled or unnamed.",
    "pdf-intent-profile": "The ICC profile of the output intent cannot be used.",
    "pdf-layers": "The file has layers.",
    "pdf-media-size": "The sheet is larger than page and bleed, for a printer who takes no marks.",
    "pdf-notdef": "A character was set that no font could draw.",
    "pdf-object-streams": "Objects are compressed, which the standard forbids.",
    "pdf-opi": "A picture is to be replaced at the press.",
    "pdf-page-count": "The number of pages does not suit the printer.",
    "pdf-page-size": "Pages differ in size.",
    "pdf-postscript": "PostScript code is embedded.",
    "pdf-reference": "A page of another file is shown by reference.",
    "pdf-resolution": "A picture has too few pixels for its size, or far too many.",
    "pdf-rich-black": "Type is set in black mixed of several inks.",
    "pdf-rotated": "A page is turned.",
    "pdf-safe-area": "Type stands too near the cut.",
    "pdf-shading": "A gradient does not fit its colour space.",
    "pdf-small-text": "Type is too small to print.",
    "pdf-spot": "A special ink needs a plate of its own.",
    "pdf-transfer": "A transfer curve changes every tone.",
    "pdf-transparency": "Something is transparent, which the standard forbids.",
    "pdf-trapped": "The file does not say whether it is trapped.",
    "pdf-trim-size": "The page is not of the size ordered or offered.",
    "pdf-type3": "Type is drawn as pictures.",
    "pdf-unreadable": "A PDF, or a part of it, cannot be read.",
    "pdf-user-unit": "A page is scaled.",
    "pdf-version": "The file is of a PDF version the standard does not take.",
    "pdf-viewer-preferences": "The viewer is told to show another box than the bleed.",
    "pdf-white-overprint": "White type is set to overprint and vanishes.",
    "pdf-xmp": "The XMP metadata is missing, incomplete or contradictory.",
    # Checks of an EPUB
    "epub-container": "The container of an EPUB is broken.",
    "epub-package": "The package document of an EPUB is broken.",
    "epub-manifest": "The manifest of an EPUB and its files differ.",
    "epub-spine": "The reading order of an EPUB is broken.",
    "epub-document": "A document of an EPUB is not well-formed or has an id twice.",
    "epub-link": "A reference inside an EPUB leads nowhere.",
    "epub-navigation": "The navigation of an EPUB is missing, broken or out of order.",
    "epub-archive-time": "The archive of an EPUB carries a clock or a machine.",
    "epub-file-name": "A file name in an EPUB holds characters some readers cannot open.",
    "epub-picture-type": "A picture in an EPUB is of a type some stores refuse.",
    "epub-picture-size": "A picture in an EPUB is larger than e-readers take.",
    "epub-document-size": "A document of an EPUB is longer than old readers take.",
    "epub-encoding": "A document of an EPUB begins with a byte order mark.",
    "epub-not-in-spine": "A document of an EPUB is not in the reading order.",
    "epub-cover": "The cover of an EPUB is not found by every reader.",
    "epub-refines": "A statement in an EPUB's package refines nothing, or is said twice.",
    "epub-metadata": "A statement in an EPUB's package is empty or not of its vocabulary.",
    "epub-unstable-id": "Ids in an EPUB count, so a new article renames those after it.",
    "epub-conformance": "An EPUB claims conformance in words that are not the recommendation's.",
    "epub-feature": "An EPUB claims a feature it does not have, or hides one it has.",
    "epub-contents": "A document of an EPUB is not in its table of contents.",
    "epub-title": "A document of an EPUB has no title.",
    "epub-heading": "A heading in an EPUB skips a level.",
    "epub-role": "epub:type and role of an element disagree.",
    "epub-alt-text": "An alternative text in an EPUB says nothing.",
    "epub-math": "A formula in an EPUB has no words.",
    "epub-table": "A table in an EPUB has no proper header cells.",
    "epub-link-text": "A link in an EPUB has no address or no words.",
    "epub-empty-element": "An element in an EPUB is empty.",
    "epub-style-attribute": "An element in an EPUB carries a style attribute.",
    "epub-time": "A time in an EPUB cannot be read by machines.",
    "epub-language": "A language tag in an EPUB is missing, malformed or contradicted.",
    "epub-untagged-script": "Chinese, Japanese or Korean in an EPUB is tagged as another language.",
    "epub-latin-reading": "A reading in Latin letters is not tagged as such.",
    "epub-cjk-space": "White space stands between Chinese or Japanese characters.",
    "epub-language-hook": "An element lacks the class that stands for its language in style sheets.",
    "epub-note": "A note in an EPUB is not called, or does not lead back.",
    "epub-note-space": "A space stands before the call of a note.",
    "epub-page-order": "The page list of an EPUB is out of order.",
    "epub-page-list": "A page marker is not listed, has no label, or has no source.",
    "epub-page-splits-word": "A page marker divides a word.",
    "epub-css-engine": "A style sheet holds what old engines drop.",
    "epub-css-size": "A style sheet takes the reader's choice of size away.",
    "epub-css-night": "A style sheet sets colours that fight night modes.",
    "epub-css-duplicate": "A selector stands twice in a style sheet.",
    "epub-css-hyphens": "A style sheet sets hyphens for new readers only.",
    "epub-font-name": "A font of an EPUB is not used, or called otherwise in style sheets.",
}
