"""From what commands have in common to the pieces their parsers are made of."""

from __future__ import annotations

import argparse
import difflib
from typing import Any, NoReturn

__all__ = [
    "Formatter",
    "Parser",
    "actions",
    "address",
    "command",
    "how_built",
    "names",
    "outputs",
    "page_numbers",
    "positive",
    "talk",
    "words",
]


class Parser(argparse.ArgumentParser):
    """An argument parser whose mistakes come with a suggestion, and whose options have no
    abbreviations.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs["formatter_class"] = Formatter
        kwargs["allow_abbrev"] = False
        super().__init__(**kwargs)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and what to do about it; exit code 2."""
        hint = f"{self.prog} --help"
        if message.startswith("unknown option"):
            word = message.rpartition(" ")[2].strip("'").partition("=")[0]
            options = [name for action in self._actions for name in action.option_strings]
            if close := difflib.get_close_matches(word, options, 1):
                hint = f"did you mean '{close[0]}'?"
        self.exit(2, f"{self.prog}: error: {message}\n  hint: {hint}\n")


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps paragraphs as they are, in 80 columns."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=80)


def command(commands: Any, name: str, about: str, examples: str = "") -> argparse.ArgumentParser:
    """Return the parser of a new command with what it is about and examples."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        description=about,
        epilog=f"examples:\n{examples.rstrip()}" if examples else None,
    )
    return parser


def talk(parser: argparse.ArgumentParser, *, json: str = "") -> None:
    """Add the options about what is said."""
    group = parser.add_argument_group("what is said")
    if json:
        group.add_argument("--json", action="store_true", help=json)
    group.add_argument("-q", "--quiet", action="store_true", help="problems only")
    group.add_argument("-v", "--verbose", action="store_true", help="remarks too")


def outputs(group: Any, explained: str) -> None:
    """Add the option that names outputs to `group`; named several times, they add up."""
    group.add_argument(
        "-f", "--format", "--formats", dest="formats", type=names, action="extend", default=[],
        metavar="NAMES", help=explained,
    )  # fmt: skip


def how_built(group: Any) -> None:
    """Add the options about processes, cache and machines to `group`."""
    group.add_argument(
        "-j", "--jobs", type=positive, metavar="N", help="processes (default: one a core)"
    )
    group.add_argument("--no-cache", action="store_true", help="typeset everything anew")
    group.add_argument(
        "--scheduler",
        type=address,
        metavar="ADDRESS",
        help="typeset on a Dask cluster (tcp://host:8786)",
    )


def actions(parser: argparse.ArgumentParser) -> Any:
    """Return what takes the actions of a command that has several."""
    return parser.add_subparsers(
        dest="action", metavar="ACTION", required=True, parser_class=Parser
    )


def names(text: str) -> tuple[str, ...]:
    """Return the words of `a,b`."""
    found = tuple(name.strip() for name in text.split(",") if name.strip())
    if not found:
        raise argparse.ArgumentTypeError("names nothing; leave it out to build every output")
    return found


def address(text: str) -> str:
    """Return the address of a cluster."""
    if not text.strip():
        raise argparse.ArgumentTypeError("is empty; name an address such as tcp://host:8786")
    return text


def words(text: str) -> str:
    """Return `text` when a file can hold it (bytes that are not UTF-8 reach Python as surrogates,
    see PEP 383).
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("is not text in UTF-8") from None
    return text


def positive(text: str) -> int:
    """Return a whole number from 1 on."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def page_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of `1,4-7`, sorted."""
    found: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        low = positive(first)
        high = positive(last) if dash else low
        if high < low or high - low > 10000:
            raise argparse.ArgumentTypeError(f"{part.strip()!r} is no range of pages")
        found.update(range(low, high + 1))
    return tuple(sorted(found))
