"""Hostile sources: each is read, or refused with a sentence, within one gigabyte and five seconds.

The numbers are those of the list of attacks the readers were designed against, which
`test_hostile_list.py` goes through at the command line, one by one; here are variants of those on
sources, in every format.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from newsbook.content import Picture
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.readers import DEEPEST, READERS
from newsbook.tree import depth, plain_text, walk
from newsbook.xhtml import Renderer
from tests.support import story
from tests.support.documents import Line, docx, epub, odt, warc, zipped
from tests.support.guarded import read_guarded
from tests.support.newsroom import Newsroom

PANDOC = (".rst", ".adoc", ".mediawiki", ".org", ".rtf")
SECRET = "the-secret-of-the-machine"


def said(found: list[Diagnostic]) -> str:
    return "\n".join(f"{d.severity}[{d.code}] {d.message}" for d in found)


def refused(found: list[Diagnostic], *codes: str) -> None:
    errors = {d.code for d in found if d.severity is Severity.ERROR}
    assert errors & set(codes), said(found)
    assert "Traceback" not in said(found)


# ---------------------------------------------------------------- 1 to 4: XML
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
BOMBS = {
    "laughs": f'<!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a "{"a" * 200_000}">]>',
    "external": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/x.dtd"> %a;]>',
}
ROOTS = {
    "nitf": "<nitf><body><body.content><p>{}</p></body.content></body></nitf>",
    "newsml-g2": "<newsItem><contentSet><inlineData>{}</inlineData></contentSet></newsItem>",
    "newsml": "<NewsML><NewsItem><NewsComponent><ContentItem><DataContent>{}</DataContent>"
    "</ContentItem></NewsComponent></NewsItem></NewsML>",
    "rss": "<rss><channel><item><title>{}</title></item></channel></rss>",
    "atom": "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>{}</title></entry></feed>",
    "wxr": "<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><title>{}</title></item>"
    "</channel></rss>",
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("root", ROOTS)
def test_1_2_3_entity_declarations_are_refused_by_name(bomb: str, root: str) -> None:
    used = "&l11;" if bomb == "laughs" else "&a;" * 20_000
    text = '<?xml version="1.0"?>' + BOMBS[bomb] + ROOTS[root].format(used)
    articles, found = read_guarded("a.xml", text)

    assert articles == ()
    refused(found, "malformed-source")
    assert "entity" in said(found)
    assert "root:" not in said(found)


@pytest.mark.parametrize("root", ROOTS)
def test_4_nothing_outside_an_xml_file_is_read(root: str) -> None:
    text = (
        '<?xml version="1.0"?><?xml-stylesheet href="http://127.0.0.1/a.xsl"?>'
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/a.dtd">'
        + ROOTS[root].format(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>x'
        )
    )  # fmt: skip
    articles, found = read_guarded("a.xml", text)

    for article in articles:
        assert "root:" not in plain_text(article.headline, article.body)
    assert "root:" not in said(found)


def test_4_entities_of_office_documents_are_refused() -> None:
    part = BOMBS["external"] + "<a>&a;</a>"
    for name, data in (
        ("a.docx", docx([Line("Normal", "x")], extra={"word/comments.xml": part})),
        ("a.odt", zipped({"content.xml": part, "META-INF/manifest.xml": "<m/>"})),
        ("a.epub", zipped({"META-INF/container.xml": part})),
    ):
        articles, found = read_guarded(name, data)
        assert articles == ()
        refused(found, "malformed-source", "limit-exceeded")
        assert "entity declaration" in said(found)


# ---------------------------------------------------------------- 5 to 7: archives
ARCHIVES = {
    "a.docx": {"word/document.xml": "<x/>"},
    "a.odt": {"content.xml": "<x/>", "META-INF/manifest.xml": "<x/>"},
    "a.epub": {"META-INF/container.xml": "<x/>"},
    "substack.zip": {"posts.csv": "post_id\n", "posts/1.a.html": "x"},
    "medium.zip": {"posts/a.html": "x"},
    "a.wacz": {"archive/a.warc": "x"},
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_5_bombs_in_archives_are_counted_before_they_are_inflated(name: str) -> None:
    target = io.BytesIO(zipped(ARCHIVES[name]))  # type: ignore[arg-type]
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/bomb.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(b" " * 1_000_000)
    articles, found = read_guarded(name, target.getvalue())

    assert articles == ()
    refused(found, "limit-exceeded")
    assert "300000000 bytes" in said(found)


@pytest.mark.parametrize("name", ARCHIVES)
@pytest.mark.parametrize(
    "entry", ["../../outside.html", "/absolute.html", "C:\\outside.html", "a/../../b.html", "link"]
)
def test_6_names_that_lead_out_of_an_archive_are_refused(name: str, entry: str) -> None:
    target = io.BytesIO(zipped(ARCHIVES[name]))  # type: ignore[arg-type]
    with zipfile.ZipFile(target, "a") as archive:
        added = zipfile.ZipInfo(entry)
        if entry == "link":
            added.external_attr = 0o120777 << 16
        archive.writestr(added, "/etc/passwd")
    articles, found = read_guarded(name, target.getvalue())

    assert articles == ()
    refused(found, "limit-exceeded")
    assert "is refused" in said(found)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_6_two_files_of_one_name_and_too_many_files_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("posts.csv", "post_id,title\n1.a,A\n")
        archive.writestr("posts/1.a.html", "<p>one</p>")
        archive.writestr("posts/1.a.html", "<p>two</p>")
    refused(read_guarded("a.zip", target.getvalue())[1], "limit-exceeded")

    many = zipped({"posts.csv": "post_id\n", **{f"f{n}": "" for n in range(10_001)}})
    articles, found = read_guarded("a.zip", many)
    assert articles == ()
    assert "10002 files" in said(found)


def test_7_sizes_that_lie_are_found_out() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = (
        b"".join(packer.compress(b"<p>" + b" " * 10_000_000) for _ in range(30)) + packer.flush()
    )
    name, size, check = b"posts/1.a.html", 100, zlib.crc32(b"x")
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, check, len(packed), size, 14, 0)
    body = local + name + packed
    central = struct.pack(
        "<4s6H3I5H2I",
        b"PK\x01\x02",
        20,
        20,
        0,
        8,
        0,
        0,
        check,
        len(packed),
        size,
        14,
        0,
        0,
        0,
        0,
        0,
        0,
    )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + 14, len(body), 0)
    articles, found = read_guarded("a.zip", body + central + name + end, format="medium")

    assert articles == ()
    refused(found, "unreadable-file", "empty-article", "limit-exceeded")


def test_7_archives_inside_archives_are_not_opened() -> None:
    inner = zipped({"archive/a.warc": "x" * 1000})
    articles, found = read_guarded(
        "a.wacz", zipped({"archive/b.wacz": inner, "datapackage.json": "{}"})
    )

    assert articles == ()
    refused(found, "empty-article")


def test_7_a_web_archive_that_inflates_is_stopped() -> None:
    data = warc({f"https://x.example/{n}.png": ("image/png", b" " * 32_000_000) for n in range(16)})
    assert len(data) < 1_000_000
    articles, found = read_guarded("a.warc.gz", data)

    assert articles == ()
    refused(found, "limit-exceeded")


def _packed(start: bytes) -> bytes:
    """What begins with `start` and goes on for 600 MB without an end of line."""
    target = io.BytesIO()
    with gzip.open(target, "wb", 9) as stream:
        stream.write(start)
        for _ in range(600):
            stream.write(b" " * 2**20)
    return target.getvalue()


@pytest.mark.parametrize(
    ("start", "code"),
    [(b"", "malformed-source"), (b"WARC/1.0 ", "limit-exceeded")],
    ids=["no web archive", "web archive"],
)
def test_7_what_is_compressed_without_an_end_is_not_inflated(start: bytes, code: str) -> None:
    articles, found = read_guarded("a.warc.gz", _packed(start))

    assert articles == ()
    refused(found, code)


# ---------------------------------------------------------------- 13 to 15: paths
@pytest.mark.parametrize(
    "address",
    [
        "../../../secret.png", "%2e%2e/%2e%2e/secret.png", "/etc/passwd", "file:///etc/passwd",
        "\\\\host\\share\\a.png", "link.png", "~/secret.png", "a\x00b.png", "//host/a.png",
        "https://host/../../secret.png", "con", "a" * 5000 + ".png",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["markdown", "html", "nitf", "ninjs"])
def test_13_14_15_pictures_come_from_inside_the_project(
    address: str, key: str, tmp_path: Path
) -> None:
    import json

    project = tmp_path / "a" / "b" / "project"
    room = Newsroom(project)
    picture = (Path(__file__).parent.parent / "story" / "pine.png").read_bytes()
    (tmp_path / "secret.png").write_bytes(picture)
    (tmp_path / "a" / "secret.png").write_bytes(picture)
    (project / "link.png").symlink_to(tmp_path / "secret.png")
    plain = address.replace("\x00", "&#0;")
    texts = {
        "markdown": ("a.md", f"# Rain\n\nIt rained.\n\n![A]({address})\n"),
        "html": ("a.html", f"<h1>Rain</h1><p>It rained.</p><p><img src='{plain}' alt='A'></p>"),
        "nitf": ("a.nitf", "<nitf><body><body.content><p>It rained.</p><media media-type='image'>"
                 f"<media-reference source='{plain if plain == address else 'a'}'/></media>"
                 "</body.content></body></nitf>"),
        "ninjs": ("a.json", json.dumps({"uri": "x", "headline": "Rain", "body_text": "It rained.",
                  "associations": {"a": {"type": "picture", "renditions": {"b": {"href": address}}}}})),
    }  # fmt: skip
    name, text = texts[key]
    room.write(name, text)
    (project / "manifest.yml").write_text(
        f"title: T\nlanguage: en\ndate: 2022-01-01\ncontents: [{{file: {name}, headline: Rain}}]\n"
    )
    from newsbook.assemble import assemble
    from newsbook.manifest import load
    from newsbook.world import World

    manifest = load(project / "manifest.yml")
    world = World(root=manifest.root)
    book = assemble(manifest, world)

    assert book.assets == {}
    assert not [p for a in book.articles() for p in walk(a.body) if isinstance(p, Picture)]
    text = plain_text(*(a.body for a in book.articles()))
    assert list(world.diagnostics) or address in text, "a picture that is left out is reported"


# ---------------------------------------------------------------- 18, 20 to 22: pictures
def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(
        b"\0" * 100_000)) + chunk(b"IEND", b"")  # fmt: skip


SVG = (
    '<?xml version="1.0"?>{}<svg xmlns="http://www.w3.org/2000/svg" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}<rect width="9" height="9"/></svg>'
)
USES = '<rect id="l9"/>' + "".join(
    f'<g id="l{n}">' + f'<use href="#l{n + 1}"/>' * 10 + "</g>" for n in range(9)
)
PICTURES: dict[str, bytes] = {
    "a bomb of pixels": _png(50_000, 50_000),
    "a truncated picture": _png(40, 40)[:60],
    "nothing": b"",
    "a script": b"GIF89a/*\0\0*/=1;alert(1)//",
    "a text": b"root:x:0:0",
    "a bomb of entities": SVG.format(BOMBS["laughs"], "<text>&l11;</text>").encode(),
    "a bomb of uses": SVG.format("", USES).encode(),
    "a drawing in itself": SVG.format("", '<g id="a"><use href="#a"/></g>').encode(),
    "an external entity": SVG.format(BOMBS["external"], "<text>&a;</text>").encode(),
}


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("holder", ["docx", "odt", "epub", "warc", "data"])
def test_18_20_21_pictures_inside_sources_are_checked(kind: str, holder: str) -> None:
    import base64

    data = PICTURES[kind]
    line = Line("Normal", picture=data, alt="A")
    page = "<html><body><h1>Rain</h1><p>It rained in Baku all day long.</p><img src='{}' alt='A'></body></html>"
    url = "data:image/png;base64," + base64.b64encode(data).decode()
    made = {
        "docx": lambda: docx([Line("Title", "Rain"), Line("Normal", "It rained."), line]),
        "odt": lambda: odt([Line("Title", "Rain"), Line("Normal", "It rained."), line]),
        "epub": lambda: epub({"a.xhtml": page.format("p.png")}, {"p.png": data}),
        "warc": lambda: warc({"https://x.example/a": ("text/html", page.format("p.png").encode()),
                              "https://x.example/p.png": ("image/png", data)}),
        "data": lambda: page.format(url).encode(),
    }  # fmt: skip
    suffix = {"data": "html"}.get(holder, holder)
    articles, found = read_guarded(f"a.{suffix}", made[holder]())

    assert "It rained" in plain_text(articles[0].body)
    assert articles[0].pictures == ()
    assert found, "a picture that is left out is reported"
    assert "root:" not in said(found)


# ---------------------------------------------------------------- 26, 27: markup in text
def test_26_templates_in_a_text_are_text() -> None:
    text = "{{ 7+7 }} ]]> {% for x in y %} ${{x}}"
    inside = text.replace(">", "&gt;")
    for name, data in (
        ("a.nitf", f"<nitf><body><body.content><p>{inside}</p></body.content></body></nitf>"),
        ("a.rss", f"<rss><channel><item><title>T</title><description>{inside}</description></item></channel></rss>"),
        ("a.docx", docx([Line("Title", "T"), Line("Normal", text)])),
    ):  # fmt: skip
        articles, _ = read_guarded(name, data)
        assert plain_text(articles[0].body) == text


ATTACKS = (
    "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
    "<a href='data:text/html,<script>1</script>'>y</a><iframe srcdoc='<script>1</script>'></iframe>"
    "<base href='//evil/'><meta http-equiv=refresh content='0;url=javascript:1'><svg onload=alert(1)>"
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></mtext></math>"
    "<link rel=attachment href='file:///etc/passwd'><a rel=attachment href='file:///etc/passwd'>z</a>"
    "<form action='javascript:1'><button formaction='javascript:1'>k</button></form>"
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript><p>It rained.</p>"
)


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.rss", "a.json", "ghost.json", "a.epub"])
def test_27_nothing_that_acts_comes_through(name: str) -> None:
    import json

    made = {
        "a.html": lambda: f"<html><body><h1>T</h1>{ATTACKS}</body></html>",
        "a.md": lambda: f"# T\n\n{ATTACKS}\n",
        "a.rss": lambda: f"<rss><channel><item><title>T</title><description><![CDATA[{ATTACKS}]]>"
        "</description></item></channel></rss>",
        "a.json": lambda: json.dumps({"uri": "x", "headline": ATTACKS, "body_html": ATTACKS}),
        "ghost.json": lambda: json.dumps({"db": [{"data": {"posts": [
            {"id": 1, "title": "T", "html": ATTACKS, "status": "published"}]}}]}),
        "a.epub": lambda: epub({"a.xhtml": f"<html><body><h1>T</h1>{ATTACKS}</body></html>"}, {}),
    }  # fmt: skip
    articles, _ = read_guarded(name, made[name]())
    renderer = Renderer("epub", language="en")
    html = (renderer.blocks(articles[0].body) + renderer.notes()).lower()

    for sign in ("<script", "onerror", "onload", "javascript:", "data:text", "srcdoc", "<base",
                 "<meta", "file:", "attachment", "formaction"):  # fmt: skip
        assert sign not in html
    assert name == "a.html" or "it rained." in html


def test_27_references_to_control_characters_are_left_out() -> None:
    text = "<p>One&#1;</p><table class='tr-caption-container'><tr><td><img src='a'></td></tr></table>&#x1f;two"
    item = f"<item><title>T</title><description><![CDATA[{text}]]></description></item>"
    articles, _ = read_guarded("a.rss", f"<rss><channel>{item}</channel></rss>")

    assert plain_text(articles[0].body) == "One\n\ntwo"


# ---------------------------------------------------------------- 28, 29, 32, 33: texts
DEEP = 100_000
TEXTS = {
    "nested elements": ("a.html", "<div>" * DEEP + "It rained." + "</div>" * DEEP),
    "nested elements in a feed": (
        "a.rss", "<rss><channel><item><title>T</title><description><![CDATA[" + "<div>" * DEEP
        + "It rained.]]></description></item></channel></rss>"),
    "nested XML": ("a.nitf", "<nitf><body><body.content>" + "<block>" * DEEP),
    "nested JSON": ("a.json", '{"uri": ' + "[" * DEEP),
    "nested lexical": ("a.json", '{"db": [{"data": {"posts": [{"id": 1, "title": "T", "lexical": "'
                       + '{\\"children\\":[' * 20_000 + '"}]}}]}'),
    "delimiters": ("a.md", "# T\n\n" + "*a_ " * 20_000),
    "quotations": ("a.md", "# T\n\n" + ">" * 20_000),
    "brackets": ("a.md", "# T\n\n" + "[" * 50_000),
    "brackets of RTF": ("a.rtf", "{\\rtf1 " + "{" * 50_000),
    "unclosed styles of RTF": ("a.rtf", "{\\rtf1{\\stylesheet" + "{\\s1 x;" * 20_000 + "\\par x}"),
    "escapes of RTF": ("a.rtf", "{\\rtf1 " + "\\u26575?" * 100_000 + "}"),
    "templates of wikis": ("a.mediawiki", "{{" * 50_000 + "x" + "}}" * 50_000),
    "files of wikis": ("a.mediawiki", "[[File:a|" * 20_000),
    "lists of rst": ("a.rst", "".join(" " * n + "* a\n\n" for n in range(400))),
    "includes of rst": ("a.rst", ".. include:: a\n" * 20_000),
    "attributes of AsciiDoc": ("a.adoc", "= T\n" + ":a: {a}{a}{a}\n" * 5_000 + "\n{a}"),
    "keywords of Org": ("a.org", "#+MACRO: a {{{a}}}\n" * 20_000 + "{{{a}}}"),
    "captions of WordPress": ("a.wxr", "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content="
        "'http://purl.org/rss/1.0/modules/content/'><channel><item><title>T</title><content:encoded>"
        + "[caption]" * 20_000 + "[abc b='" * 5_000 + "</content:encoded></item></channel></rss>"),
    "an unclosed document type": ("a.xml", "<!DOCTYPE a [" + "<!-- -->" * 50_000),
    "white space before XML": ("a.xml", "<?a?>\n" * 50_000 + "<b/>"),
    "a long line": ("a.txt", "Rain\n\n" + "It rained in Baku. " * 500_000),
    "marks on marks": ("a.txt", "Rain\n\n" + ("It rained" + "\u0301" * 2000 + " in Baku. ") * 50),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kind", TEXTS)
def test_28_29_texts_that_exhaust_parsers_end_in_time(kind: str) -> None:
    name, text = TEXTS[kind]
    articles, found = read_guarded(name, text)

    assert articles or found
    assert "Traceback" not in said(found)


def test_28_flattened_text_is_not_lost() -> None:
    articles, _ = read_guarded(
        "a.html", "<div>" * 20_000 + "It rained in Baku." + "</div>" * 20_000
    )

    assert "It rained in Baku." in plain_text(articles[0].body)


@pytest.mark.slow
@pytest.mark.parametrize("form", READERS, ids=lambda form: form.name)
def test_32_33_any_bytes_are_read_or_refused(form: object) -> None:
    name = getattr(form, "name")  # noqa: B009
    inputs = (
        b"", b"\x00" * 1000, b"\xff\xfe" + b"\xd8\x00" * 50, bytes(range(256)) * 20,
        "\u202eevil\u202c \ufffe \u0000 \ud800 \u200b".encode("utf-16", "surrogatepass"),
        "岁寒知松柏".encode("gb18030") * 20, "日本語".encode("shift_jis") * 20, b"PK\x03\x04" + b"\0" * 60,
        b"<", b"{", b"<a", b"\xef\xbb\xbf", b"{\\rtf1", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00",
    )  # fmt: skip
    for data in inputs:
        articles, found = read_guarded("a.bin", data, format=name)
        assert articles or found or not data.strip(b"\x00 \xef\xbb\xbf")
        for article in articles:
            text = plain_text(article.headline, article.body)
            assert not set(text) & set("\x00\ufffe\ud800\x01")


@pytest.mark.slow
@pytest.mark.parametrize("form", story.FORMATS, ids=lambda form: form.file)
def test_33_damaged_files_are_read_or_refused(form: story.Kept, tmp_path: Path) -> None:
    """Bytes cut off, changed, left out and repeated: there is a value or a sentence, no traceback."""
    story.write_edition(tmp_path)
    whole = (tmp_path / form.file).read_bytes()
    chance = random.Random(form.file)
    for number in range(8 if form.file.endswith(PANDOC) else 40):
        data = bytearray(whole)
        first = chance.randrange(len(data))
        if number % 4 == 0:
            del data[first:]
        elif number % 4 == 1:
            del data[first : first + chance.randrange(200)]
        elif number % 4 == 2:
            data[first:first] = data[chance.randrange(len(data)) :][:300]
        else:
            for _ in range(20):
                data[chance.randrange(len(data))] = chance.randrange(256)
        articles, found = read_guarded(form.file, bytes(data), tmp_path)
        assert articles or found


RUSSIAN = "Мост открыли после двух лет ремонта. Мастера заменили сорок один камень арки. " * 3


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp866", "utf-16", "utf-8-sig"])
def test_33_russian_is_read_in_whatever_encoding(encoding: str) -> None:
    articles, _ = read_guarded("a.txt", f"Мост\n\n{RUSSIAN}".encode(encoding))

    assert RUSSIAN.split(".")[0] in plain_text(articles[0].body)


def test_33_western_text_is_not_taken_for_russian() -> None:
    text = "Élève, où étaient-ils passés l’été dernier, à l’école ou à la forêt ? " * 5
    articles, _ = read_guarded("a.txt", f"Été\n\n{text}".encode("cp1252"))

    assert "Élève, où étaient-ils passés" in plain_text(articles[0].body)


PAGE_TEXT = "The stone bridge on the northern road reopened after two years of repair and debate."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", docx([Line("Title", "T"), Line("Normal", PAGE_TEXT)])),
        ("a.txt", docx([Line("Title", "T"), Line("Normal", PAGE_TEXT)])),
        ("a.docx", f"<html><body><h1>T</h1><p>{PAGE_TEXT}</p></body></html>".encode()),
        ("a.doc", b"{\\rtf1 " + PAGE_TEXT.encode() + b"\\par}"),
    ],
)
def test_33_what_a_file_is_counts_more_than_its_suffix(name: str, data: bytes) -> None:
    articles, found = read_guarded(name, data)

    assert PAGE_TEXT in plain_text(articles[0].body)
    assert not [d for d in found if d.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a.md", "a.html", "a.doc"])
@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n1 0 obj", b"\xd0\xcf\x11\xe0\xa1\xb1", b"\xff\xd8\xff\xe0xx"]
)
def test_33_what_is_no_text_is_not_read_as_text(name: str, data: bytes) -> None:
    articles, found = read_guarded(name, data)

    assert articles == ()
    refused(found, "unknown-format")


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.docx", "a.nitf", "a.json"])
def test_33_an_empty_file_is_reported(name: str) -> None:
    articles, found = read_guarded(name, b"")

    assert articles == ()
    assert [d for d in found if d.severity is Severity.ERROR]


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.rss"])
def test_28_what_nests_deeper_than_books_do_is_refused(name: str, tmp_path: Path) -> None:
    """Stages after reading descend into an article: a level takes them several frames."""
    texts = {
        "a.md": "# T\n\n" + "*a " * 150 + "b* " * 150,
        "a.txt": "Rain\n\n" + "> " * 150 + "It rained in Baku all day long.\n",
        "a.rss": "<rss><channel><item><title>T</title><description><![CDATA["
        + "<blockquote>" * 150 + "It rained.]]></description></item></channel></rss>",
    }  # fmt: skip
    articles, found = read_guarded(name, texts[name])
    if articles:
        assert "rained" in plain_text(*(a.body for a in articles))
        assert max(depth(*a.body) for a in articles) <= DEEPEST
    else:
        refused(found, "limit-exceeded")
        assert f"more than {DEEPEST} levels deep" in said(found)


def test_29_a_small_file_that_is_read_here_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Smaller files are read without a child process, and are bounded all the same."""
    import newsbook.readers as readers
    from newsbook.sandbox import Limits
    from newsbook.world import World

    def stubborn(source: object, world: object) -> tuple[()]:
        with contextlib.suppress(Exception):  # as parsers do
            while True:
                pass
        while True:
            pass

    def deep(source: object, world: object) -> tuple[()]:
        return deep(source, world)

    monkeypatch.setattr(Limits, "for_size", lambda _: Limits(cpu_s=0.2))
    for reader, why in ((deep, "nested too deeply"), (stubborn, "too much processor time")):
        monkeypatch.setattr(readers, "_reader", lambda _, reader=reader: reader)
        world = World(root=Path("/nowhere"))
        assert readers.read_many(readers.Source("a.md", b"Rain."), world) == ()
        refused(world.diagnostics.items, "limit-exceeded")
        assert why in said(world.diagnostics.items)


