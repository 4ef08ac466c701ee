"""A small newsroom for tests: a project folder, and the command line run on it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STORY = """\
---
headline: The Bridge
byline: [{name: Ann Example}]
date: 2024-03-28
---

The stone bridge on the northern road reopened after two years of repair. Masons replaced forty-one
blocks of the middle arch with limestone from the quarry of the builders.

The bridge is open to walkers.[^1]

[^1]: Carts may cross it once a year.
"""
MANIFEST = """\
title: A Book of Bridges
language: en
date: 2024-04-02
contents: [bridge.md]
"""


@dataclass(frozen=True)
class Done:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Newsroom:
    """A project in `folder`; `cache` is where this newsroom's cache lies."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.cache = cache or folder.parent / "cache"
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, name: str, text: str | bytes) -> Newsroom:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return self

    def bridges(self) -> Newsroom:
        """The smallest honest book."""
        return self.write("manifest.yml", MANIFEST).write("bridge.md", STORY)

    def run(
        self,
        *words: str,
        env: dict[str, str] | None = None,
        timeout: float = 240,
        before: Callable[[], None] | None = None,
    ) -> Done:
        """Run `newsbook` with `words` in the project's folder, in a process of its own in which
        `before` is called first.
        """
        done = subprocess.run(
            [sys.executable, "-m", "newsbook", *words],
            cwd=self.folder,
            env={**os.environ, "XDG_CACHE_HOME": str(self.cache), **(env or {})},
            capture_output=True,
            text=True,
            timeout=timeout,
            preexec_fn=before,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def files(self, name: str = "dist") -> dict[str, bytes]:
        """The files below a folder, by name."""
        root = self.folder / name
        return {
            p.relative_to(root).as_posix(): p.read_bytes()
            for p in sorted(root.rglob("*"))
            if p.is_file()
        }
