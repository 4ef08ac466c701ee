"""From the words on the command line to the command and its options, and to help worth reading."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from newsbook import __version__
from newsbook.cli.options import Parser as _Parser
from newsbook.cli.options import actions as _actions
from newsbook.cli.options import command as _command
from newsbook.cli.options import how_built
from newsbook.cli.options import outputs as _outputs
from newsbook.cli.options import page_numbers as _page_numbers
from newsbook.cli.options import talk as _talk
from newsbook.cli.options import words as _words
from newsbook.cli.parser_impose import add_impose

__all__ = ["COMMANDS", "make_parser", "parse"]

# Every command, by group: name, what it takes, what it does.
COMMANDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "Make a book": (
        ("init", "[DIR]", "start a project that works as it is"),
        ("import", "SOURCE", "make a project of a folder, a feed or an export"),
        ("preview", "[MANIFEST]", "show pages and EPUB in the browser while you write"),
        ("build", "[MANIFEST]", "make the EPUB and the print-ready PDF"),
        ("check", "[FILE]", "say what is wrong with a manifest, an EPUB or a PDF"),
        ("impose", "FILE.pdf", "lay pages out on sheets that fold into a booklet"),
    ),
    "Look inside": (
        ("inspect", "FILE", "show what a reader makes of one source file"),
        ("schema", "", "print the manifest's JSON Schema, for editors"),
        ("fonts", "list|check|add", "fonts: what there is, what a book needs"),
        ("layouts", "list|copy", "layouts: what there is, and a copy of your own"),
    ),
    "The installation": (
        ("doctor", "", "what is installed, what is missing, how to get it"),
        ("cache", "info|clear", "results kept from earlier builds"),
    ),
}

_NO_COMMAND = re.compile(r"COMMAND: invalid choice: '(.*?)'")
_HELP_EXAMPLES = """\
Examples
  newsbook init friendship             a folder with a manifest and articles
  newsbook preview                     its pages in the browser, as you write
  newsbook build                       manifest.yml here becomes files in dist/
  newsbook inspect articles/wire.txt   headline, byline, paragraphs, and why
