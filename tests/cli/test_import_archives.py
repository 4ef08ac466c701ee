"""`newsbook import` of archives that are no format of their own: their files are imported."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.documents import zipped
from tests.support.newsroom import Newsroom
from tests.support.story import HERE

WORDS = "It rained in Baku, and the people of the town went out to see it."


def feed(*dates: str) -> bytes:
    items = "".join(
        f"<item><title>Day {n}</title><pubDate>{date}</pubDate><description>{WORDS} {n}"
        "</description></item>"
        for n, date in enumerate(dates)
    )
    return f'<rss version="2.0"><channel><title>Site</title>{items}</channel></rss>'.encode()


def test_an_archive_of_an_export_is_imported_with_its_pictures(tmp_path: Path) -> None:
    post = {"id": "1", "title": "Rain", "status": "published", "html": f"<p>{WORDS}</p>",
            "feature_image": "__GHOST_URL__/content/images/pine.png"}  # fmt: skip
    export = json.dumps({"db": [{"data": {"posts": [post]}}]}).encode()
    room = Newsroom(tmp_path / "room")
    room.write(
        "site.zip",
        zipped(
            {
                "site/posts.json": export.replace(b'"db"', b'"meta": {}, "db"'),
                "site/content/images/pine.png": (HERE / "pine.png").read_bytes(),
                "archive_browser.html": b"<html><body><article><p>Welcome.</p></article></body>",
                "notes/a.md": f"---\ntitle: Sun\n---\n\n{WORDS} Then the sun came.\n".encode(),
            }
        ),
    )
    done = room.run("import", "site.zip", "-o", "book")

    assert done.code == 0, done.err
    assert "Imported 2 articles." in done.err
    files = {p.relative_to(room.folder / "book").as_posix()
             for p in (room.folder / "book").rglob("*") if p.is_file()}  # fmt: skip
    assert files == {"manifest.yml", "newsbook.lock", "articles/rain.md", "articles/notes/a.md",
                     "articles/pictures/pine.png"}  # fmt: skip
    lock = json.loads((room.folder / "book" / "newsbook.lock").read_text())
    assert lock["source"] == "site.zip"
    assert {a["source"] for a in lock["articles"]} == {"site/posts.json", "notes/a.md"}


def test_an_archive_without_articles_or_out_of_bounds_is_refused(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("a.zip", zipped({"a.bin": b"\0\1\2"}))
    room.write("b.zip", zipped({"../../a.md": b"# A\n\nOne."}))

    done = room.run("import", "a.zip", "-o", "book")
    assert (done.code, "a.zip holds no articles" in done.err) == (2, True)
    done = room.run("import", "b.zip", "-o", "book")
    assert (done.code, "b.zip cannot be unpacked" in done.err) == (2, True)
    assert not (room.folder / "book").exists()


def test_articles_of_a_day_stand_in_the_order_of_their_times(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    day = "Mon, 01 Jan 2024 {} GMT"
    room.write("a.rss", feed(day.format("18:00:00"), day.format("09:00:00"), "", "31 Dec 2023"))
    room.run("import", "a.rss", "-o", "book")
    manifest = (room.folder / "book" / "manifest.yml").read_text()

    order = [
        line.split("/")[1].split(".")[0] for line in manifest.splitlines() if "articles/" in line
    ]
    assert order == ["day-3", "day-1", "day-0", "day-2"]


def test_pictures_that_are_nowhere_are_named(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "room")
    room.write("texts/a.md", f"# Rain\n\n{WORDS}\n\n![One](one.png)\n\n![Two](two.png)\n")
    done = room.run("import", "texts", "-o", "book")

    assert done.code == 0, done.err
    assert "2 pictures not beside the source: one.png, two.png" in done.err
