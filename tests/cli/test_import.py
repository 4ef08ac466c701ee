"""`newsbook import`: sources become projects that build, and the network stays shut unless asked."""

from __future__ import annotations

import gzip
import http.server
import ipaddress
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbook.content import (
    Aside,
    Cell,
    Code,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Item,
    Items,
    LineBreak,
    Link,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Row,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Table,
    Text,
)  # fmt: skip
from newsbook.importer import Fetcher, Order, import_source
from newsbook.importer.duplicates import near_duplicates
from newsbook.importer.fetch import RefusedAddressError, is_public
from newsbook.importer.markdown import markdown_of
from newsbook.model import Article
from newsbook.readers import Source, read
from newsbook.world import World
from newsbook.xhtml import normal_form
from tests.support import story
from tests.support.newsroom import Newsroom

LONG = "It rained in Baku, and the people of the town went out to see it with their children. " * 6


# ---------------------------------------------------------------- Markdown
def p(*parts: object) -> Paragraph:
    return Paragraph(tuple(Text(x) if isinstance(x, str) else x for x in parts))  # type: ignore[misc]


BLOCKS = [
    p("# no heading"), p("1. no list"), p("- nor this"), p("a * b _c_ [d](e) `f` <g> & &amp; h^2 ~x~ $5"),
    p("=== ---"), p("{岁寒|suì}"), p("a", LineBreak(), "b"), p("新华社", Strong((Text("“重点”"),)), "在"),
    p(Emphasis((Text("a "), Strong((Text("b"),)))), " c"), p(Code("a `b` c"), " d"),
    p(Link("https://x.example/a_(b)?c=1&d=*", (Text("a]b"),))), Heading(2, (Text("A # b"),)),
    Quote((p("One."), p("Two."))), Listing("a\n```\nb\n", "py"), Divider(), p("After."),
    Items("bullet", (Item((p("a"), Items("ordered", (Item((p("b"),)),), 3))), Item((p("c"),)))), p("x"),
    Items("ordered", (Item((p("a"), p("b"))), Item((p("c"),))), 2, tight=False), p("y"),
    Figure((), (Picture("pictures/a b.png", 'A "pine" [x]'),), (Text('In *snow* "deep".'),), (Text("A_B"),)),
    p("Called", Note((p("A note."), p("In two parts."))), " here", Note((p("Other."),)), "."),
    Table((Row((Cell((Text("1 | 2"),)), Cell((Text("3"),)))),), (Row((Cell((Text("a"),), True), Cell((Text("b"),), True))),)),
    p(Ruby((RubyPair("漢", "かん"), RubyPair("字", "じ")))), p(Span((Text("Guten Tag"),), "de")),
    Aside((p("Beside."),), (Text("Facts"),), "sidebar"), Quote((p("Pulled."),), (Text("Ann"),), "pull"),
]  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_markdown_reads_back_as_what_was_written(block: object) -> None:
    body = normal_form((p("First."), block, p("Last.")))  # type: ignore[arg-type]
    article = Article(
        "a", (Text("Rain * and [wind]: “a”"),), body, language="en", published="2021-12-27"
    )
    world = World(root=Path("/nowhere"))
    again = read(Source("a.md", markdown_of(article).encode()), world)

    assert again.body == body
    assert again.headline == article.headline
    assert [d.message for d in world.diagnostics] == []