"""


class _MainParser(_Parser):
    """The parser of `newsbook` itself, whose help lists the commands by what they are for."""

    def format_help(self) -> str:
        """Return the first page of help."""
        lines = [
            f"newsbook {__version__}: articles in, books out",
            "",
            "usage: newsbook COMMAND [options]     newsbook COMMAND --help",
        ]
        for group, commands in COMMANDS.items():
            lines += ["", group]
            lines += [
                f"  {(name + ' ' + takes).strip():24}{does}" for name, takes, does in commands
            ]
        lines += ["", _HELP_EXAMPLES.rstrip(), ""]
        lines.append(
            "Exit codes: 0 done, 1 errors in the book, 2 wrong usage, 3 a bug in newsbook."
        )
        return "\n".join(lines) + "\n"

    def error(self, message: str) -> NoReturn:
        """Say which command was meant."""
        if match := _NO_COMMAND.search(message):
            names = [name for commands in COMMANDS.values() for name, _, _ in commands]
            close = difflib.get_close_matches(match[1], names, 1)
            hint = f"did you mean '{close[0]}'?" if close else "newsbook --help lists them"
            self.exit(2, f"newsbook: error: no command '{match[1]}'\n  hint: {hint}\n")
        super().error(message)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _MainParser(prog="newsbook")
    parser.add_argument("--version", action="version", version=f"newsbook {__version__}")
    parser.set_defaults(action=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for add in (
        _init, _import, _preview, _build, _check, add_impose, _inspect, _schema, _fonts, _layouts,
        _doctor,
        _cache,
    ):  # fmt: skip
        add(commands)
    return parser


_MANIFEST = "the manifest, or its folder (default: manifest.yml or newsbook.yml here)"


def _init(commands: Any) -> None:
    parser = _command(
        commands,
        "init",
        "Start a project: a commented manifest, articles and a picture that build.\n"
        "The folder is made when it is not there; one that holds anything is left alone.",
        "  newsbook init friendship\n"
        "  newsbook init letters --template newsletter\n"
        "  newsbook init class-of-23 --template yearbook --title 'Class of 23'\n",
    )
    parser.add_argument("directory", nargs="?", default=".", metavar="DIR", help="default: here")
    parser.add_argument(
        "-t",
        "--template",
        default="anthology",
        metavar="NAME",
        help="anthology (the default), magazine, newsletter or yearbook",
    )
    parser.add_argument("--title", type=_words, help="the book's title")
    parser.add_argument("--language", metavar="TAG", help="its main language (BCP 47: en, zh-Hans)")
    _talk(parser)


def _port(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("must be 0 to 65535")
    return number


def _preview(commands: Any) -> None:
    parser = _command(
        commands,
        "preview",
        "Show the printed pages, the EPUB and everything to mend in the browser, and\n"
        "follow the files while you write. A mistake is shown; the last good pages stay.\n"
        "Only this machine can see it (127.0.0.1). Nothing is written. Ctrl-C ends it.",
        "  newsbook preview\n  newsbook preview book/manifest.yml -f screen,epub --port 9000\n",
    )
    parser.add_argument("manifest", nargs="?", metavar="MANIFEST", help=_MANIFEST)
    _outputs(
        parser, "the outputs that can be chosen (default: all); the first PDF and EPUB are shown"
    )
    parser.add_argument(
        "-p", "--port", type=_port, metavar="N",
        help="listen there (0: where it is free; default: 8421, or where it is free)",
    )  # fmt: skip
    parser.add_argument("--no-open", action="store_true", help="do not open the browser")
    how_built(parser)
    parser.add_argument("--strict", action="store_true", help="warnings are errors")
    parser.add_argument(
        "--keep-going", action="store_true", help="show what can be built in spite of errors"
    )
    parser.add_argument(
        "--allow-embargoed", action="store_true", help="show articles still under embargo"
    )
    parser.add_argument(
        "--allow-unusable", action="store_true", help="show cancelled and withheld articles"
    )
    _talk(parser)


def _import(commands: Any) -> None:
    parser = _command(
        commands,
        "import",
        "Make a project of the articles in a folder, a feed, an export or an archive: a\n"
        "manifest, a file for each article, and newsbook.lock, which says where they are\n"
        "from. What is there twice is left out; what is nearly the same is reported.",
        "  newsbook import clippings -o book\n"
        "  newsbook import wordpress.xml\n"
        "  newsbook import https://example.org/feed.xml --fetch\n",
    )
    parser.add_argument(
        "source", metavar="SOURCE", help="a folder or file; an address with --fetch"
    )
    parser.add_argument(
        "-o", "--out", "--output", dest="output", metavar="DIR", help="the new folder"
    )
    parser.add_argument(
        "--fetch", action="store_true",
        help="fetch from the network: SOURCE, whole articles of summaries, pictures",
    )  # fmt: skip
    parser.add_argument("--title", type=_words, help="the book's title")
    parser.add_argument("--language", metavar="TAG", help="its main language")
    _talk(parser, json="print what was made as JSON")


def _build(commands: Any) -> None:
    parser = _command(
        commands,
        "build",
        "Make the outputs of a manifest: dist/<slug>.epub, dist/<slug>-print.pdf and one\n"
        "dist/<slug>-<output>.pdf for every other output. Their paths go to stdout.\n"
        "All files are written, or none: after an error the old ones stand untouched.",
        "  newsbook build\n"
        "  newsbook build book/manifest.yml -f print -o proofs\n"
        "  newsbook build --strict --check --json > report.json\n",
    )
    parser.add_argument("manifest", nargs="?", metavar="MANIFEST", help=_MANIFEST)
    what = parser.add_argument_group("what is built")
    _outputs(what, "only these outputs, by name (epub,print), or pdf for every PDF")
    what.add_argument(
        "-o",
        "--out",
        "--output",
        dest="output",
        metavar="DIR",
        help="folder of the files (default: dist by the manifest)",
    )
    what.add_argument(
        "--allow-embargoed", action="store_true", help="print articles still under embargo"
    )
    what.add_argument(
        "--allow-unusable", action="store_true",
        help="print articles their source has cancelled, withheld or not published",
    )  # fmt: skip
    strict = parser.add_argument_group("how strictly")
    strict.add_argument("--strict", action="store_true", help="warnings are errors")
    strict.add_argument(
        "--keep-going", action="store_true",
        help="write what can be built in spite of errors (the exit code stays 1)",
    )  # fmt: skip
    strict.add_argument(
        "--check", action="store_true", help="validate the files as well (EPUBCheck, preflight)"
    )
    how = parser.add_argument_group("how it is built")
    how_built(how)
    how.add_argument("--timings", action="store_true", help="say how long each stage took")
    how.add_argument(
        "--keep-stages", metavar="DIR", help="write what each stage made, for looking into"
    )
    how.add_argument("--status-file", metavar="FILE", help="keep the progress there, as JSON")
    _talk(parser, json="print a report instead of the paths")


def _check(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        "Say what is wrong with a manifest and its articles, or with a built EPUB or PDF.\n"
        "Every finding has a code, a place and a next step. Nothing is written.\n"
        "A manifest is read as an editor reads: bylines, dates, credits, copies, damage.\n"
        "What shall stay goes into newsbook-ignore.yml, each with its reason.",
        "  newsbook check\n"
        "  newsbook check dist/book.epub\n"
        "  newsbook check dist/book-print.pdf --for pdf/x-4\n",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="manifest, .epub or .pdf")
    parser.add_argument(
        "--for", dest="target", metavar="TARGET",
        help="what a file shall be fit for: pdf/x-4, pdf/x-1a, a printer or a store",
    )  # fmt: skip
    parser.add_argument(
        "--picture", metavar="DIR",
        help="draw the pages of a PDF there: boxes, safe area, findings, and its plates",
    )  # fmt: skip
    parser.add_argument(
        "--pages", type=_page_numbers, metavar="1,4-7", help="draw these pages only"
    )
    parser.add_argument("--strict", action="store_true", help="warnings are errors")
    parser.add_argument(
        "--allow-embargoed", action="store_true", help="articles still under embargo are fine"
    )
    parser.add_argument(
        "--allow-unusable", action="store_true", help="cancelled and withheld articles are fine"
    )
    _talk(parser, json="print the findings as JSON")


def _inspect(commands: Any) -> None:
    parser = _command(
        commands,
        "inspect",
        "Show what a reader makes of one source file: headline, byline, dateline, date,\n"
        "and every block with what it was taken for.",
        "  newsbook inspect articles/wire.txt\n"
        "  newsbook inspect articles/wire.txt --json\n"
        "  newsbook inspect articles/wire.txt --write >> manifest.yml\n",
    )
    parser.add_argument("file", metavar="FILE", help="a source file")
    parser.add_argument("--format", metavar="NAME", help="read it as this (default: as it looks)")
    parser.add_argument("--language", metavar="TAG", help="its language, when you know it")
    parser.add_argument("--encoding", metavar="NAME", help="its encoding, when you know it")
    parser.add_argument(
        "--write", action="store_true", help="print the entry for the manifest instead"
    )
    _talk(parser, json="print everything as one JSON object")


def _schema(commands: Any) -> None:
    parser = _command(
        commands,
        "schema",
        "Print the JSON Schema of the manifest. An editor that knows it completes keys\n"
        "and marks mistakes while you write.",
        "  newsbook schema > newsbook.schema.json\n",
    )
    _talk(parser)


def _fonts(commands: Any) -> None:
    parser = _command(commands, "fonts", "What fonts there are, and what a book needs of them.")
    actions = _actions(parser)
    listing = _command(actions, "list", "The fonts a book is set with, and what they cover.")
    listing.add_argument("manifest", nargs="?", metavar="MANIFEST", help=_MANIFEST)
    _talk(listing, json="print them as JSON")
    checking = _command(actions, "check", "Whether the fonts can draw every character of a book.")
    checking.add_argument("manifest", nargs="?", metavar="MANIFEST", help=_MANIFEST)
    _talk(checking, json="print the findings as JSON")
    adding = _command(
        actions,
        "add",
        "Copy font files that can be embedded into the folder of a project's fonts.",
        "  newsbook fonts add Spectral-Regular.ttf --dir fonts --licence OFL.txt\n",
    )
    adding.add_argument("files", nargs="+", metavar="FILE", help="font files (.ttf, .otf, .ttc)")
    adding.add_argument("--dir", default="fonts", metavar="DIR", help="default: fonts")
    adding.add_argument("--licence", metavar="FILE", help="the licence that lets you embed it")
    _talk(adding)


def _layouts(commands: Any) -> None:
    parser = _command(commands, "layouts", "What layouts there are, and a copy of your own.")
    actions = _actions(parser)
    listing = _command(actions, "list", "The layouts that came with newsbook, and their options.")
    _talk(listing, json="print them as JSON")
    copying = _command(
        actions,
        "copy",
        "Copy a layout beside your manifest, to change it.",
        "  newsbook layouts copy classic house\n",
    )
    copying.add_argument("name", metavar="NAME", help="a layout of 'newsbook layouts list'")
    copying.add_argument("directory", metavar="DIR", help="the folder to make")
    _talk(copying)


def _doctor(commands: Any) -> None:
    parser = _command(
        commands,
        "doctor",
        "What newsbook finds on this machine, what is missing, and what installs it.",
    )
    _talk(parser, json="print it as JSON")


def _cache(commands: Any) -> None:
    parser = _command(commands, "cache", "Results kept from earlier builds.")
    actions = _actions(parser)
    info = _command(actions, "info", "Where they are and how much room they take.")
    _talk(info, json="print it as JSON")
    clear = _command(actions, "clear", "Remove them. The next build typesets everything anew.")
    _talk(clear)


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Return the parsed `arguments` (those of the process when None).

    Ends the process with help, the version, or what is wrong (exit code 2).
    """
    parser = make_parser()
    found, unknown = parser.parse_known_args(arguments)
    if unknown:
        words = [word for word in (found.command, found.action) if word]
        _at(parser, words).error(f"unknown option or word {unknown[0]!r}")
    if found.command is None:
        parser.print_help(sys.stderr)
        parser.exit(2)
    return found


def _at(parser: argparse.ArgumentParser, words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of the command (and action) `words`."""
    for word in words:
        for action in parser._actions:
            if isinstance(action.choices, dict) and word in action.choices:
                parser = action.choices[word]
                break
    return parser
