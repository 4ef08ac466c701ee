"""The call of a note stands behind the mark before it, never at the beginning of a line."""

from __future__ import annotations

from pathlib import Path

from newsbook.compose import compose
from newsbook.content import Note, Paragraph, Text
from newsbook.layout import load_layout
from newsbook.manifest.types import PrintOptions
from tests.support.editions import article, edition, para
from tests.support.pages import laid_out, lines_of

WORDS = "the river runs past old walls where people count colours nobody calls a miracle".split()


def noted(count: int) -> Paragraph:
    """A paragraph of `count` words with a note at its end."""
    words = " ".join(WORDS[(count + n * n) % len(WORDS)] for n in range(count))
    return Paragraph((Text(words + "."), Note((para("Said there."),))))


def test_no_call_begins_a_line(tmp_path: Path) -> None:
    """Of so many last lines some end at the edge of the measure."""
    body = tuple(noted(count) for count in range(8, 98))
    story = edition(article("story", "Notes", body=body))
    made = compose(
        story, load_layout("classic", root=tmp_path), "print", options=PrintOptions(148, 210)
    )
    lines = [
        line for unit in laid_out(made, tmp_path) for line in lines_of(unit) if line.tag == "p"
    ]
    texts = [line.text.replace("\u2060", "").strip() for line in lines]
    calls = {str(number + 1) for number in range(len(body))}
    assert len(texts) > 300
    assert sum(text[-1:].isdigit() for text in texts) >= len(body)
    assert [text for text in texts if text in calls] == []
