"""Web archives as crawlers really write them: packed answers, frames, damage."""

from __future__ import annotations

import gzip
import json
import zlib
from importlib import import_module
from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.documents import warc, zipped


def page(title: str) -> bytes:
    words = f"{title}: it rained in Baku, and the people of the town went out to see it. "
    return (
        f"<!DOCTYPE html><html lang=en><title>{title}</title><body><article><h1>{title}</h1>"
        + f"<p>{words * 2}</p>" * 5
        + "</article></body></html>"
    ).encode()


def answers(**packings: tuple[str, bytes]) -> bytes:
    """Return a WARC of answers: the encoding that each states, and its body, by its name."""
    return warc(
        {
            f"https://x.example/{name}": (f"text/html\r\nContent-Encoding: {encoding}", body)
            for name, (encoding, body) in packings.items()
        }
    )


def read(name: str, data: bytes) -> tuple[list[str], World]:
    world = World(root=Path("/nowhere"))
    articles: tuple[Article, ...] = read_many(Source(name, data), world)
    return [plain_text(article.headline) for article in articles], world


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "raw deflate", "br"])
def test_answers_that_servers_packed_are_read(encoding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    body = {
        "gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress,
        "raw deflate": lambda data: raw.compress(data) + raw.flush(),
        "br": import_module("brotli").compress,
    }[encoding](page("Packed"))  # fmt: skip
    data = answers(packed=(encoding.split()[-1], body), plain=("identity", page("Plain")))
    found, world = read("a.warc.gz", data)

    assert found == ["Packed", "Plain"]
    assert not world.diagnostics.errors


def test_an_answer_that_is_packed_wrongly_does_not_spoil_an_archive() -> None:
    data = answers(
        wrong=("br", b"no brotli at all"),
        odd=("compress", b"\x1f\x9d"),
        bare=("gzip", page("Bare")),
    )
    found, world = read("a.warc.gz", data)

    assert found == ["Bare"]
    messages = [d.message for d in world.diagnostics if d.code == "content-dropped"]
    assert messages == [
        "https://x.example/wrong was left out: it is not 'br', as it claims to be",
        "https://x.example/odd was left out: it is packed as 'compress'",
    ]


def test_an_archive_that_was_compressed_as_a_whole_is_read() -> None:
    data = warc({"https://x.example/a": ("text/html", page("A")),
                 "https://x.example/b": ("text/html", page("B"))}, packed=False)  # fmt: skip
    found, world = read("a.warc.gz", gzip.compress(data))

    assert found == ["A", "B"]
    assert not world.diagnostics.errors


@pytest.mark.parametrize("packed", [True, False])
def test_an_archive_whose_end_is_missing_is_read_as_far_as_it_goes(packed: bool) -> None:
    pages = {f"https://x.example/{n}": ("text/html", page(n)) for n in "abc"}
    data = warc(pages, packed=packed)
    found, world = read("a.warc.gz", data[: -30 if packed else -600])

    assert found == ["a", "b"]
    (cut,) = [d for d in world.diagnostics if d.code == "malformed-source"]
    assert str(cut.severity) == "warning"
    assert cut.message == "the web archive is damaged: it ends in the middle of a record"


def test_a_charset_that_only_the_server_named_is_used() -> None:
    words = "港の朝は静かだった。誰も午前中にクレーンが動くとは思っていなかった。"
    html = f"<html><title>港</title><body><article><h1>港の朝</h1>{f'<p>{words}</p>' * 6}</article>"
    media = "text/html; charset=Shift_JIS"
    found, world = read(
        "a.warc", warc({"https://x.example/a": (media, html.encode("shift_jis"))}, packed=False)
    )

    assert found == ["港の朝"]
    assert "encoding-guessed" not in [d.code for d in world.diagnostics]


def test_the_pages_of_a_wacz_are_those_it_lists() -> None:
    archive = warc({f"https://x.example/{n}": ("text/html", page(n)) for n in ("frame", "a", "b")})
    lines = [{"format": "json-pages-1.0"}, {"url": "https://x.example/b"},
             {"url": "https://x.example/a"}]  # fmt: skip
    listed = "\n".join(map(json.dumps, lines))
    files = {"archive/data.warc.gz": archive, "pages/pages.jsonl": listed.encode()}

    assert read("a.wacz", zipped(files))[0] == ["b", "a"]
    files["pages/pages.jsonl"] = b'{"format": "json-pages-1.0"}\nno json\n'
    assert read("a.wacz", zipped(files))[0] == ["frame", "a", "b"]
