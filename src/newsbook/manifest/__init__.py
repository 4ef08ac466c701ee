"""From the manifest an editor wrote to a checked `Manifest` that knows its lines."""

from __future__ import annotations

from newsbook.manifest.load import load
from newsbook.manifest.schema import json_schema
from newsbook.manifest.types import (
    ArticleEntry,
    ArticleFields,
    Binding,
    Bleed,
    Cover,
    EpubOptions,
    FeedEntry,
    FontChoice,
    LayoutChoice,
    Manifest,
    Output,
    Paper,
    Part,
    PressOptions,
    PrintOptions,
    SectionEntry,
    SortedEntries,
    Spot,
)

__all__ = [
    "ArticleEntry",
    "ArticleFields",
    "Binding",
    "Bleed",
    "Cover",
    "EpubOptions",
    "FeedEntry",
    "FontChoice",
    "LayoutChoice",
    "Manifest",
    "Output",
    "Paper",
    "Part",
    "PressOptions",
    "PrintOptions",
    "SectionEntry",
    "SortedEntries",
    "Spot",
    "json_schema",
    "load",
]
