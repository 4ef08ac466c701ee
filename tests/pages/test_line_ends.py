"""Lines are as full as their words allow, and as even, whatever stands at their ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.galleys import PAGE, document, print_composition
from tests.support.pages import laid_out, lines_of

TEXT = (
    "More text follows after the formula, and it should stand on the grid of lines again, as the "
    "printer expects it to do. Temperature is {} and the rest goes on to the end."
)


@pytest.mark.parametrize(
    "inline", ["<em>rising</em>", '<img style="width:2em;height:.7em" src="asset:chart.png"/>']
)
def test_a_space_before_an_element_takes_no_room_at_the_end(inline: str, tmp_path: Path) -> None:
    """Of these measures some end a line at that space: none may leave a word on a line alone."""
    css = PAGE + "html { font: 12pt/17pt Literata } body, p { margin: 0 }"
    body = "".join(
        f'<p style="width:{220 + step}pt">{TEXT.format(inline)}</p>' for step in range(90)
    )
    (pages,) = laid_out(print_composition([document("a", body)], css), tmp_path)
    found = [line for line in lines_of(pages) if line.tag == "p"]
    assert len(found) > 280
    assert [line.text for line in found if len(line.text) < 20 and not line.last] == []


@pytest.mark.parametrize("words", ["Two Shores", "A Longer Word", "The Pine and the Cypress"])
def test_balanced_lines_are_as_wide_as_their_longest_word(words: str, tmp_path: Path) -> None:
    """A headline of short and long words stays in its middle, and inside its measure."""
    css = (
        PAGE + "html { font: 40pt/44pt Literata } body { margin: 0; width: 300pt } h2 { margin: 0; "
    )
    css += "text-align: center; hyphens: manual; font: 400 60pt/64pt Literata; --balance: 1 }"
    (pages,) = laid_out(print_composition([document("a", f"<h2>{words}</h2>")], css), tmp_path)
    found = [line for line in lines_of(pages) if line.tag == "h2"]
    assert len(found) > 1
    middles = [line.x + line.width / 2 for line in found]
    assert max(middles) - min(middles) < 1
