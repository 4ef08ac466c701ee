"""The cache: right, bounded, and never the reason why a build fails."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from newsbook.cache import Cache

KEYS = [hashlib.sha256(bytes([n])).hexdigest() for n in range(20)]


def entries(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_was_put_is_found(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEYS[0], b"galley")

    assert Cache(tmp_path).get(KEYS[0]) == b"galley"
    assert Cache(tmp_path).get(KEYS[1]) is None


def test_info_and_clear(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(KEYS[0], b"one")
    cache.put(KEYS[1], b"three")

    assert cache.info().entries == 2
    assert cache.clear().entries == 2
    assert cache.info().entries == 0
    assert cache.get(KEYS[0]) is None
    assert cache.info().folder == tmp_path


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 100])
def test_a_damaged_entry_is_no_entry(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(KEYS[0], b"galley")
    [path] = entries(tmp_path)
    path.write_bytes(damage)

    assert cache.get(KEYS[0]) is None
    assert entries(tmp_path) == []
    cache.put(KEYS[0], b"galley")
    assert cache.get(KEYS[0]) == b"galley"


def test_the_longest_unused_go_first(tmp_path: Path) -> None:
    now = iter(range(1, 1000))
    cache = Cache(tmp_path, limit_bytes=10 * 132, clock=lambda: float(next(now)))
    for key in KEYS:
        cache.put(key, b"x" * 100)
        cache.get(key)
    cache.get(KEYS[0])
    cache.trim()

    kept = [key for key in KEYS if cache.get(key) is not None]
    assert kept == [KEYS[0], *KEYS[13:]]


def test_drafts_left_behind_are_swept(tmp_path: Path) -> None:
    cache = Cache(tmp_path, clock=lambda: 10_000.0)
    cache.put(KEYS[0], b"galley")
    [path] = entries(tmp_path)
    for name, age in ((".draft-old", 5000), (".draft-young", 100)):
        draft = path.parent / name
        draft.write_bytes(b"half")
        os.utime(draft, (10_000 - age, 10_000 - age))
    cache.trim()

    assert sorted(p.name for p in entries(tmp_path)) == sorted([path.name, ".draft-young"])
    assert cache.info().entries == 1


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    cache = Cache(blocked)
    cache.put(KEYS[0], b"galley")

    assert cache.get(KEYS[0]) is None
    assert cache.info().entries == 0
    cache.trim()


def test_a_full_disk_stops_the_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    cache.put(KEYS[0], b"galley")
    monkeypatch.undo()
    cache.put(KEYS[1], b"galley")

    assert cache.get(KEYS[0]) is None
    assert cache.get(KEYS[1]) is None
    assert entries(tmp_path) == []


def test_a_key_is_a_digest(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Cache(tmp_path).get("../../etc/passwd")


def test_many_at_once(tmp_path: Path) -> None:
    def work(n: int) -> bool:
        cache = Cache(tmp_path, limit_bytes=2000)
        key = KEYS[n % len(KEYS)]
        cache.put(key, key.encode() * 4)
        cache.trim()
        return cache.get(key) in (None, key.encode() * 4)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
