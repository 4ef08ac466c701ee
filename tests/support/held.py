"""Builds that are held at one point, so that something can happen to them there.

The point is a function of newsbook: whichever process of the build is first to call it (for the n-th
time) waits there until it may go on or is killed; all other calls go through.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time

from tests.support.newsroom import Done, Newsroom

_SCRIPT = """\
import importlib, itertools, os, sys, time
from functools import wraps
from pathlib import Path

module, name, number = os.environ["HELD_AT"].split(":")
place = Path(os.environ["HELD_IN"])
owner = importlib.import_module(module)
original = getattr(owner, name)
calls = itertools.count(1)

@wraps(original)
def held(*given, **named):
    if next(calls) < int(number):
        return original(*given, **named)
    try:
        mark = os.open(place / "mark", os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        return original(*given, **named)
    os.write(mark, b"%d\\n" % os.getpid())
    os.close(mark)
    while not (place / "go").exists():
        time.sleep(0.02)
    return original(*given, **named)

setattr(owner, name, held)

if __name__ == "__main__":
    from newsbook.cli import main

    sys.exit(main(sys.argv[1:]))
"""
_SECONDS = 120
# Of a process of root that has no more power over files than their owner (linux/capability.h).
_DROP, _OVERRIDES = 24, (1, 2)


def as_owner() -> None:
    """Take from this process what root may do with files whose modes forbid it."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        for power in _OVERRIDES:
            ctypes.CDLL(None).prctl(_DROP, power, 0, 0, 0)


class HeldBuild:
    """A build of the book in `room` that comes to `point` (`module:function`), for the `call`-th time
    in one process, and waits there.
    """

    def __init__(
        self,
        room: Newsroom,
        point: str,
        out: str = "out",
        *,
        call: int = 1,
        env: dict[str, str] | None = None,
    ) -> None:
        self._place = room.folder.parent / "held"
        self._place.mkdir()
        script = self._place / "held.py"
        script.write_text(_SCRIPT)
        self.process = subprocess.Popen(
            [sys.executable, str(script), "build", "-o", out, "-j", "2"],
            cwd=room.folder,
            env={
                **os.environ,
                "HELD_AT": f"{point}:{call}",
                "HELD_IN": str(self._place),
                "XDG_CACHE_HOME": str(room.cache),
                **(env or {}),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=as_owner,
        )
        self.holder = self._wait()

    def _wait(self) -> int:
        """Return the number of the process that came to the point."""
        mark = self._place / "mark"
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if mark.exists() and (text := mark.read_text()).endswith("\n"):
                return int(text)
            time.sleep(0.02)
        self.process.kill()
        raise AssertionError(f"the build never came to {mark}: {self.process.communicate()}")

    def __enter__(self) -> HeldBuild:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def let_go(self) -> None:
        """Let the build go on."""
        (self._place / "go").touch()

    def go_on(self) -> Done:
        """Let the build go on to its end."""
        self.let_go()
        out, err = self.process.communicate(timeout=_SECONDS)
        return Done(self.process.returncode, out, err)
