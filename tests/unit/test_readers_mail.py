"""A release sent by mail is an article: of its page or of its text, with what its head says."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, detect, read_many
from newsbook.tree import plain_text
from newsbook.world import World
from tests.support.compositions import picture
from tests.unit.test_readers_wire import PROSE, page

SUBJECT = "Fähre nach Kuryk fährt wieder"


def message(text: str = "", html: str = "", **headers: str) -> EmailMessage:
    made = EmailMessage()
    head = {"From": "Port of Alat <press@alat.example>", "To": "news@paper.example",
            "Subject": SUBJECT, "Date": "Thu, 03 Mar 2022 10:00:00 +0400"}  # fmt: skip
    for name, value in {**head, **headers}.items():
        made[name] = value
    if text:
        made.set_content(text)
    if html and text:
        made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def read(data: bytes | EmailMessage, name: str = "release.eml") -> tuple[Article, World]:
    world = World(root=Path("/nowhere"))
    data = data.as_bytes() if isinstance(data, EmailMessage) else data
    (article,) = read_many(Source(name, data), world)
    return article, world


def texts(article: Article) -> list[str]:
    return [plain_text(block) for block in article.body]


def codes(world: World) -> list[str]:
    return [d.code for d in world.diagnostics]


HTML = "".join(f"<p>{text}</p>" for text in PROSE)


@pytest.mark.parametrize(
    "sent",
    [message(page(*PROSE) + "\n"), message(html=HTML), message(page(*PROSE) + "\n", HTML)],
    ids=["text", "page", "both"],
)
def test_a_message_is_an_article(sent: EmailMessage) -> None:
    article, world = read(sent)

    assert texts(article) == list(PROSE)
    assert plain_text(article.headline) == SUBJECT
    assert article.published == "2022-03-03T10:00:00+04:00"
    assert article.source == "Port of Alat"
    assert article.origin.reader == "mail"
    assert codes(world) == []
    rules = {d.field: d.rule for d in article.origin.decisions}
    assert rules["headline"] == "format: subject"
    assert rules["source"] == "format: sender"


@pytest.mark.parametrize(
    "subject",
    ["Fwd: RE: Ferry sails", "PRESS RELEASE: Ferry sails", "[Press] AW: Ferry sails", "Ferry sails",
     "Pressemitteilung - Ferry sails"],
)  # fmt: skip
def test_what_mail_puts_before_a_subject_is_no_headline(subject: str) -> None:
    article, _ = read(message(html=HTML, Subject=subject))

    assert plain_text(article.headline) == "Ferry sails"


def test_a_colon_in_a_headline_stays() -> None:
    article, _ = read(message(html=HTML, Subject="Alat: the ferry sails"))

    assert plain_text(article.headline) == "Alat: the ferry sails"


def test_what_the_text_says_goes_before_the_head() -> None:
    head = "<h1>Ferries on time</h1><p>EMBARGOED UNTIL 4 MARCH 2099</p>"
    article, world = read(message(html=head + HTML))

    assert plain_text(article.headline) == "Ferries on time"
    assert (article.embargo, codes(world)) == ("2099-03-04", ["embargoed"])


def test_a_signature_is_no_text() -> None:
    article, _ = read(message(page(*PROSE, "-- \nJane Roe\nPort of Alat, press office") + "\n"))

    assert texts(article) == list(PROSE)


def test_pictures_and_files_sent_along() -> None:
    sent = message(html=f'<figure><img src="cid:one" alt="A ferry"></figure>{HTML}')
    sent.add_related(picture(40, 30), "image", "png", cid="<one>")
    sent.add_attachment(b"PK", "application", "zip", filename="photos.zip")
    article, world = read(sent)

    assert [p.data for p in article.pictures] == [picture(40, 30)]
    assert codes(world) == ["content-dropped"]
    assert "photos.zip" in next(iter(world.diagnostics)).message


def test_lines_of_the_message_are_told() -> None:
    sent = message(page(*(text[:60] + "." for text in PROSE)).replace("“", '"') + "\n")
    article, _ = read(sent)
    lines = sent.as_bytes().decode().splitlines()

    for block in article.origin.blocks:
        assert block.line is not None
        assert lines[block.line - 1].startswith(block.text[:20])


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"From: a@b.example\nSubject: Rain\n\nIt rained.\n", "mail"),
        (b"From: <Saved by Blink>\nSubject: Rain\nContent-Type: multipart/related; boundary=b\n\n",
         "mhtml"),
        (b"From: the port we saw rain.\n\nSubject: rain.\n", "text"),
    ],
)  # fmt: skip
def test_mail_is_known_by_its_head(data: bytes, name: str) -> None:
    found = detect(Source("a.txt" if name != "mhtml" else "a", data))

    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\xff" * 50, b"From: a\nSubject: =?utf-8?q?=?=\nContent-Type: text/plain; charset=no\n\n"
     b"It rained on the port of Alat.\n",
     b"From: a\nSubject: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n" * 300],
)  # fmt: skip
def test_broken_mail_is_never_a_crash(data: bytes) -> None:
    world = World(root=Path("/nowhere"))
    read_many(Source("a.eml", data, format="mail"), world)

    assert all(d.message for d in world.diagnostics)
