"""From the system's means to the way worker processes are started here.

A fork server listens on a socket in a temporary folder, and the path of a socket may have about a
hundred bytes. Where `TMPDIR` is longer, a shorter folder is taken; where there is none, every
worker is started afresh, which takes longer and does the same.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from multiprocessing import util
from typing import Literal

__all__ = ["start_method", "start_server"]

# BSD and macOS allow 104 bytes with the zero at the end, Linux 108.
_LONGEST = 103
_NAME = len("/listener-") + 8
_FOLDER = len("/pymp-") + 8


def start_method() -> Literal["forkserver", "spawn"]:
    """Return how `multiprocessing` should start workers; a fork server then finds a place."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return "spawn"
    return "forkserver" if _has_short_folder() else "spawn"


def start_server() -> None:
    """Start the fork server, unless it runs, with Ctrl-C held back from it and all it starts.

    It would print a traceback while it imports; whoever started it ends it.
    """
    from multiprocessing import forkserver, resource_tracker

    # First, because starting it lets Ctrl-C through again.
    resource_tracker.ensure_running()
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _has_short_folder() -> bool:
    """Whether sockets fit into the folder that `multiprocessing` keeps for this process.

    It is made by the first call, below `tempfile.tempdir`, and the same from then on.
    """
    usual = tempfile.tempdir
    for folder in _folders():
        tempfile.tempdir = folder
        try:
            return len(os.fsencode(util.get_temp_dir())) + _NAME <= _LONGEST
        except OSError:
            continue
        finally:
            tempfile.tempdir = usual
    return False


def _folders() -> Iterator[str]:
    """Yield the folders in which a folder for sockets may be made."""
    own = tempfile.gettempdir()
    for folder in (own, "/tmp", "/var/tmp"):
        if len(os.fsencode(folder)) + _FOLDER + _NAME <= _LONGEST:
            yield folder
