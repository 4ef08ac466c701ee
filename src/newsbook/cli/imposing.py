"""From `newsbook impose` to a PDF of sheets that fold into a booklet or into signatures."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from newsbook.build.writing import write_all
from newsbook.cli.common import MOST_BYTES, folder_for, looking_into, shown
from newsbook.errors import OutputError, UsageError
from newsbook.report import counted
from newsbook.terminal import Terminal
from newsbook.trim import Trim, parse_length, parse_trim
from newsbook.world import read_file

__all__ = ["impose", "leaf_mm"]

_BULK = 1.25
_PLAIN = re.compile(r"(\d+(?:\.\d+)?)\s*(g|gsm|um|µm|mm|in)", re.IGNORECASE)


def impose(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Lay the pages of a PDF out on sheets and print the path of the new file."""
    from newsbook.pdf.impose import Order
    from newsbook.pdf.impose import impose as lay_out

    path = Path(arguments.file)
    kind = "booklet" if arguments.signature is None else "signatures"
    target = Path(arguments.output or path.with_name(f"{path.stem}-{kind}.pdf"))
    if not path.exists():
        raise UsageError(f"there is no file {path}")
    folder_for(str(target.parent))
    if target.is_dir():
        raise OutputError(f"{target} cannot be written: it is a folder\nname a file with -o")
    data = read_file(path, str(path), MOST_BYTES)
    marks = {"crop", "fold", "collation"}
    if arguments.marks is not None:
        marks = set(arguments.marks) - {"none"}
    order = Order(
        signature=arguments.signature,
        up=arguments.up,
        leaf_mm=leaf_mm(arguments.paper),
        sheet=_sheet(arguments.sheet),
        marks=frozenset(marks),
        right_to_left=arguments.right_to_left,
    )
    with looking_into(path, data):
        made = lay_out(data, order)
    if target.exists() and target.resolve() == path.resolve():
        raise UsageError("the sheets would take the place of the pages\nname another file with -o")
    write_all({target: made.pdf})
    terminal.result(shown(target))
    blanks = f" and {counted(made.blanks, 'blank page')} at the end" if made.blanks else ""
    sections = f" in {counted(len(made.sections), 'section')}" if order.signature else ""
    terminal.say(
        f"{counted(made.pages, 'page')}{blanks} on {counted(made.sheets, 'sheet')} of "
        f"{made.sheet}{sections}; pages move up to {made.creep_mm:.1f} mm towards the fold",
        "good",
    )
    terminal.say("Print on both sides, turned over sideways (on the short edge of wide sheets).")
    if made.lost:
        terminal.say(f"{counted(made.lost, 'link')} left out: sheets hold none.")
    return 0


def leaf_mm(text: str) -> float:
    """Return the thickness of a leaf: `100um`, `0.1mm`, or `80g` of ordinary paper.

    Raises `UsageError`.
    """
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        raise UsageError(f"--paper takes 80g, 100um or 0.1mm, not {text!r}")
    number, unit = float(match[1]), match[2].lower()
    if unit in ("g", "gsm"):
        found = number * _BULK / 1000
    elif unit in ("um", "µm"):
        found = number / 1000
    else:
        found = parse_length(f"{match[1]}{unit}")
    if not 0 <= found <= 2:
        raise UsageError(f"a leaf of {found:g} mm is no paper")
    return found


def _sheet(text: str | None) -> Trim | None:
    try:
        return None if text is None else parse_trim(text)
    except ValueError as error:
        raise UsageError(f"--sheet: {error}") from error
