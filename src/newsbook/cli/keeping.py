"""From `newsbook cache` to what is kept from earlier builds."""

from __future__ import annotations

import argparse

from newsbook.cache import Cache, CacheInfo, default_folder
from newsbook.report import counted
from newsbook.terminal import Terminal

__all__ = ["cache_clear", "cache_info"]


def _described(info: CacheInfo) -> str:
    size = info.size_bytes / 2**20
    return f"{counted(info.entries, 'entry', 'entries')}, {size:.1f} MB"


def cache_info(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Print where the cache is and what it holds."""
    info = Cache(default_folder()).info()
    if arguments.json:
        terminal.json(
            {
                "folder": str(info.folder),
                "entries": info.entries,
                "size_bytes": info.size_bytes,
                "limit_bytes": info.limit_bytes,
            }
        )
    else:
        terminal.result(str(info.folder))
        terminal.result(f"{_described(info)} of at most {info.limit_bytes // 2**20} MB")
    return 0


def cache_clear(_arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Empty the cache."""
    terminal.say(f"Removed {_described(Cache(default_folder()).clear())}")
    return 0
