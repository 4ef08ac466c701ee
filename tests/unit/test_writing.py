"""Files are written all or none, and what stood there before comes back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from newsbook.build.writing import write_all
from newsbook.errors import OutputError


def below(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


def test_all_are_written_and_nothing_else(tmp_path: Path) -> None:
    write_all({tmp_path / "new/a.pdf": b"a", tmp_path / "b.epub": b"b"})

    assert below(tmp_path) == {"new/a.pdf": b"a", "b.epub": b"b"}


def test_old_files_give_way_and_keep_their_mode(tmp_path: Path) -> None:
    old = tmp_path / "a.pdf"
    old.write_bytes(b"old")
    old.chmod(0o640)
    write_all({old: b"new"})

    assert below(tmp_path) == {"a.pdf": b"new"}
    assert old.stat().st_mode & 0o777 == 0o640


def test_one_that_cannot_be_written_keeps_all_back(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    (tmp_path / "b.epub").mkdir()

    with pytest.raises(OutputError, match=r"b\.epub cannot be written: it is a folder"):
        write_all({tmp_path / "a.pdf": b"new", tmp_path / "b.epub": b"new"})
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.pdf", "b.epub"]


@pytest.mark.parametrize("fails_at", [1, 2, 3])
@pytest.mark.parametrize("links", [True, False])
def test_a_failure_half_way_is_undone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, links: bool
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"old " + name.encode())
    replace = Path.replace
    calls = 0

    def failing(self: Path, target: Path) -> Path:
        nonlocal calls
        if target.suffix == ".pdf" and not self.name.endswith(".old"):
            calls += 1
            if calls == fails_at:
                raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    if not links:
        monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(1, "no links")))
    with pytest.raises(OutputError, match="No space left"):
        write_all({tmp_path / name: b"new" for name in ("a.pdf", "b.pdf", "c.pdf")})

    assert below(tmp_path) == {"a.pdf": b"old a.pdf", "b.pdf": b"old b.pdf"}


def test_a_full_disk_leaves_no_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_all({tmp_path / "a.pdf": b"new"})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked")
def test_a_folder_that_another_build_does_not_leave_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr("newsbook.build.writing._PATIENCE_SECONDS", 0.1)
    handle = os.open(tmp_path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(OutputError, match="another build does not finish writing to"):
            write_all({tmp_path / "a.pdf": b"new"})
    finally:
        os.close(handle)
    assert list(tmp_path.iterdir()) == []
    write_all({tmp_path / "a.pdf": b"new"})


def test_folders_with_two_names_are_locked_once(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "other").symlink_to(tmp_path / "out")
    write_all({tmp_path / "out/a.pdf": b"a", tmp_path / "other/b.pdf": b"b"})

    assert below(tmp_path / "out") == {"a.pdf": b"a", "b.pdf": b"b"}
