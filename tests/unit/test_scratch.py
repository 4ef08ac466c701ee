"""Temporary folders go with the process that made them, even where it was killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from newsbook.scratch import made_folder, removed, scratch_folder, swept

pytest.importorskip("fcntl")

MAKE = """
import sys, time
from newsbook.scratch import made_folder
folder = made_folder()
(folder / "large").mkdir()
(folder / "large" / "file").write_text("x")
print(folder, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def aged(folder: Path) -> None:
    os.utime(folder, (1_000_000, 1_000_000))


def test_a_folder_goes_with_the_block_that_it_was_made_for(place: Path) -> None:
    with scratch_folder("epubcheck-") as folder:
        assert folder.parent == place
        assert folder.name.startswith("newsbook-epubcheck-")
    assert list(place.iterdir()) == []


def test_a_folder_of_a_process_that_was_killed_is_removed_by_the_next(place: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", MAKE], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    aged(folder)
    assert swept() == 0  # its process lives

    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert folder.is_dir()
    assert swept() == 1
    assert list(place.iterdir()) == []


def test_what_is_not_a_folder_of_ours_or_is_used_stays(place: Path) -> None:
    mine = made_folder()
    aged(mine)
    other = place / "newsbook-of-a-user"
    other.mkdir()
    aged(other)
    (place / "elsewhere").mkdir()
    (place / "elsewhere" / ".lock").touch()
    aged(place / "elsewhere")
    (place / "newsbook-link").symlink_to(place / "elsewhere")
    young = place / "newsbook-young"
    young.mkdir()
    (young / ".lock").touch()

    assert swept() == 0
    assert len(list(place.iterdir())) == 5
    removed(mine)
    assert not mine.exists()
