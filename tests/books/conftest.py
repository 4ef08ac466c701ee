"""Every book of the repository, built once for all the tests of this folder.

One process runs them all (`tests/support/workers.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.support.books import Made, made

Build = Callable[[str], Made]


@pytest.fixture(scope="session")
def build_book(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The function that builds the book of a name, once."""
    return cache(lambda name: made(name, tmp_path_factory.mktemp(name) / "work"))
