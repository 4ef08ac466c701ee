"""From an Edition and what stands in an output to a ledger of words, notes, links and pictures.

Text is compared letter by letter: compatibility forms folded (Unicode NFKC), case folded, and
everything left out that is neither letter nor digit, so that hyphenation, line ends, spacing,
punctuation and small capitals do not matter. An article's text is cut into *runs*, the stretches
between which an output may put text of its own (a note's number, a page reference, a ruby
annotation); each run must be found in the pages or the document of its article. A run may be cut
by the end of a page, where a folio, a running head and notes come between its two parts.

Scripts whose glyphs are stored in another order than their letters (Arabic, Hebrew, the Indic and
South-East Asian scripts) are counted instead of searched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from newsbook.content import Code as CodeText
from newsbook.content import (
    Emphasis,
    LineBreak,
    Link,
    Listing,
    Note,
    Picture,
    RubyPair,
    Span,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.measure import WORD, count_words
from newsbook.model import Article, Asset
from newsbook.normalforms import normal_form
from newsbook.recall import FORGETFUL, Recall
from newsbook.report import LedgerRow, counted
from newsbook.tree import children_of, plain_text, walk

__all__ = ["Account", "Holding", "account_of", "audit", "letters_of"]

# A part of a run this long, in letters, is proof by itself; a shorter one must stand where a page
# begins, behind at most so many letters of running head and folio.
_PROOF = 16
_HEAD = 400
# How many letters of a lost run are tried one by one before it is searched in strides.
_PATIENCE = 24
_STRIDE = 8
_SHOWN = 12

_LETTER, _NO_LETTER = re.compile(r"[^\W_]"), re.compile(r"[\W_]+")
_TO_I = str.maketrans({"ı": "i", "İ": "i"})
_UNORDERED = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u0900-\u0dff\u0e00-\u109f\u1780-\u17ff]"
)


def letters_of(text: str) -> str:
    """Return the letters and digits of `text`, folded."""
    if text.isascii():
        return _NO_LETTER.sub("", text.lower())
    folded = normal_form("NFKC", text).translate(_TO_I).casefold()
    return _NO_LETTER.sub("", folded)


# ---------------------------------------------------------------- what goes in
@dataclass(frozen=True, slots=True)
class Account:
    """What an article holds: its runs of text, and how many notes, links and pictures.

    `notes` are the texts of its notes; `raster` counts the pictures that are no drawings.
    """

    article: str
    title: str
    runs: tuple[str, ...]
    notes: tuple[tuple[str, ...], ...]
    links: int
    pictures: int
    raster: int

    @property
    def words(self) -> int:
        """The number of words, those of the notes included."""
        return sum(count_words(run) for run in self.runs) + sum(
            count_words(run) for note in self.notes for run in note
        )


class _Runs:
    """Cuts content into runs."""

    def __init__(self) -> None:
        self.runs: list[str] = []
        self.notes: list[tuple[str, ...]] = []
        self._line: list[str] = []

    def cut(self) -> None:
        text = "".join(self._line)
        self._line.clear()
        if _LETTER.search(text) or letters_of(text):
            self.runs.append(text)

    def group(self, value: Any) -> None:
        """Take the value of a field: what stands in one innermost tuple is one line."""
        if isinstance(value, tuple):
            for part in value:
                if isinstance(part, tuple):
                    self.group(part)
                elif not isinstance(part, str):
                    self.visit(part)
            self.cut()

    def visit(self, node: Any) -> None:
        if isinstance(node, Text | CodeText):
            self._line.append(node.text)
        elif isinstance(node, LineBreak):
            self._line.append(" ")
        elif isinstance(node, _TRANSPARENT):
            for child in children_of(node):
                self.visit(child)
        elif isinstance(node, Note):
            self.cut()
            self.notes += _runs_of(node.blocks)
        elif isinstance(node, Listing | RubyPair):
            self.cut()
            self._line.append(node.text if isinstance(node, Listing) else node.base)
            self.cut()
        else:
            self.cut()
            for entry in fields(node):
                self.group(getattr(node, entry.name))

    @classmethod
    def of(cls, *content: Any) -> _Runs:
        runs = cls()
        for value in content:
            runs.group(value)
        return runs


def _runs_of(blocks: tuple[Any, ...]) -> list[tuple[str, ...]]:
    """Return the runs of a note, and of the notes in it."""
    inner = _Runs.of(blocks)
    return [*inner.notes, tuple(inner.runs)]


_TRANSPARENT = (Emphasis, Strong, Span, Superscript, Subscript)


def account_of(article: Article, assets: Mapping[str, Asset]) -> Account:
    """Return what `article` holds."""
    content = (article.headline, article.kicker, article.deck, article.body, article.note)
    found = _Runs.of(*content)
    found.runs += [person.name for person in article.byline if letters_of(person.name)]
    nodes = list(walk(*content))
    pictures = [assets.get(node.source) for node in nodes if isinstance(node, Picture)]
    return Account(
        article=article.slug,
        title=plain_text(article.headline) or article.slug,
        runs=tuple(found.runs),
        notes=tuple(found.notes),
        links=sum(1 for node in nodes if isinstance(node, Link)),
        pictures=len(pictures),
        raster=sum(1 for asset in pictures if asset and asset.media_type != "image/svg+xml"),
    )


# ---------------------------------------------------------------- what came out
@dataclass(frozen=True, slots=True)
class Holding:
    """What an output holds of one article: the text of its pages (an EPUB's document is one), and
    how many notes, links and pictures; None where they cannot be counted in this output.

    `raster_only` says that `pictures` leaves out drawings, which a PDF does not tell from rules.
    """

    pages: tuple[str, ...]
    notes: int | None = None
    links: int | None = None
    pictures: int | None = None
    raster_only: bool = False


class _Search:
    """Finds runs in the letters of an article's pages."""

    def __init__(self, pages: Iterable[str]) -> None:
        self._starts: list[int] = []
        parts = []
        length = 0
        for page in pages:
            self._starts.append(length)
            parts.append(letters_of(page))
            length += len(parts[-1])
        self._text = "".join(parts)
        self._cursor = 0
        self._left: Counter[str] | None = None

    def missing(self, run: str) -> list[tuple[int, int]]:
        """Return what of the letters of `run` is not there: where it begins, and how many."""
        letters = letters_of(run)
        place = self._text.find(letters, self._cursor)
        if place < 0 and _UNORDERED.search(run):
            return self._uncounted(letters)
        if place < 0:
            place = self._text.find(letters)
        else:
            self._cursor = place + len(letters)
        return [] if place >= 0 else self._pieces(letters)

    def _uncounted(self, letters: str) -> list[tuple[int, int]]:
        if self._left is None:
            self._left = Counter(self._text)
        wanted = Counter(letters)
        lacking = wanted - self._left
        self._left -= wanted
        return [(letters.find(letter), number) for letter, number in lacking.items()]

    def _prefix(self, letters: str, start: int = 0) -> int:
        """Return the length of the longest beginning of `letters` that stands in the text."""
        low, high = 0, len(letters)
        while low < high:
            middle = (low + high + 1) // 2
            if self._text.find(letters[:middle], start) >= 0:
                low = middle
            else:
                high = middle - 1
        return low

    def _begins_a_page(self, letters: str) -> bool:
        return any(
            self._text.find(letters, start, start + _HEAD + len(letters)) >= 0
            for start in self._starts[1:]
        )

    def _pieces(self, letters: str) -> list[tuple[int, int]]:
        """Return what is missing of a run that stands nowhere as a whole."""
        lost: list[tuple[int, int]] = []
        start = position = 0  # what lies between them is in doubt
        end: int | None = None
        while position < len(letters):
            rest = letters[position:]
            length = self._prefix(rest)
            piece = rest[:length]
            after = self._text.find(piece, end) >= 0 if end is not None else False
            whole = length == len(rest) and (after or self._begins_a_page(piece))
            if length >= _PROOF or whole:
                # A few letters before the end of a page are proved by those that begin the next.
                doubtful = letters[start:position]
                if not (doubtful in self._text and self._begins_a_page(piece[:_PROOF])):
                    lost.append((start, position - start))
                end = self._text.find(piece) + length
                start = position = position + length
            else:
                position += self._stride(rest) if position - start > _PATIENCE else 1
        lost.append((start, len(letters) - start))
        return [part for part in lost if part[1]]

    def _stride(self, letters: str) -> int:
        """Return how far it is, about, to letters that are there again."""
        for start in range(0, len(letters) - _PROOF, _STRIDE):
            if letters[start : start + _PROOF] in self._text:
                return max(1, start - _STRIDE)
        return len(letters)


# ---------------------------------------------------------------- the two compared
def _from_letter(run: str, number: int) -> str:
    """Return `run` from the word that holds its letter `number`."""
    passed = 0
    for word in WORD.finditer(run):
        passed += len(letters_of(word.group()))
        if passed > number:
            return run[word.start() :]
    return run


def _beginning(text: str) -> str:
    """Return the beginning of `text`, about a dozen words, on one line."""
    words = " ".join(text.split()).split(" ")
    cut = " ".join(words[:_SHOWN])
    return cut[:80] + ("…" if len(words) > _SHOWN or len(cut) > 80 else "")


@dataclass(slots=True)
class _Loss:
    words: int = 0
    first: str = ""

    def add(self, run: str, missing: list[tuple[int, int]]) -> None:
        share = sum(length for _, length in missing) / len(letters_of(run))
        self.words += max(1, round(share * count_words(run)))
        self.first = self.first or _beginning(_from_letter(run, missing[0][0]))


def _compare(account: Account, holding: Holding) -> tuple[_Loss, int, int]:
    """Return what is lost, the notes that are there whole, and the words there should be."""
    search, loss, notes = _Search(holding.pages), _Loss(), 0
    for run in account.runs:
        if missing := search.missing(run):
            loss.add(run, missing)
    search = _Search(holding.pages)
    for note in account.notes:
        gone = [(run, missing) for run in note if (missing := search.missing(run))]
        for run, missing in gone:
            loss.add(run, missing)
        notes += not gone
    return loss, notes, account.words


def audit(
    accounts: Iterable[Account],
    holdings: Mapping[str, Holding],
    *,
    output: str,
    recall: Recall = FORGETFUL,
) -> tuple[tuple[LedgerRow, ...], tuple[Diagnostic, ...]]:
    """Return the ledger of `output` and an error for every article that lost something.

    `holdings` maps the slug of an article to what the output holds of it; `recall` remembers what
    a comparison said.
    """
    rows: list[LedgerRow] = []
    findings: list[Diagnostic] = []
    for account in accounts:
        holding = holdings.get(account.article, Holding(()))
        loss, notes, words = recall.made(
            "comparison", (account, holding.pages), partial(_compare, account, holding)
        )
        pictures = account.raster if holding.raster_only else account.pictures
        row = LedgerRow(
            article=account.article,
            output=output,
            words_in=words,
            words_out=max(0, words - loss.words),
            notes_in=len(account.notes),
            notes_out=notes if holding.notes is None else min(notes, holding.notes),
            links_in=account.links,
            links_out=account.links if holding.links is None else holding.links,
            pictures_in=pictures,
            pictures_out=pictures if holding.pictures is None else holding.pictures,
        )
        rows.append(row)
        if lacking := _lacking(row, loss):
            findings.append(
                Diagnostic(
                    Severity.ERROR,
                    "content-lost",
                    f"lost in the output '{output}': {lacking} of '{account.title}'",
                    hint="the layout or the typesetting engine lost it: please report it with "
                    "the article",
                    article=account.article,
                )
            )
    return tuple(rows), tuple(findings)


def _lacking(row: LedgerRow, loss: _Loss) -> str:
    """Return what a row lacks in words, or ""."""
    parts = []
    if loss.words:
        parts.append(f'{counted(loss.words, "word")} ("{loss.first}")')
    for name in ("note", "link", "picture"):
        lacking = getattr(row, f"{name}s_in") - getattr(row, f"{name}s_out")
        if lacking > 0 and not (name == "note" and loss.words):
            parts.append(counted(lacking, name))
    return " and ".join(parts)
