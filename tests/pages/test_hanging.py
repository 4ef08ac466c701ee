"""Marks at the ends of lines stand partly in the margin, where the editor asks for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from newsbook.pdf.engine import hanging
from tests.pages.test_text_layer import extracted
from tests.support.galleys import PAGE, bound, document, print_composition
from tests.support.pages import laid_out, lines_of, overfull, short_lines
from tests.support.set_pages import bound_book, pages_of

TEXT = (
    "“Incomprehensible,” said the harbourmaster’s representative; “extraordinary circumstances "
    "notwithstanding, administrative responsibilities remain: the lighthouse, the breakwater, the "
    "weighbridge.” Nobody answered. ‘Unquestionably,’ he continued, and international "
    "correspondents photographed the reconstruction; “thereafter,” they wrote, “everything changed.” "
)
BODIES = [TEXT[i:].partition(" ")[2] + TEXT for i in range(0, 300, 15)]
CSS = PAGE + "html { font: 10pt/14pt Literata; hyphens: auto } body { margin: 0 } p { width: 62mm }"
HANG = CSS + "body { --hang: 1 }"
LEFT, RIGHT = 20 * 72 / 25.4, 82 * 72 / 25.4
FOOT = 12 * 72 / 25.4


def book(css: str, language: str = "en", bodies: list[str] = BODIES) -> Any:
    body = "".join(f"<p>{text}</p>" for text in bodies)
    return bound(print_composition([document("a", body, language=language)], css))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as PDFium sees it, in pt: its characters without spaces, where the first begins and
    the last ends, and the advances of both.
    """

    text: str
    start: float
    end: float
    first: float
    last: float


def drawn_lines(pdf: bytes) -> list[Drawn]:
    """The lines of the right-hand pages of `pdf`."""
    found = []
    with pypdfium2.PdfDocument(pdf) as file:
        for page in list(file)[::2]:
            text = page.get_textpage()
            rows: dict[int, list[tuple[float, float, str]]] = {}
            for at in range(text.count_chars()):
                character = text.get_text_range(at, 1)
                left, bottom, right, _ = text.get_charbox(at, loose=True)
                if character.strip() and bottom > FOOT:
                    rows.setdefault(round(bottom), []).append((left, right, character))
            for _, row in sorted(rows.items(), reverse=True):
                row.sort()
                (left, first, _), (last, right, _) = row[0], row[-1]
                drawn = "".join(character for _, _, character in row)
                found.append(Drawn(drawn, left, right, first - left, right - last))
    return found


def test_lines_stick_out_by_their_parts_on_the_page() -> None:
    """Today's lines end up to 0.2 pt from the measure where a renderer adds up rounded advances."""
    seen: Counter[str] = Counter()
    plain, hung = drawn_lines(book(CSS).pdf), drawn_lines(book(HANG).pdf)
    assert [line.text for line in plain] == [line.text for line in hung]
    for before, line in zip(plain, hung, strict=True):
        shift = hanging.BEGIN.get(line.text[0], 0.0) * line.first
        part = hanging.END.get(line.text[-1], 0.0)
        assert before.start == pytest.approx(LEFT, abs=0.05), line
        assert line.start == pytest.approx(LEFT - shift, abs=0.05), line
        seen[f"start {bool(shift)}"] += 1
        if before.end < RIGHT - 2:  # the last line of a paragraph
            assert line.end == pytest.approx(before.end - shift, abs=0.05), line
            continue
        assert before.end == pytest.approx(RIGHT, abs=0.25), line
        assert line.end == pytest.approx(RIGHT + part * line.last, abs=0.25), line
        seen[f"end {part}"] += 1
    assert min(seen[key] for key in ("end 0.0", "end 0.7", "end 0.5", "start True")) > 2, seen


def test_lines_are_laid_out_to_their_parts_exactly(tmp_path: Path) -> None:
    drawn = drawn_lines(book(HANG).pdf)
    advance = {line.text[-1]: line.last for line in drawn} | {
        line.text[0]: line.first for line in drawn
    }
    body = "".join(f"<p>{text}</p>" for text in BODIES)
    (pages,) = laid_out(print_composition([document("a", body)], HANG), tmp_path)
    found = [line for line in lines_of(pages) if line.tag == "p"]
    assert short_lines(found) == overfull(found) == []
    checked = 0
    for line in found:
        left = LEFT - (line.page % 2) * 10 * 72 / 25.4
        text = line.text.strip()
        shift = hanging.BEGIN.get(text[0], 0.0) * advance.get(text[0], 0.0)
        assert line.x * 0.75 == pytest.approx(left - shift, abs=0.02), text
        if line.stretch and text[-1] in advance:
            hang = hanging.END.get(text[-1], 0.0) * advance[text[-1]]
            end = (line.x + line.width) * 0.75
            assert end == pytest.approx(left + RIGHT - LEFT + hang, abs=0.05), text
            checked += 1
    assert checked > 100


@pytest.mark.parametrize(
    ("css", "language"),
    [("p { text-align: left }", "en"), ("p { text-align: center }", "en"),
     ("p { text-align: right }", "en"), ("", "zh-Hans"), ("", "ja"), ("", "ko")],
)  # fmt: skip
def test_other_text_stays_as_it_is(css: str, language: str) -> None:
    bodies = ["他们参加了COP29会议，“岁寒知松柏，患难见真情”。" * 6, *BODIES[:3]]
    assert book(CSS + css, language, bodies).pdf == book(HANG + css, language, bodies).pdf


def test_text_from_right_to_left_stays_as_it_is() -> None:
    bodies = ["قال الوزير، إن الاتفاق الجديد: سيدخل حيز التنفيذ. " * 5]
    css = 'html { font-family: "Noto Naskh Arabic" } p { direction: rtl }'
    assert book(CSS + css, "ar", bodies).pdf == book(HANG + css, "ar", bodies).pdf


def test_an_indented_line_begins_where_it_would(tmp_path: Path) -> None:
    (pages,) = laid_out(
        print_composition([document("a", f"<p>{TEXT}</p>")], HANG + "p { text-indent: 1em }"),
        tmp_path,
    )
    first = next(line for line in lines_of(pages) if line.text.startswith("“"))
    assert first.x * 0.75 == pytest.approx(LEFT + 10, abs=0.02)


def test_it_is_read_as_before(tmp_path: Path) -> None:
    plain, hung = (extracted(book(css), tmp_path) for css in (CSS, HANG))
    assert plain.keys() == hung.keys()
    for name in plain:
        assert plain[name].split() == hung[name].split(), name


@pytest.mark.parametrize("layout", ["classic", "digest", "magazine", "yearbook", "parallel"])
def test_the_option_of_a_layout_asks_for_it(layout: str, tmp_path: Path) -> None:
    plain = bound_book("en", *BODIES, layout=layout)
    hung = bound_book("en", *BODIES, layout=layout, options={"hanging": "punctuation"})
    none = bound_book("en", *BODIES, layout=layout, options={"hanging": "none"})
    assert plain.pdf == none.pdf
    assert plain.pdf != hung.pdf
    assert [page.folio for page in plain.pages] == [page.folio for page in hung.pages]
    found = [
        line
        for line in lines_of(pages_of("en", *BODIES, layout=layout,
                                      options={"hanging": "punctuation"}))
        if line.tag == "p" and line.align == "justify"
    ]  # fmt: skip
    assert overfull(found, 0.5) == []
    sticking = [line for line in found if line.trimmed[1] > 0]
    assert len(sticking) > 5
    assert max(line.trimmed[1] / line.font_size for line in sticking) < 0.35
