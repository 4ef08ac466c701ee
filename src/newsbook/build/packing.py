"""From a poured EPUB to its bytes, and to what it lost and what reading systems will stumble over.

Everything here is pure but for what is remembered, so that any process can do it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from newsbook.cache import Cache
from newsbook.checks.ledger import Account, audit
from newsbook.composition import Composition, PageMark
from newsbook.diagnostics import Collector, Diagnostic
from newsbook.fonts import Catalogue
from newsbook.manifest.types import EpubOptions
from newsbook.recall import Recall
from newsbook.report import LedgerRow

__all__ = ["PACKERS", "Made", "Task", "pack"]

# What `pack` needs, for processes to import before they are asked.
PACKERS = ("newsbook.epub", "newsbook.checks.epub_check", "newsbook.checks.epubtext")


@dataclass(frozen=True, slots=True)
class Task:
    """Everything an EPUB follows from: what was poured, and what should be in it."""

    composition: Composition
    options: EpubOptions
    timestamp: datetime.datetime
    catalogue: Catalogue
    page_map: Mapping[str, Sequence[PageMark]] | None
    accounts: tuple[Account, ...]
    output: str
    name: str
    cache: Path | None


@dataclass(frozen=True, slots=True)
class Made:
    """An EPUB, what it holds of each article, and what was found in making and reading it."""

    epub: bytes
    rows: tuple[LedgerRow, ...]
    findings: tuple[Diagnostic, ...]


def pack(task: Task) -> Made:
    """Package an EPUB and read it back. Raises `InputError` when the layout made no XHTML."""
    from newsbook.checks.epub_check import check_epub
    from newsbook.checks.epubtext import epub_holdings
    from newsbook.epub import package

    recall = Recall(None if task.cache is None else Cache(task.cache))
    findings = Collector()
    epub = package(
        task.composition,
        task.options,
        timestamp=task.timestamp,
        catalogue=task.catalogue,
        page_map=task.page_map,
        diagnostics=findings,
        recall=recall,
    )
    holdings = epub_holdings(epub, [account.article for account in task.accounts])
    rows, lost = audit(task.accounts, holdings, output=task.output, recall=recall)
    return Made(epub, rows, (*findings, *lost, *check_epub(epub, name=task.name, recall=recall)))
