"""The list of hostile inputs, a row each, as an editor meets them: at the command line.

Every row is refused with a sentence or read as text; nothing leaks, nothing hangs. Limits are the
processor seconds and the peak memory of the command and its children, less what `newsbook` needs to
start. More of each kind is tried in `test_hostile.py`.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.support.documents import Line, docx, zipped
from tests.unit.test_hostile import ATTACKS, BOMBS, DEEP, ROOTS, SVG, _png

CPU_S = 5.0
MEMORY_KB = 1024 * 1024
SECRET = "the-secret-of-the-machine"
HEAD = "title: T\nlanguage: en\ndate: 2022-01-01\n"
WORDS = "The stone bridge on the northern road reopened after two years of repair and much debate."


@dataclass(frozen=True)
class Run:
    """What a command came to: its exit code, what it said, what it used."""

    code: int
    said: str
    cpu_s: float
    memory_kb: int


# A process begins with the peak memory of the one that starts it, here of a test run that has grown:
# so a small one starts the command, and writes down what it used.
MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[2:])
_, status, used = os.wait4(process.pid, 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}")
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(folder: Path, *words: str) -> Run:
    """Run `newsbook` in `folder` and measure it with all its children."""
    used = folder.parent / "used"
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, used, sys.executable, "-m", "newsbook", *words],
        cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env={**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache")},
    )  # fmt: skip
    cpu_s, memory_kb = used.read_text().split()
    text = done.stdout.decode("utf-8", "replace")
    return Run(done.returncode, text, float(cpu_s), int(memory_kb))


Make = Callable[[Path], tuple[str, ...]]


def inspected(name: str, data: str | bytes) -> Make:
    """A source on its own."""

    def make(folder: Path) -> tuple[str, ...]:
        content = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
        (folder / name).write_bytes(content)
        return ("inspect", name, "--json")

    return make


def checked(manifest: str, files: dict[str, str | bytes] | None = None) -> Make:
    """A project."""

    def make(folder: Path) -> tuple[str, ...]:
        (folder.parent / "secret.txt").write_text(f"{SECRET} {WORDS}")
        (folder.parent / "secret.png").write_bytes(_png(20, 20))
        for name, data in {"manifest.yml": manifest, **(files or {})}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return ("check",)

    return make


def book(name: str, data: str | bytes, more: dict[str, str | bytes] | None = None) -> Make:
    """A project of one article."""
    return checked(f"{HEAD}contents: [{name}]\n", {name: data, **(more or {})})


def laid_out(template: str) -> Make:
    """A project with a layout of its own, whose article page begins with `template`."""

    def make(folder: Path) -> tuple[str, ...]:
        checked(
            f"{HEAD}layout: own\noutputs: {{epub: {{}}}}\ncontents: [a.md]\n",
            {
                "a.md": f"# T\n\n{WORDS}\n",
                "layouts/own/layout.yml": "name: own\ntitle: Own\ndescription: Own\nextends: classic\n",
                "layouts/own/templates/article.xhtml.j2": template,
            },
        )(folder)
        return ("build",)

    return make


def bomb() -> bytes:
    target = io.BytesIO(docx([Line("Normal", "x")]))
    with (
        zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/bomb.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(300):
            entry.write(b" " * 1_000_000)
    return target.getvalue()


def leading_out() -> bytes:
    target = io.BytesIO(docx([Line("Normal", "x")]))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("../../outside.xml", "x")
    return target.getvalue()


def laden() -> bytes:
    """A photograph that says where it was taken, with a long comment."""
    image = Image.new("RGB", (60, 40), "#456")
    exif = Image.Exif()
    exif[0x010E] = "A caption"
    exif.get_ifd(0x8825)[2] = (40.0, 24.0, 30.0)
    exif.get_ifd(0x8825)[29] = "2021:12:27"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, comment=b"PRIVATE " * 8000)
    return target.getvalue()


def page(html: str) -> str:
    return f"<html lang='en'><body><h1>T</h1><p>{WORDS}</p>{html}<p>{WORDS}</p></body></html>"


def aliases(depth: int = 9) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, depth)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Row:
    """A hostile input: its number in the list, what it is, how it is made, what must be said.

    `says` is a part of the output, `code` the exit code (None: any but a crash).
    """

    number: int
    what: str
    make: Make
    says: str = ""
    code: int | None = 1


LINES = "\n".join(f"It rained in Baku for the {n}th time." for n in range(400_000))
ROWS = (
    Row(1, "billion laughs", inspected(
        "a.nitf", '<?xml version="1.0"?>' + BOMBS["laughs"] + ROOTS["nitf"].format("&l11;")), "entity"),
    Row(2, "quadratic blow-up", inspected(
        "a.rss", BOMBS["quadratic"] + ROOTS["rss"].format("&a;" * 20_000)), "entity"),
    Row(3, "external entity", inspected(
        "a.xml", BOMBS["external"] + ROOTS["newsml-g2"].format("&a;")), "entity"),
    Row(4, "DTD, XInclude, style sheet", inspected(
        "a.nitf", '<?xml-stylesheet href="http://127.0.0.1/a.xsl"?><!DOCTYPE nitf SYSTEM "http://127.0.0.1/a.'
        'dtd">' + ROOTS["nitf"].format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
                                       'href="/etc/passwd" parse="text"/>Text.')), "Text.", 0),
    Row(5, "Word bomb", inspected("a.docx", bomb()), "300000000 bytes"),
    Row(6, "names that lead out of an archive", inspected("a.docx", leading_out()), "is refused"),
    Row(7, "archive in an archive", inspected("a.wacz", zipped({
        "archive/b.wacz": zipped({"archive/a.warc": "x" * 1000}), "datapackage.json": "{}"}))),
    Row(8, "aliases in YAML", checked(aliases() + HEAD + "contents: []\n"), "yaml-alias"),
    Row(9, "a tag that runs a program", checked(
        HEAD + "contents: !!python/object/apply:os.system ['touch owned']\n"), "manifest.yml:4"),
    Row(10, "YAML nested too deep", checked("contents: " + "[" * 100_000), "nest"),
    Row(11, "a day that is none", checked(
        "title: T\nlanguage: en\ndate: 2021-02-30\ncontents: [a.md]\n", {"a.md": WORDS}), "manifest.yml:3"),
    Row(12, "scalars that change their kind, a key twice", checked(
        "title: 1991\nlanguage: no\ntitle: 1.10\ncontents: [a.md]\n", {"a.md": f"# T\n\n{WORDS}\n"}),
        "duplicate-key"),
    Row(13, "a file outside the project", checked(
        HEAD + "contents:\n  - ../secret.txt\n  - /etc/passwd\n"), "outside-project"),
    Row(14, "a picture outside the project", book(
        "a.md", f"# T\n\n{WORDS}\n\n![A](../secret.png)\n\n![B](%2e%2e/secret.png)\n"), "outside"),
    Row(15, "a picture by file:", book("a.html", page("<img src='file:///etc/passwd' alt='A'>")), "", None),
    Row(18, "a drawing that fetches", book(
        "a.md", f"# T\n\n{WORDS}\n\n![A](a.svg)\n", {"a.svg": SVG.format(
            "", "<script>1</script><image xlink:href='file:///etc/passwd'/>")}), "removed", 0),
    Row(19, "an address, and no leave to fetch", lambda _: (
        "import", "http://169.254.169.254/latest/meta-data"), "--fetch", 2),
    Row(20, "a bomb of pixels", book(
        "a.md", f"# T\n\n{WORDS}\n\n![A](a.png)\n", {"a.png": _png(50_000, 50_000)}), "limit-exceeded"),
    Row(21, "a truncated picture", book(
        "a.md", f"# T\n\n{WORDS}\n\n![A](a.png)\n", {"a.png": _png(40, 40)[:60]}), "unreadable-image"),
    Row(23, "a template that runs a program", laid_out(
        "{{ cycler.__init__.__globals__.os.popen('touch owned') }}"), "layout-invalid"),
    Row(23, "a template that reaches for a class", laid_out(
        "{{ ''.__class__.__mro__[1].__subclasses__() }}"), "layout-invalid"),
    Row(24, "a template that loops", laid_out(
        "{% for a in 'x' * 99999 %}{% for b in 'x' * 99999 %}{% endfor %}{% endfor %}"),
        "article.xhtml.j2:1: error[layout-invalid]"),
    Row(24, "a template that multiplies", laid_out("{{ 'x' * 3000000000 }}"), "too much memory"),
    Row(24, "a template that pads", laid_out("{{ '%3000000000d' | format(1) }}"), "layout-invalid"),
    Row(25, "a template from elsewhere", laid_out("{% include '../../../secret.txt' %}"), "there is no template"),
    Row(26, "a template in a text", inspected(
        "a.md", "# T\n\n{{ 7*7 }} ]]> {% for x in y %} &lt;/script>\n"), "{{ 7*7 }} ]]> {% for x in y %}", 0),
    Row(27, "markup that acts", inspected("a.html", page(ATTACKS)), "", None),
    Row(28, "elements nested too deep", inspected(
        "a.html", "<div>" * DEEP + "It rained." + "</div>" * DEEP), "It rained.", None),
    Row(29, "delimiters", inspected("a.md", "# T\n\n" + "*a_ " * 20_000), "", None),
    Row(29, "quotations", inspected("a.md", "# T\n\n" + ">" * 20_000), "", None),
    Row(29, "brackets", inspected("a.md", "# T\n\n" + "[" * 50_000), "", None),
    Row(29, "a heading of spaces", inspected("a.md", "# T\n\nRain.\n\n## A" + " " * 60_000 + "b\n"), "Rain.", 0),
    Row(29, "notes that are never closed", inspected("a.md", "# T\n\nRain.\n\n" + "[^" * 30_000), "Rain.", 0),
    Row(29, "a formula that is never closed", inspected(
        "a.md", "# T\n\nRain.\n\n$" + "^a" * 60_000), "Rain.", 0),
    Row(29, "notes that call notes twice", inspected("a.md", "# T\n\nRain[^0].\n\n" + "".join(
        f"[^{n}]: a[^{n + 1}] b[^{n + 1}]\n\n" for n in range(30)) + "[^30]: End.\n"), "over 10000 times"),
    Row(29, "notes in notes", inspected("a.md", "# T\n\nRain[^0].\n\n" + "".join(
        f"[^{n}]: See[^{n + 1}]\n\n" for n in range(3000))), "limit-exceeded"),
    Row(29, "emphasis in emphasis", inspected(
        "a.md", "# T\n\n" + "*a " * 5000 + "b* " * 5000), "limit-exceeded"),
    Row(30, "a pattern that never ends", checked(
        HEAD + "contents:\n  - {file: a.txt, extract: {start: '/^(\\w+\\s?)*$/'}}\n",
        {"a.txt": "Rain\n\n" + "a" * 200 + "!\n\n" + WORDS * 9}), "error"),
    Row(31, "an include", inspected("a.rst", "T\n=\n\n.. include:: ../secret.txt\n\n" + WORDS), "", None),
    Row(32, "control characters", inspected(
        "a.txt", f"Rain\n\n\x00\u202e{WORDS}\u202c \x01\ufffe {WORDS}\n\n{WORDS} {WORDS}\n"), "control", None),
    Row(32, "a long line", inspected("a.txt", "Rain\n\n" + "It rained in Baku. " * 500_000), "", None),
    Row(33, "another encoding", inspected(
        "a.txt", ("松柏\n\n" + "岁寒知松柏，患难见真情。" * 60).encode("gb18030")), "岁寒知松柏", None),
    Row(34, "ten thousand articles", inspected("a.rss", "<rss><channel>" + "".join(
        f"<item><title>T{n}</title><guid>{n}</guid></item>" for n in range(10_000))
        + "</channel></rss>"), "T9999", None),
    Row(34, "names nobody can write", checked(
        HEAD + "contents: [{glob: '*.md'}]\n", {f"{name}.md": f"# T\n\n{WORDS}\n" for name in (
            "a\nb", "\u202eevil", "😀", "x" * 240, "Case", "case")}), "", None),
    Row(0, "sixty thousand links", inspected("a.html", page("".join(
        f'<a href="/{n}">Link {n}</a> ' for n in range(60_000)))), "20000 links"),
    Row(0, "nearly twenty thousand links", inspected("a.html", page("".join(
        f'<a href="/{n}">Link {n}</a> ' for n in range(9_000)))), "northern road", None),
    Row(0, "a hundred thousand attributes", inspected("a.html", page(
        "<p " + " ".join(f'a{n}="v"' for n in range(100_000)) + ">It rained.</p>")), "It rained.", None),
    Row(0, "four hundred thousand lines", inspected("a.txt", "Rain\n\n" + LINES), "paragraphs"),
)  # fmt: skip


@pytest.fixture(scope="module")
def start_s(tmp_path_factory: pytest.TempPathFactory) -> float:
    """The processor seconds that the smallest reading takes."""
    folder = tmp_path_factory.mktemp("start") / "book"
    folder.mkdir()
    return run(folder, *inspected("a.html", page(""))(folder)).cpu_s


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.number}: {row.what}")
def test_a_hostile_input_is_refused_or_read(row: Row, tmp_path: Path, start_s: float) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    done = run(folder, *row.make(folder))

    assert "Traceback" not in done.said
    assert done.code in ((0, 1) if row.code is None else (row.code,)), done.said[:2000]
    assert row.says in done.said, done.said[:2000]
    assert SECRET not in done.said
    assert "root:x:" not in done.said
    assert not list(tmp_path.rglob("owned"))
    assert done.cpu_s - start_s < CPU_S
    assert done.memory_kb < MEMORY_KB


# ---------------------------------------------------------------- 16, 17, 22: what is written
LEAKS = {
    16: page(
        "<link rel=attachment href='file://{0}'><a rel=attachment href='file://{0}'>x</a>"
        "<a rel='attachment' href='../secret.txt'>y</a>"
    ),
    17: page(
        "<style>@import 'file://{0}'; @font-face {{ font-family: x; src: url(file://{0}) }} "
        "p {{ background: url(file://{0}) }}</style><p style='background: url(file://{0})'>z</p>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("number", LEAKS)
def test_no_file_of_the_machine_gets_into_a_book(number: int, tmp_path: Path) -> None:
    import pikepdf

    folder = tmp_path / "book"
    folder.mkdir()
    secret = tmp_path / "secret.txt"
    book("a.html", LEAKS[number].format(secret))(folder)
    done = run(folder, "build")
    held: list[bytes] = []
    with pikepdf.open(folder / "dist" / "t-print.pdf") as pdf:
        held += [bytes(o.read_bytes()) for o in pdf.objects if isinstance(o, pikepdf.Stream)
                 and "/DCTDecode" not in str(o.get("/Filter"))]  # fmt: skip
        assert len(pdf.attachments) == 0
    with zipfile.ZipFile(folder / "dist" / "t.epub") as archive:
        held += [archive.read(name) for name in archive.namelist()]

    assert done.code == 0
    assert not any(SECRET.encode() in data for data in held)
    assert not any(str(secret).encode() in data for data in held)
    assert done.memory_kb < MEMORY_KB


def test_style_sheets_of_a_layout_load_nothing_from_outside(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    make = checked(
        f"{HEAD}layout: {{name: classic, css: [house.css]}}\ncontents: [a.md]\n",
        {"a.md": f"# T\n\n{WORDS}\n", "house.css": "p { background: url(file:///etc/passwd) }"},
    )
    done = run(folder, *make(folder))

    assert done.code == 1
    assert "house.css:1" in done.said


def test_22_photographs_do_not_say_where_they_were_taken(tmp_path: Path) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    data = laden()
    assert b"PRIVATE" in data
    assert b"2021:12:27" in data
    book("a.md", f"# T\n\n{WORDS}\n\n![A](a.jpg)\n", {"a.jpg": data})(folder)
    done = run(folder, "build")
    with zipfile.ZipFile(folder / "dist" / "t.epub") as archive:
        held = [archive.read(name) for name in archive.namelist()]
    pictures = [d for d in held if d[:2] == b"\xff\xd8"]

    assert done.code == 0
    assert pictures
    for data in (*held, (folder / "dist" / "t-print.pdf").read_bytes()):
        assert b"PRIVATE" not in data
        assert b"2021:12:27" not in data


def test_every_number_of_the_list_has_a_test() -> None:
    numbers = {row.number for row in ROWS} | set(LEAKS) | {22}

    assert numbers == set(range(35))
    assert json.dumps([row.what for row in ROWS])
