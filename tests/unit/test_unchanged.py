"""A project counts as unchanged only when it is."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbook.build.order import Order
from newsbook.build.unchanged import recalled, remember, snapshot
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.report import Report

FILES = {"book.epub": b"epub", "book-print.pdf": b"pdf"}


class Desk:
    """A project of three files, built once."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        (self.root / "articles").mkdir(parents=True)
        self.manifest = self.root / "manifest.yml"
        self.manifest.write_text("title: A Book")
        for name in ("a.md", "b.md"):
            (self.root / "articles" / name).write_text(name)
        self.order = Order(cache=folder / "cache")

    def build(self, *, errors: bool = False, meanwhile: Callable[[], object] = int) -> None:
        before = snapshot(self.root, self.order.cache)
        findings = [Diagnostic(Severity.WARNING, "broken-link", "a link leads nowhere")]
        if errors:
            findings.append(Diagnostic(Severity.ERROR, "content-lost", "lost"))
        meanwhile()
        folder = self.order.folder or self.root / "dist"
        folder.mkdir(exist_ok=True)
        for name, data in FILES.items():
            (folder / name).write_bytes(data)
        report = Report(tuple(folder / name for name in FILES), tuple(findings))
        remember(self.manifest, self.order, before, FILES, report)

    def again(self, order: Order | None = None) -> Report | None:
        now = snapshot(self.root, self.order.cache)
        return recalled(self.manifest, order or self.order, now)

    def age(self) -> None:
        """Make every file an hour old."""
        past = time.time() - 3600
        for path in self.root.rglob("*"):
            os.utime(path, (past, past))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("old", [True, False])
def test_the_files_come_back(desk: Desk, old: bool) -> None:
    if old:
        desk.age()
    desk.build()
    (desk.root / "dist" / "book.epub").unlink()
    report = desk.again()
    assert report is not None
    assert [d.code for d in report.diagnostics] == ["broken-link"]
    assert {p.name: p.read_bytes() for p in report.files} == FILES


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edit": lambda root: (root / "articles/a.md").write_text("a.md, edited"),
    "an edit that keeps the size": lambda root: (root / "articles/a.md").write_text("b.md"),
    "a new file": lambda root: (root / "articles/c.md").write_text("c"),
    "a file taken away": lambda root: (root / "articles/a.md").unlink(),
    "a file renamed": lambda root: (root / "articles/a.md").rename(root / "articles/c.md"),
    "the manifest": lambda root: (root / "manifest.yml").write_text("title: a book"),
    "a link": lambda root: (root / "link").symlink_to("nowhere"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("old", [True, False])
def test_a_change_is_seen(desk: Desk, change: str, old: bool) -> None:
    if old:
        desk.age()
    desk.build()
    CHANGES[change](desk.root)
    assert desk.again() is None


def test_an_edit_that_keeps_size_and_time_of_a_fresh_file_is_seen(desk: Desk) -> None:
    path = desk.root / "articles" / "a.md"
    desk.build()
    about = path.stat()
    path.write_text("b.md")
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert desk.again() is None


def test_a_file_that_was_only_touched_is_the_same(desk: Desk) -> None:
    desk.age()
    desk.build()
    (desk.root / "articles" / "a.md").touch()
    assert desk.again() is not None


def test_a_change_during_the_build_is_not_taken_for_what_was_built(desk: Desk) -> None:
    desk.build(meanwhile=lambda: (desk.root / "articles" / "a.md").write_text("later"))
    assert desk.again() is None


def test_a_build_with_errors_is_not_remembered(desk: Desk) -> None:
    desk.build(errors=True)
    assert desk.again() is None


@pytest.mark.parametrize(
    "other",
    [{"formats": ("epub",)}, {"strict": True}, {"validate": True}, {"cache": None},
     {"allow_embargoed": True}, {"keep_stages": Path("stages")}],
)  # fmt: skip
def test_another_order_is_another_build(desk: Desk, other: dict[str, object]) -> None:
    desk.build()
    order = Order(**{"cache": desk.order.cache, **other})  # type: ignore[arg-type]
    assert desk.again(order) is None


def test_the_folder_of_the_files_does_not_matter(desk: Desk, tmp_path: Path) -> None:
    desk.build()
    report = desk.again(Order(cache=desk.order.cache, folder=tmp_path / "elsewhere"))
    assert report is not None
    assert {p.name for p in (tmp_path / "elsewhere").iterdir()} == FILES.keys()


def test_files_that_go_beside_the_sources_do_not_count(desk: Desk) -> None:
    desk.order = Order(cache=desk.order.cache, folder=desk.root)
    desk.build()
    assert desk.again() is not None


def test_a_project_of_very_many_files_is_always_built(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsbook.build.unchanged._MOST_FILES", 2)
    assert snapshot(desk.root) is None
    desk.build()
    assert desk.again() is None
