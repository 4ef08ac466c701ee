"""From a golden table in `tests/cases/` to its rows.

A row is two lines, `language | input` and `| expected`; rows are separated by blank lines, lines
that begin with `#` are remarks. `␣` stands for a no-break space, `⍽` for a narrow one, `□` for a
full-width one, `\\u0301` for the character of that number.
"""

from __future__ import annotations

import re
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "cases"
_SHOWN = str.maketrans({"\u00a0": "␣", "\u202f": "⍽", "\u3000": "□"})
_MEANT = str.maketrans({"␣": "\u00a0", "⍽": "\u202f", "□": "\u3000"})


def shown(text: str) -> str:
    """Return `text` with its special spaces visible."""
    return text.translate(_SHOWN)


def meant(text: str) -> str:
    """Return `text` with the characters that stand in it by sign or by number."""
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text.translate(_MEANT))


def rows(name: str) -> list[tuple[str, str, str]]:
    """Return language, input and expected text of every row of the table called `name`."""
    found = []
    lines = [
        line
        for line in (CASES / name).read_text("utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    assert len(lines) % 2 == 0, f"{name}: a row has two lines"
    for first, second in zip(lines[::2], lines[1::2], strict=True):
        language, _, before = first.partition("| ")
        blank, _, after = second.partition("| ")
        assert language.strip(), f"{name}: {first!r}"
        assert not blank.strip(), f"{name}: {second!r}"
        found.append((language.strip(), meant(before), meant(after)))
    return found