# ---------------------------------------------------------------- projects
def test_a_feed_becomes_a_book(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk")
    story.write_edition(room.folder)
    done = room.run("import", "wordpress.xml", "-o", "book", "--json")

    assert done.code == 0, done.err
    assert done.json["articles"] == ["articles/the-pine-and-the-cypress.md"]
    lock = json.loads((room.folder / "book/newsbook.lock").read_text())
    (record,) = lock["articles"]
    assert (record["source"], record["reader"], record["retrieved"]) == (
        "wordpress.xml",
        "wxr",
        None,
    )
    assert len(record["sha256"]) == len(record["text_sha256"]) == 64
    built = Newsroom(room.folder / "book", room.cache).run("build", "-f", "epub")
    assert built.code == 0, built.err


def test_a_folder_keeps_its_documents_and_their_pictures(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk")
    picture = (story.HERE / "pine.png").read_bytes()
    room.write(
        "in/b.md", f"---\ntitle: B\ndate: 2021-02-01\n---\n\n{LONG}\n\n![A pine](art/pine.png)\n"
    )
    room.write(
        "in/deep/a.md", "---\ntitle: A\ndate: 2021-01-01\n---\n\nThe bridge was opened again.\n"
    )
    room.write("in/copy.md", f"---\ntitle: B again\n---\n\n{LONG}\n\n![A pine](art/pine.png)\n")
    room.write(
        "in/near.md", f"---\ntitle: N\ndate: 2021-03-01\n---\n\n{LONG} And then it stopped.\n"
    )
    room.write("in/art/pine.png", picture).write("in/program.bin", b"\0\1\2").write(
        "in/.hidden.md", "# H"
    )
    done = room.run("import", "in", "-o", "book", "--title", "Two: bridges")

    assert done.code == 0, done.err
    assert done.out == "book/manifest.yml\n"
    assert "1 duplicate left out" in done.err
    assert "near-duplicate" in done.err
    files = room.files("book")
    assert sorted(files) == [
        "articles/art/pine.png", "articles/b.md", "articles/deep/a.md", "articles/near.md",
        "manifest.yml", "newsbook.lock",
    ]  # fmt: skip
    manifest = files["manifest.yml"].decode()
    assert 'title: "Two: bridges"' in manifest
    order = [manifest.index(name) for name in ("deep/a.md", "articles/b.md", "near.md")]
    assert order == sorted(order)
    assert Newsroom(room.folder / "book", room.cache).run("check").code == 0


def test_the_cut_of_a_plain_text_is_written_down(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk")
    room.folder.joinpath("wire").mkdir()
    text = (story.HERE / "story.txt").read_bytes()
    room.write("wire/pine.txt", text)
    done = room.run("import", "wire", "-o", "book")
    manifest = (room.folder / "book" / "manifest.yml").read_text("utf-8")

    assert done.code == 0, done.err
    assert "    extract:\n      start: L" in manifest
    assert "    expect: {paragraphs: 3}" in manifest
    assert room.run("check", "book/manifest.yml").code == 0


def test_the_same_import_gives_the_same_bytes(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk")
    story.write_edition(room.folder)
    env = {"SOURCE_DATE_EPOCH": "1640995200"}
    for name in ("one", "two"):
        assert room.run("import", "substack.zip", "-o", name, env=env).code == 0
    assert room.files("one") == room.files("two")
    assert "articles/pictures/pine.png" in " ".join(room.files("one")).replace("-ee50b2b7", "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing.xml"], "there is no file or folder"),
        (["https://example.org/feed.xml"], "nothing is fetched unless you say so"),
        (["empty"], "holds no articles"),
        (["a.bin"], "no reader knows"),
        (["a.md", "-o", "full"], "is not empty"),
        (["http://127.0.0.1/feed.xml", "--fetch"], "not on the public network"),
        (["ftp://example.org/feed.xml", "--fetch"], "there is no file or folder"),
    ],
)
def test_what_cannot_be_imported_leaves_nothing_behind(
    words: list[str], message: str, tmp_path: Path
) -> None:
    room = Newsroom(tmp_path / "desk")
    room.write("a.bin", b"\0\1").write("a.md", "# A\n\nText.\n").write("full/x", "x").write(
        "empty/.x", ""
    )
    before = room.files(".")
    done = room.run("import", *words)

    assert done.code == 2
    assert message in done.err
    assert room.files(".") == before
    assert "Traceback" not in done.err


def test_near_duplicates_are_found_and_others_are_not() -> None:
    other = (
        "The council met on Monday and spoke of the bridge, the school and the price of bread. " * 5
    )
    assert [(a, b) for a, b, _ in near_duplicates([LONG, other, LONG + "More.", ""])] == [(0, 2)]


# ---------------------------------------------------------------- network
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:0:0:0:0:80ff:fffe",
    ],
)  # fmt: skip
def test_private_addresses_are_never_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://localhost/", "file:///etc/passwd", "gopher://example.org/", "http://user@example.org/",
        "http://example.org:22/", "http:///x", "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/", "http://a b/", "//example.org/",
    ],
)  # fmt: skip
def test_addresses_that_are_not_the_web_are_refused(url: str) -> None:
    with pytest.raises(RefusedAddressError):
        Fetcher().get(url)


