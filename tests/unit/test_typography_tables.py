"""The golden tables of `tests/cases/typography/`: what typists type, what typographers set."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbook.typography.line import Leaf
from newsbook.typography.normal import (
    RULES,
    Normalised,
    Settings,
    may_change,
    normalise_line,
)
from newsbook.typography.scripts import segment
from tests.support.tables import rows, shown

NORMAL = [row for name in ("quotes", "marks", "wide") for row in rows(f"typography/{name}.txt")]


def line_of(text: str, language: str, settings: Settings = Settings()) -> Normalised:  # noqa: B008
    def split(leaf: Leaf) -> list[Leaf]:
        runs = segment(leaf.text, language)
        return [Leaf(run.text, run.language or language, language) for run in runs]

    return normalise_line([Leaf(text, language, language)], settings, split)


@pytest.mark.parametrize(("language", "text", "expected"), NORMAL)
def test_normalised(language: str, text: str, expected: str) -> None:
    line = line_of(text, language)
    assert shown(line.texts[0]) == shown(expected)
    assert shown(line_of(expected, language).texts[0]) == shown(expected), "a second time"
    assert {made.rule for made in line.made} <= set(RULES)
    if text != expected:
        assert may_change(text, french=language.startswith("fr"))


def test_every_rule_has_a_row() -> None:
    used = {made.rule for language, text, _ in NORMAL for made in line_of(text, language).made}
    assert used == set(RULES)


@pytest.mark.parametrize(("language", "text", "expected"), NORMAL)
def test_quotes_alone_change_quotation_marks_alone(language: str, text: str, expected: str) -> None:
    line = line_of(text, language, Settings(full=False))
    assert {made.rule for made in line.made} <= {"quotes", "apostrophes"}
    line = line_of(text, language, Settings(quotes=False))
    assert "quotes" not in {made.rule for made in line.made}


@pytest.mark.parametrize(("language", "text", "expected"), rows("typography/runs.txt"))
def test_runs(language: str, text: str, expected: str) -> None:
    runs = segment(text, language)
    assert "".join(run.text for run in runs) == text
    found = "".join(
        run.text if run.language is None else f"⟨{run.text}|{run.language}⟩" for run in runs
    )
    assert found == expected


def test_every_rule_is_documented() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "normalisation.md").read_text("utf-8")
    assert {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")} == set(
        RULES
    )
