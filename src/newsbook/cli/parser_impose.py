"""From `newsbook impose` and its options to a parser."""

from __future__ import annotations

import argparse
from typing import Any

from newsbook.cli.options import command, names, positive, talk

__all__ = ["add_impose"]


def add_impose(commands: Any) -> None:
    """Add the command to the parser of the command line."""
    parser = command(
        commands,
        "impose",
        "Lay the pages of a PDF out on sheets, printed on both sides, that fold into a\n"
        "booklet to be stapled, or into signatures to be sewn or glued. Commercial\n"
        "printers want single pages: this is for printing at home and short runs.",
        "  newsbook impose dist/book-print.pdf\n"
        "  newsbook impose dist/book-print.pdf --signature 16 --paper 90g\n"
        "  newsbook impose dist/book-print.pdf --sheet a3 -o booklet.pdf\n",
    )
    parser.add_argument("file", metavar="FILE.pdf", help="a PDF of single pages, all of one size")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="default: FILE-booklet.pdf or FILE-signatures.pdf"
    )
    parser.add_argument(
        "--signature", type=positive, metavar="N",
        help="pages of a section (default: one section, for stapling)",
    )  # fmt: skip
    parser.add_argument(
        "--up", type=int, choices=(2, 4, 8), default=2,
        help="pages on one side of a sheet: folded once, twice, three times (default: 2)",
    )  # fmt: skip
    parser.add_argument(
        "--paper", default="100um", metavar="LEAF",
        help="thickness of a leaf, for creep: 80g, 100um, 0.1mm (default: 100um)",
    )  # fmt: skip
    parser.add_argument(
        "--sheet",
        metavar="SIZE",
        help="the paper printed on: a3, 17x11in (default: what is needed)",
    )
    parser.add_argument(
        "--marks", type=_marks, metavar="NAMES",
        help="crop, fold, registration, bar, collation, none (default: crop,fold,collation)",
    )  # fmt: skip
    parser.add_argument(
        "--right-to-left", action="store_true", help="the book opens on its right-hand side"
    )
    talk(parser)


def _marks(text: str) -> tuple[str, ...]:
    known = ("crop", "fold", "registration", "bar", "collation", "none")
    chosen = names(text)
    for name in chosen:
        if name not in known:
            raise argparse.ArgumentTypeError(f"no mark is called {name!r}")
    return chosen