# ---------------------------------------------------------------- 30, 31, 34
def test_30_patterns_of_the_editor_have_a_time_limit(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book")
    room.write("a.txt", "Rain\n\n" + "a" * 40 + "!\n\n" + "It rained in Baku. " * 20)
    room.write(
        "manifest.yml",
        "title: T\nlanguage: en\ndate: 2022-01-01\ncontents:\n"
        "  - {file: a.txt, extract: {start: '/^(\\w+\\s?)*$/'}}\n",
    )
    done = room.run("check", timeout=60)

    assert done.code == 1
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rst", ".. include:: {0}\n\n.. raw:: html\n   :file: {0}\n\n.. csv-table:: t\n   :file: {0}\n\nEnd.\n"),
        ("a.adoc", "include::{0}[]\n\nEnd.\n"),
        ("a.org", "#+INCLUDE: \"{0}\"\n\nEnd.\n"),
        ("a.typ", '#include "{0}"\n\n#read("{0}")\n\nEnd.\n'),
        ("a.textile", "!{0}!\n\nEnd.\n"),
        ("a.mediawiki", "{{{{:{0}}}}}\n\nEnd.\n"),
    ],
)  # fmt: skip
def test_31_no_markup_language_reads_other_files(name: str, text: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    for path in (str(secret), "secret.txt", f"../{tmp_path.name}/secret.txt"):
        articles, found = read_guarded(name, text.format(path), folder=tmp_path)
        for article in articles:
            assert SECRET not in plain_text(article.headline, article.body)
        assert SECRET not in said(found)


def test_34_ten_thousand_entries_are_read() -> None:
    items = "".join(f"<item><title>T{n}</title><guid>{n}</guid></item>" for n in range(10_000))
    articles, _ = read_guarded("a.rss", f"<rss><channel>{items}</channel></rss>")

    assert len(articles) == 10_000