FEED = (
    '<rss version="2.0"><channel><title>Site</title><item><title>Rain</title><link>{0}/rain.html</link>'
    "<pubDate>Mon, 27 Dec 2021 09:00:00 GMT</pubDate><description>It rained, and then […]</description>"
    "</item></channel></rss>"
)
PAGE = (
    "<html><head><title>Rain</title></head><body><article><h1>Rain</h1><p>" + LONG + "</p>"
    "<figure><img src='/pine.png' alt='A pine'><figcaption>A pine.</figcaption></figure>"
    "</article></body></html>"
)


@pytest.fixture
def site() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
            kind, data, status, more = "text/html", b"", 200, {}
            if self.path == "/feed.xml":
                kind, data = "application/rss+xml", FEED.format(base).encode()
            elif self.path == "/rain.html":
                data, more = gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}
            elif self.path == "/pine.png":
                kind, data = "image/png", (story.HERE / "pine.png").read_bytes()
            elif self.path == "/loop":
                status, more = 302, {"Location": "/loop"}
            elif self.path == "/inside":
                status, more = 302, {"Location": "http://10.0.0.1/secret"}
            elif self.path == "/bomb":
                data, more = gzip.compress(b" " * 200_000_000), {"Content-Encoding": "gzip"}
            else:
                status = 404
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(data)),
                **more,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def local(site: str) -> Fetcher:
    """A fetcher that takes this machine, and one port of it, for the public network."""
    port = int(site.rpartition(":")[2])
    return Fetcher(allowed=lambda a: str(a) == "127.0.0.1", ports=(80, 443, port))


def test_a_feed_of_summaries_is_fetched_whole_with_its_pictures(site: str) -> None:
    made = import_source(Order(f"{site}/feed.xml", fetcher=local(site)))

    assert [d.message for d in made.findings.errors] == []
    text = made.files["articles/rain.md"].decode()
    assert "It rained in Baku" in text
    assert "![A pine](<pictures/pine" in text
    lock = json.loads(made.files["newsbook.lock"])
    assert lock["articles"][0]["retrieved"] == "2000-01-01T00:00:00+00:00"
    assert lock["pictures"][0]["url"] == f"{site}/pine.png"


@pytest.mark.parametrize(
    ("path", "message"),
    [("/loop", "redirects"), ("/inside", "public"), ("/bomb", "larger"), ("/none", "404")],
)
def test_what_answers_wrongly_is_refused(site: str, path: str, message: str) -> None:
    with pytest.raises(RefusedAddressError, match=message):
        local(site).get(site + path)


# ---------------------------------------------------------------- what may not be printed
def test_what_may_not_be_printed_stays_so(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "wire")
    items = [
        {"uri": "a", "headline": "A", "body_text": "It rained in Baku.", "pubstatus": "canceled"},
        {
            "uri": "b",
            "headline": "B",
            "body_text": "It stopped.",
            "embargoed": "2999-01-01T00:00:00Z",
        },
    ]
    room.write("two.json", json.dumps(items))
    room.run("import", "two.json", "-o", "book")

    checked = room.run("check", "book")
    assert checked.code == 1
    assert "error[not-usable]" in checked.err
    assert "error[embargoed]" in checked.err
