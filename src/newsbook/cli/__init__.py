"""From the command line to an exit code: 0 done, 1 errors in the book, 2 wrong usage, 3 our bug.

Commands are imported when they run, so that `newsbook --help` answers at once.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import gc
import importlib
import logging
import os
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from newsbook.cli.parser import parse
from newsbook.terminal import Terminal

if TYPE_CHECKING:
    import argparse

__all__ = ["HANDLERS", "main"]

# Command (and action) -> the function that runs it: `function(arguments, terminal) -> exit code`.
HANDLERS = {
    "build": "newsbook.cli.building:build",
    "cache clear": "newsbook.cli.keeping:cache_clear",
    "cache info": "newsbook.cli.keeping:cache_info",
    "check": "newsbook.cli.checking:check",
    "doctor": "newsbook.cli.doctor:doctor",
    "fonts add": "newsbook.cli.typefaces:fonts_add",
    "fonts check": "newsbook.cli.typefaces:fonts_check",
    "fonts list": "newsbook.cli.typefaces:fonts_list",
    "import": "newsbook.cli.importing:import_articles",
    "impose": "newsbook.cli.imposing:impose",
    "init": "newsbook.cli.starting:init",
    "inspect": "newsbook.cli.inspecting:inspect",
    "layouts copy": "newsbook.cli.starting:layouts_copy",
    "layouts list": "newsbook.cli.starting:layouts_list",
    "preview": "newsbook.cli.previewing:preview",
    "schema": "newsbook.cli.starting:schema",
}

_INTERRUPTED = 130
_TERMINATED = 143
_BROKEN_PIPE = 141

# What the system says of a name or a place that newsbook was given, whatever it does with it there,
# and the next step.
_REFUSED = {
    errno.EACCES: "look who may read and write it",
    errno.EDQUOT: "make room, or name another place",
    errno.ENAMETOOLONG: "use a shorter name",
    errno.ENOSPC: "make room, or name another place",
    errno.EPERM: "look who may read and write it",
    errno.EROFS: "name another place",
}
_NAME_SHOWN = 60
# How many values are made before the collector looks for cycles among them. A build makes millions
# of values and few cycles; with Python's 700 the collector takes a twentieth of it.
_COLLECT_EVERY = 50_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (that of the process when None) and return the exit code."""
    gc.set_threshold(_COLLECT_EVERY)
    atexit.register(gc.freeze)  # what is left at the end goes with the process
    logging.lastResort = logging.NullHandler()  # what libraries tell nobody in particular
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        arguments = parse(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    terminal = _terminal(arguments)
    code = _run(arguments, terminal)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = code or _BROKEN_PIPE
        _let_go_of_stdout()
    except OSError as error:
        code = code or _refused(error, terminal)
        _let_go_of_stdout()
    return code


def _terminal(arguments: argparse.Namespace) -> Terminal:
    able = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    return Terminal(
        sys.stdout,
        sys.stderr,
        colour=able and not os.environ.get("NO_COLOR"),
        live=able,
        quiet=arguments.quiet,
        verbose=arguments.verbose,
        columns=shutil.get_terminal_size().columns,
    )


def _run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    from newsbook.errors import InputError, NewsbookError

    previous: Any = None
    with contextlib.suppress(ValueError):  # not in the main thread
        previous = signal.signal(signal.SIGTERM, _stop)
    try:
        code: int = _handler(arguments)(arguments, terminal)
        return code
    except InputError as error:
        terminal.diagnostics(error.diagnostics, {})
        terminal.problem(str(error))
        return error.exit_code
    except NewsbookError as error:
        message, _, hint = str(error).partition("\n")
        terminal.problem(message, hint.strip() or None)
        return error.exit_code
    except KeyboardInterrupt:
        terminal.problem("interrupted; nothing was written")
        return _INTERRUPTED
    except BrokenPipeError:
        _let_go_of_stdout()
        return _BROKEN_PIPE
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except OSError as error:
        return _refused(error, terminal)
    except Exception as error:
        return _our_bug(error, terminal)
    finally:
        if previous is not None:
            signal.signal(signal.SIGTERM, previous)


def _handler(arguments: argparse.Namespace) -> Any:
    name = " ".join(part for part in (arguments.command, arguments.action) if part)
    module, _, function = HANDLERS[name].partition(":")
    return getattr(importlib.import_module(module), function)


def _stop(number: int, frame: object) -> NoReturn:
    """Unwind on SIGTERM, so that drafts are removed and workers end."""
    raise SystemExit(_TERMINATED)


def _open_closed_streams() -> None:
    """Let what is written to a stream that is closed go nowhere (Python makes it None)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115


def _let_go_of_stdout() -> None:
    """Point stdout elsewhere, so that the interpreter does not complain when it flushes."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(error: OSError, terminal: Terminal) -> int:
    """Say what the system refuses, and return 1; any other error of the system is our bug."""
    if error.errno not in _REFUSED:
        return _our_bug(error, terminal)
    name = "the output" if error.filename is None else os.fspath(error.filename)
    shown = name if len(name) <= _NAME_SHOWN else f"{name[:_NAME_SHOWN]}…"
    terminal.problem(f"{shown} cannot be used: {error.strerror}", _REFUSED[error.errno])
    return 1


def _our_bug(error: Exception, terminal: Terminal) -> int:
    """Save the traceback, say how to report it, and return 3."""
    handle, name = tempfile.mkstemp(prefix="newsbook-bug-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        from newsbook import __version__

        file.write(f"newsbook {__version__}, Python {sys.version}, {sys.platform}\n")
        file.write(f"{' '.join(sys.argv)}\n\n")
        traceback.print_exception(error, file=file)
    terminal.problem(
        f"this is a bug in newsbook, not in your book: {type(error).__name__}: {error}",
        f"please report it with the file {Path(name)} and, if you may, the manifest",
    )
    return 3
