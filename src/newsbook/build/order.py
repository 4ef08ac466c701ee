"""From what a person at the command line wants to one value that a build is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PRELOADED", "Order"]

# What worker processes import before they are asked for anything.
PRELOADED = ("newsbook.pdf.engine.loading", "newsbook.pdf.engine.typesetting")


@dataclass(frozen=True, slots=True)
class Order:
    """What the person at the command line wants.

    `formats` names outputs (`pdf` stands for every PDF; () for all); `folder` is where the files go
    (None: `dist` beside the manifest); `cache` the folder of the cache (None: no cache); `jobs` the
    number of processes (0: one a core); `timestamp` what a book without a date carries as its time.
    """

    formats: tuple[str, ...] = ()
    folder: Path | None = None
    jobs: int = 0
    cache: Path | None = None
    scheduler: str | None = None
    strict: bool = False
    keep_going: bool = False
    allow_embargoed: bool = False
    allow_unusable: bool = False
    validate: bool = False
    keep_stages: Path | None = None
    timestamp: datetime.datetime | None = None
