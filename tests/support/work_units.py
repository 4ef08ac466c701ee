"""Units of work for the tests of `jobs`: functions of a module, so that processes find them."""

from __future__ import annotations

import ctypes
import gc
import os
import time


def double(shared: int, unit: int) -> tuple[int, int]:
    return unit * 2 + shared, os.getpid()


def touch(folder: str, name: str) -> str:
    open(f"{folder}/{name}", "w").close()  # noqa: PTH123
    return name


def square(number: int) -> tuple[int, int]:
    return number**2, os.getpid()


def only_at_home(given: tuple[int, object]) -> tuple[int, object]:
    """What can be done in the process of that number alone."""
    home, what = given
    if os.getpid() != home and what == "vanish":
        os._exit(7)
    if os.getpid() != home:
        raise KeyError(what)
    return given


def trouble(_shared: None, unit: str) -> str:
    if unit == "crash":
        ctypes.string_at(0)
    if unit == "vanish":
        os._exit(7)
    if unit == "hang":
        time.sleep(60)
    if unit == "memory":
        return "x" * (1 << 42)
    if unit == "deep":
        return trouble(_shared, unit)
    if unit == "bug":
        raise KeyError(unit)
    time.sleep(0.05)
    return unit.upper()


def die_once(marker: str, unit: int) -> int:
    """The first worker that meets unit 3 dies."""
    if unit == 3 and not os.path.exists(marker):  # noqa: PTH110
        open(marker, "w").close()  # noqa: PTH123
        os._exit(1)
    time.sleep(0.02)
    return unit * unit


def collected(_: None) -> tuple[bool, int, int]:
    """Return whether the collector runs by itself, how often it has run through everything, and how
    much it passes over.
    """
    return gc.isenabled(), gc.get_stats()[2]["collections"], gc.get_freeze_count()
