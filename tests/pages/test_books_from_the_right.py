"""A book whose language runs from right to left is the mirror of one that runs from the left."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from tests.support.galleys import PAGE, bound, document, print_composition
from tests.support.newsroom import Newsroom

pytestmark = pytest.mark.slow

LAYOUTS = ("classic", "digest", "magazine", "newspaper", "yearbook")
SENTENCES = (
    "قال الوزير إن الاتفاق الجديد بين البلدين سيدخل حيز التنفيذ في عام 2023، وهو خبر سار للجميع.",
    "أعيد فتح الجسر الحجري على الطريق الشمالي بعد سنتين من الإصلاح (UNESCO 2021).",
    "وقال رئيس البلدية إن المدينة ستحتفل بهذه المناسبة في الربيع القادم.",
    "يجتمع أهل القرى المجاورة والتجار والطلاب ليشاهدوا النهر والحدائق التي زرعت على ضفتيه منذ زمن بعيد.",
)
HEADLINES = ("افتتاح الجسر الحجري", "توقيع اتفاقية بين المدينتين", "حدائق على ضفتي النهر")
MANIFEST = """\
title: كتاب الجسور
language: ar
date: 2024-04-02
layout: {layout}
contents: [toc, a0.md, a1.md, a2.md]
outputs: {{print: {{}}}}
"""


@dataclass(frozen=True)
class Line:
    """A line of a page as poppler finds it: its edges in pt, and its text as it is drawn, from the
    left.
    """

    left: float
    top: float
    right: float
    bottom: float
    text: str

    def covers(self, other: Line) -> bool:
        """Whether the two stand at one height and share some of their width."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom - self.top, other.bottom - other.top)
        return width > 1 and abs(self.bottom - other.bottom) < height / 4


def paragraph(turn: int) -> str:
    return " ".join(SENTENCES[(turn * 3 + k * k) % 4] for k in range(3 + turn % 4))


def printed(folder: Path, layout: str) -> list[list[Line]]:
    """The lines of every page of a book in Arabic."""
    room = Newsroom(folder / "book").write("manifest.yml", MANIFEST.format(layout=layout))
    for n, headline in enumerate(HEADLINES):
        body = "\n\n".join(paragraph(n + turn) for turn in range(14))
        head = f"headline: {headline}\nbyline: [{{name: ليلى حسن}}]\ndate: 2024-03-0{n + 1}"
        room.write(f"a{n}.md", f"---\n{head}\n---\n\n{body}\n")
    done = room.run("build", "-q")
    assert done.code == 0, done.err
    return lines_of(room.folder / done.out.split()[0])


def lines_of(pdf: Path) -> list[list[Line]]:
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    edges = r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</line>'
    return [
        [
            Line(*map(float, found[:4]), " ".join(re.findall(r">([^<]+)</word>", found[4])))
            for found in re.findall(edges, page, re.S)
        ]
        for page in done.stdout.split("<page ")[1:]
    ]


def test_lines_fill_the_measure_and_first_lines_begin_further_left(tmp_path: Path) -> None:
    pages = [page for page in printed(tmp_path, "classic") if len(page) > 25]
    assert len(pages) >= 4
    indented = 0
    for page in pages:
        left = Counter(round(line.left, 1) for line in page).most_common(1)[0][0]
        right = Counter(round(line.right) for line in page).most_common(1)[0][0]
        assert [line for line in page if line.left < left - 0.7 or line.right > right + 1] == []
        full = [line for line in page if abs(line.left - left) < 0.7 and len(line.text) > 20]
        starts = [right - line.right for line in full if right - line.right > 3]
        assert all(8 < start < 16 for start in starts)
        indented += len(starts)
    assert indented >= 8


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_line_stands_on_another(layout: str, tmp_path: Path) -> None:
    pages = printed(tmp_path, layout)
    assert sum(map(len, pages)) > 100
    for page in pages:
        pairs = [(a, b) for a, b in combinations(page, 2) if a.covers(b)]
        assert pairs == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_contents_stand_in_line_at_the_right(layout: str, tmp_path: Path) -> None:
    """The page that lists all articles has their titles one under the other, at its right side."""
    wanted = {headline[::-1] for headline in HEADLINES}
    listed = [
        [line for line in page if any(headline in line.text for headline in wanted)]
        for page in printed(tmp_path, layout)
    ]
    whole = [lines for lines in listed if len(lines) >= len(HEADLINES)]
    assert whole
    rights = [line.right for line in whole[0]]
    assert max(rights) - min(rights) < 20
    assert max(line.left for line in whole[0]) > min(rights) / 2


def test_rules_between_columns_stand_where_they_do_from_the_left(tmp_path: Path) -> None:
    """Columns of one width have their gaps in the same places in either direction."""
    css = PAGE + (
        "div { columns: 3; column-gap: 12pt; column-rule: 2pt solid device-cmyk(0 1 1 0);"
        " height: 200pt; column-fill: auto } p { color: device-cmyk(0 0 0 0) }"
    )
    found = []
    for direction in ("ltr", "rtl"):
        text = "<p>" + "a line of text that is long enough to be broken " * 6 + "</p>"
        body = f'<div dir="{direction}">{text}</div>'
        book = bound(print_composition([document("a", body)], css))
        (tmp_path / "a.pdf").write_bytes(book.pdf)
        subprocess.run(
            ["pdftoppm", "-r", "144", "-f", "1", "-l", "1", "-png", "-singlefile", "a.pdf", "a"],
            cwd=tmp_path,
            check=True,
        )
        picture = Image.open(tmp_path / "a.png").convert("RGB")
        row = [picture.getpixel((x, 200)) for x in range(picture.width)]
        found.append([x for x, pixel in enumerate(row) if pixel[1] < 120 < pixel[0]])
    assert len(found[0]) >= 6
    assert found[0] == found[1]
