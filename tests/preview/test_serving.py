"""The preview as a server: who may ask, what it gives away, how it starts and ends."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browsing import Session, previewing
from tests.support.newsroom import MANIFEST, STORY, Newsroom

pytestmark = pytest.mark.slow


def state_of(session: Session, *, complete: bool = True, after: int = 0) -> dict[str, object]:
    """The state once a build newer than number `after` is shown."""
    for _ in range(1800):
        state: dict[str, object] = json.loads(session.get("/state")[2])
        if int(str(state["number"])) > after and (state["complete"] or not complete):
            return state
        time.sleep(0.1)
    raise AssertionError("no build is shown")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("serving")
    room = Newsroom(folder / "book").bridges().write("secret.txt", "not of the book")
    room.write("dist/old.txt", "old")
    (folder / "outside.txt").write_text("outside")
    with previewing(room.folder, folder / "cache") as running:
        state_of(running)
        yield running


# ---------------------------------------------------------------- who may ask
@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8421"},
        {"Host": "127.0.0.1"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/", "/state", "/events", "/source?file=bridge.md"])
def test_strangers_are_refused(session: Session, headers: dict[str, str], path: str) -> None:
    status, _, body = session.get(path, **headers)
    assert status == 403
    assert b"Bridge" not in body


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_this_machine_is_welcome(session: Session, host: str) -> None:
    assert session.get("/state", Host=f"{host}:{session.port}")[0] == 200
    assert session.get("/state", Origin=f"http://127.0.0.1:{session.port}")[0] == 200
    link = {
        "Sec-Fetch-Site": "cross-site",
        "Sec-Fetch-Mode": "navigate",
        "Sec-Fetch-Dest": "document",
    }
    assert session.get("/", **link)[0] == 200, "a link to the preview may be followed"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"])
def test_it_takes_no_orders(session: Session, method: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", session.port, timeout=30)
    connection.request(method, "/state")
    assert connection.getresponse().status == 403
    connection.close()


def test_nobody_else_can_reach_it(session: Session) -> None:
    addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in {*addresses, "127.0.0.2", "::1"} - {"127.0.0.1"}:
        family = socket.AF_INET6 if ":" in str(address) else socket.AF_INET
        with socket.socket(family) as knocking:
            knocking.settimeout(3)
            assert knocking.connect_ex((str(address), session.port)) != 0, address


# ---------------------------------------------------------------- what it gives away
@pytest.mark.parametrize(
    "path",
    [
        "/source?file=secret.txt", "/source?file=../outside.txt", "/source?file=/etc/passwd",
        "/source?file=", "/source", "/assets/..%2f__init__.py", "/assets/../server.py",
        "/assets/nothing.js", "/book/x/../../manifest.yml", "/book/x/mimetype/x", "/bridge.md",
        "/pages/0123.png", "/pages/..%2f..%2fetc.png", "/dist/old.txt",
    ],
)  # fmt: skip
def test_nothing_but_the_book_is_served(session: Session, path: str) -> None:
    status, _, body = session.get(path)
    assert status in (404, 400)
    assert b"root:" not in body
    assert b"outside" not in body


def test_every_answer_carries_the_headers_of_safety(session: Session) -> None:
    key = state_of(session)["pages"][0]["key"]  # type: ignore[index]
    for path in ("/", "/assets/preview.js", "/state", f"/pages/{key}.png?w=200", "/nothing"):
        _, headers, _ = session.get(path)
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_pages_are_drawn_as_wide_as_asked(session: Session) -> None:
    key = state_of(session)["pages"][0]["key"]  # type: ignore[index]
    widths = {}
    for wanted in ("1", "300", "640", "99999999", "-5"):
        status, headers, body = session.get(f"/pages/{key}.png?w={wanted}")
        assert (status, body[:4]) == (200, b"\x89PNG")
        assert headers["content-type"] == "image/png"
        assert "immutable" in headers["cache-control"]
        widths[wanted] = int.from_bytes(body[16:20], "big")
    assert widths == {"1": 64, "300": 320, "640": 640, "99999999": 4000, "-5": 64}
    assert session.get(f"/pages/{key}.png?w=wide")[0] == 400


def test_the_state_says_what_there_is(session: Session) -> None:
    state = state_of(session)
    assert state["title"] == "A Book of Bridges"
    assert [entry["label"] for entry in state["outline"]] == ["The Bridge"]  # type: ignore[attr-defined]
    assert state["findings"] == []
    assert state["chosen"] == {"print": "print", "epub": "epub"}
    assert state["articles"]["bridge"]["file"] == "bridge.md"  # type: ignore[index]
    source = json.loads(session.get("/source?file=bridge.md")[2])
    assert "\n".join(source["lines"]) == STORY


# ---------------------------------------------------------------- how it starts and ends
def test_it_starts_broken_is_mended_and_leaves_nothing(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").write("manifest.yml", "title: [").write("bridge.md", STORY)
    scratch = Path(tempfile.mkdtemp(prefix="p"))  # short: sockets lie there
    os.environ["TMPDIR"], before = str(scratch), os.environ.get("TMPDIR")
    try:
        with previewing(room.folder, tmp_path / "cache") as session:
            state = state_of(session)
            assert state["pages"] == []
            assert state["findings"][0]["code"] == "yaml-syntax"  # type: ignore[index]
            room.write("manifest.yml", MANIFEST)
            state = state_of(session, after=int(str(state["number"])))
            assert (state["problem"], state["findings"]) == ("", [])
            assert len(state["pages"]) > 2  # type: ignore[arg-type]
            assert session.end() == 0
    finally:
        os.environ.pop("TMPDIR") if before is None else os.environ.update(TMPDIR=before)
    assert sorted(p.name for p in room.folder.iterdir()) == ["bridge.md", "manifest.yml"]
    assert [p.name for p in scratch.iterdir() if "preview" in p.name] == []
    shutil.rmtree(scratch)


@pytest.mark.parametrize("name", ["epub", "print"])
def test_a_book_with_one_output(name: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    room.write("manifest.yml", MANIFEST + f"outputs: {{{name}: {{}}}}\n")
    with previewing(room.folder, tmp_path / "cache") as session:
        state = state_of(session)
    assert (bool(state["pages"]), state["epub"] is not None) == (name == "print", name == "epub")
    assert [entry["label"] for entry in state["outline"]]  # type: ignore[attr-defined]


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        done = room.run("preview", "--no-open", "--port", port)
    assert (done.code, done.out) == (2, "")
    assert f"port {port} cannot be had" in done.err
    assert "--port 0" in done.err
    assert room.run("preview", "--port", "70000").code == 2


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "book").bridges()
    code = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from newsbook.cli import main\n"
        "sys.exit(main(['preview', '--no-open']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=room.folder, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert "pip install 'newsbook[preview]'" in done.stderr
    assert "Traceback" not in done.stderr
