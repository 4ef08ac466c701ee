"""From what the manifest expects of an article to a diagnostic for everything that is otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsbook.extract import Expect
from newsbook.manifest import ArticleEntry
from newsbook.measure import measure
from newsbook.model import Article
from newsbook.tree import plain_text
from newsbook.world import World

__all__ = ["check_expectations"]

_SHOWN = 60


def check_expectations(article: Article, entry: ArticleEntry, world: World) -> None:
    """Report what of `article` is not as `entry` expects it; `article` is as it was read."""
    if entry.expect is None:
        return
    for name, wanted, found in _differences(article, entry.expect):
        world.diagnostics.error(
            "expect-mismatch",
            f"{entry.file}: {name} should be {wanted}, and is {found}",
            where=entry.expect.where.get(name) or entry.where,
            hint=f"look at it with 'newsbook inspect {entry.file}', then correct extract or expect",
        )


def _differences(article: Article, expect: Expect) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each thing that differs, what was wanted and what was found."""
    found = measure(article.body)
    headline = plain_text(article.headline)
    pairs: tuple[tuple[str, Any, Any], ...] = (
        ("headline", expect.headline, headline),
        ("paragraphs", expect.paragraphs, found.paragraphs),
        ("blocks", expect.blocks, found.blocks),
        ("words", expect.words, found.words),
        ("sha256", expect.sha256, found.sha256),
    )
    for name, wanted, is_ in pairs:
        if wanted is not None and wanted != is_:
            yield name, _shown(wanted), _shown(is_)
    if expect.first is not None and not found.first.startswith(expect.first):
        yield "first", _shown(expect.first), _shown(found.first[: max(_SHOWN, len(expect.first))])
    if expect.last is not None and not found.last.endswith(expect.last):
        yield "last", _shown(expect.last), _shown(found.last[-max(_SHOWN, len(expect.last)) :])


def _shown(value: Any) -> str:
    text = str(value)
    return text if isinstance(value, int) or len(text) == 64 else repr(text[:200])
