"""A terminal of 80 columns in which the command line runs as a person runs it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

__all__ = ["COLUMNS", "SGR", "Typed", "type_in"]

COLUMNS = 80
# What other tests of this process may have set, and a terminal does not have.
_OTHERS = ("COLUMNS", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
SGR = re.compile("\x1b\\[[0-9;]*m")
_ESCAPE = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")


class Typed:
    """What a command wrote to the terminal: `raw`, and the lines left on it with their colours."""

    def __init__(self, code: int, raw: str) -> None:
        self.code = code
        self.raw = raw

    @property
    def drawn(self) -> list[str]:
        """Every line as it was drawn, those drawn over too, without escapes."""
        return [_ESCAPE.sub("", part) for part in re.split("[\r\n]+", self.raw) if part]

    @property
    def lines(self) -> list[str]:
        """The lines left at the end, colours kept: what is drawn over is gone."""
        kept = []
        for line in self.raw.replace("\r\n", "\n").split("\n"):
            shown = line.rpartition("\r")[2].rpartition("\x1b[2K")[2]
            kept.append(shown)
        return kept[:-1] if kept and not kept[-1] else kept


def type_in(folder: Path, *words: str, env: Mapping[str, str], until: str | None = None) -> Typed:
    """Run `newsbook` with `words` in a terminal. When the text `until` has come, press Ctrl-C."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "newsbook", *words],
        cwd=folder,
        env={k: v for k, v in {**os.environ, **env}.items() if k not in _OTHERS},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    raw = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        raw += piece
        if until is not None and until.encode() in raw:
            until = None
            process.send_signal(signal.SIGINT)
    os.close(leader)
    return Typed(process.wait(60), raw.decode())
