"""From files of words in many languages to the labels a book prints: contents, by, page, source.

A file `labels/<language>.yml` maps a key to words; `{name}` in them stands for a value. English has
every key and is what a language falls back on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from newsbook.diagnostics import Collector
from newsbook.layout.reading import open_form

__all__ = ["Labels", "labels_for", "read_labels"]

_FIELD = re.compile(r"\{([a-z]+)\}")
_CHINESE = {
    "zh": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-my": "zh-Hans",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labels(Mapping[str, str]):
    """The words of one language; a key that is not there is an error of the layout."""

    language: str
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    def phrase(self, key: str, **values: str) -> str:
        """Return the words of `key` with each `{name}` replaced by its value."""
        return _FIELD.sub(lambda match: values.get(match[1], ""), self.words[key])


def read_labels(text: str, file: str, findings: Collector) -> dict[str, str]:
    """Return the words in `text`; problems go to `findings`."""
    form = open_form(text, file, findings)
    if form is None:
        return {}
    found = {}
    for key in form.names():
        value = form.text(key)
        if value is not None:
            found[key] = value
    return found


def fallbacks(language: str) -> list[str]:
    """Return the tags to look under for `language`, best first, ending with English.

    Chinese without a script goes by its region (BCP 47 matching by truncation, RFC 4647 3.4).
    """
    tags = []
    subtags = language.split("-")
    while subtags:
        tag = "-".join(subtags)
        tags.append(tag)
        if tag.lower() in _CHINESE:
            tags.append(_CHINESE[tag.lower()])
        subtags.pop()
    return [*tags, "en"]


def labels_for(labels: Mapping[str, Mapping[str, str]], language: str) -> Labels:
    """Return the words for `language` out of those of a layout."""
    folded = {tag.lower(): words for tag, words in labels.items()}
    merged: dict[str, str] = {}
    for tag in fallbacks(language)[::-1]:
        merged.update(folded.get(tag.lower(), {}))
    return Labels(language, merged)
