"""A press release says until when it is secret, what it is and what only editors may read."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from newsbook.model import Article
from newsbook.readers import Source, read_many
from newsbook.readers.embargo import stated_embargo
from newsbook.readers.release import (
    ends_copy,
    is_desk_remark,
    is_for_editors,
    is_release_label,
    is_slug,
    without_desk_slug,
)
from newsbook.tree import plain_text
from newsbook.world import World
from tests.unit.test_readers_wire import PROSE, page

TODAY = datetime.datetime(2022, 3, 1, tzinfo=datetime.UTC)

# As press offices write it: (the line, what it means).
EMBARGOES = (
    ("EMBARGOED UNTIL 06:00 GMT, FRIDAY 4 MARCH 2022", "2022-03-04T06:00+00:00"),
    ("Strictly embargoed until 00:01 hrs BST, 4th of May 2022", "2022-05-04T00:01+01:00"),
    ("UNDER EMBARGO UNTIL 10 a.m. EST, March 4, 2022", "2022-03-04T10:00-05:00"),
    ("*** EMBARGO: 4 March 2022, 0600 GMT ***", "2022-03-04T06:00+00:00"),
    ("[Embargoed for release until Friday, 4 March 2022 at 9:30pm]", "2022-03-04T21:30"),
    ("Not for publication before 4 March 2022", "2022-03-04"),
    ("NOT FOR PUBLICATION OR BROADCAST UNTIL noon on 4 March 2022", "2022-03-04T12:00"),
    ("FOR RELEASE AT 8:30 A.M. EDT, Thursday, March 31, 2022", "2022-03-31T08:30-04:00"),
    ("For release: March 3, 2022", "2022-03-03"),
    ("Embargo lifts 4 March 2022, 11.30 Baku time", "2022-03-04T11:30"),
    ("Sperrfrist: 4. März 2022, 10 Uhr", "2022-03-04T10:00"),
    ("Gesperrt bis 04.03.2022, 06:00 Uhr MEZ", "2022-03-04T06:00+01:00"),
    ("Sous embargo jusqu’au vendredi 4 mars 2022 à 18h00", "2022-03-04T18:00"),
    ("Embargado hasta el 4 de marzo de 2022", "2022-03-04"),
    ("Под эмбарго до 4 марта 2022 года 10:00 МСК", "2022-03-04T10:00+03:00"),
    ("解禁日時：2022年3月4日 6時", "2022-03-04T06:00"),
    ("请于2022年3月4日10时后发布", "2022-03-04T10:00"),
    ("엠바고: 2022년 3월 4일 06시", "2022-03-04T06:00"),
    ("EMBARGOED", "further notice"),
    ("Embargo: until further notice", "further notice"),
    ("Embargoed until Friday", "Friday"),
    ("EMBARGOED UNTIL 00.01AM GMT ON WEDNESDAY", "00.01AM GMT ON WEDNESDAY"),
)


@pytest.mark.parametrize(("line", "meant"), EMBARGOES)
def test_a_line_of_an_embargo_is_understood(line: str, meant: str) -> None:
    assert stated_embargo(line) == meant


@pytest.mark.parametrize(
    "line",
    [
        "",
        "FOR IMMEDIATE RELEASE",
        "Embargo until 2030",
        "Embargo until 2030 agreed",
        "Embargo: how the oil crisis of 1973 changed the world",
        "Embargoed oil arrives in Rotterdam",
        "Embargo lifted on Cuba",
        "For release from prison he waited four years",
        "The Council lifted the embargo on Friday, 4 March 2022.",
        "Embargo on arms to the parties of the war since 4 March 2022 has failed, ministers say",
    ],
)
def test_a_headline_may_speak_of_an_embargo(line: str) -> None:
    assert stated_embargo(line) is None


@pytest.mark.parametrize(
    "line",
    ["FOR IMMEDIATE RELEASE", "Press release", "**News Release:**", "Pressemitteilung", "新闻稿",
     "COMMUNIQUÉ DE PRESSE", "ПРЕСС-РЕЛИЗ", "プレスリリース", "Basın Bülteni"],
)  # fmt: skip
def test_what_a_paper_is_called_is_no_text(line: str) -> None:
    assert is_release_label(line)
    assert not is_release_label(f"{line} of a captured pilot")


@pytest.mark.parametrize("line", ["ENDS", "-ends-", "- Ends -", "(END)", "-30-", "###", "# # #",
                                  "Enditem", "（完）", "(끝)", "– Ende –"])  # fmt: skip
def test_end_marks_are_known(line: str) -> None:
    assert ends_copy(line)


@pytest.mark.parametrize(
    "line", ["", "Ends", "ends", "30", "The end", "Son", "Fin", "Ende gut", "***"]
)
def test_words_are_no_end_marks(line: str) -> None:
    assert not ends_copy(line)


@pytest.mark.parametrize("line", ["Notes to editors", "NOTE TO EDITORS:", "Hinweis an die Redaktion",
                                  "Notes aux rédactions", "编者注意"])  # fmt: skip
def test_notes_to_editors_are_known(line: str) -> None:
    assert is_for_editors(line)
    assert not is_for_editors(f"{line} were sent on Friday")


# ---------------------------------------------------------------- in each kind of file
NOTES = ("1. The line was opened in 1962.", "2. Pictures: press@example.org")
HEAD = "Ferry to Kuryk leaves Alat on time again"
DECK = "Captain Aliyev thanks his crew"
COPY = (
    "PRESS RELEASE",
    "EMBARGOED UNTIL 06:00 GMT, FRIDAY 4 MARCH 2022",
    HEAD,
    DECK,
    *PROSE,
    "-ends-",
    "Notes to editors",
    *NOTES,
)


def read(name: str, text: str) -> tuple[Article, list[str]]:
    world = World(root=Path("/nowhere"), timestamp=TODAY)
    (article,) = read_many(Source(name, text.encode()), world)
    return article, [d.code for d in world.diagnostics]


def texts(article: Article) -> list[str]:
    return [plain_text(block) for block in article.body]


def test_a_release_in_plain_text() -> None:
    article, codes = read("release.txt", page(*COPY))

    assert plain_text(article.headline) == HEAD
    assert plain_text(article.deck) == DECK
    assert texts(article) == list(PROSE)
    assert article.embargo == "2022-03-04T06:00+00:00"
    assert sorted(codes) == ["editors-note", "embargoed"]
    assert article.origin.confidence >= 0.9
    labels = {block.text: block.label for block in article.origin.blocks}
    assert labels["PRESS RELEASE"] == "release-label"
    assert labels[COPY[1]] == "embargo"
    assert labels["-ends-"] == "end-mark"
    assert {labels[x] for x in ("Notes to editors", *NOTES)} == {"editors-note"}


def test_an_embargo_ends(tmp_path: Path) -> None:
    world = World(root=tmp_path, timestamp=TODAY + datetime.timedelta(days=3, hours=6))
    (article,) = read_many(Source("release.txt", page(*COPY).encode()), world)

    assert article.embargo
    assert [d.code for d in world.diagnostics] == ["editors-note"]


def test_the_date_of_a_release_may_stand_above_its_headline() -> None:
    dated, _ = read("release.txt", page("Press release", "3 March 2022", HEAD, *PROSE))
    other, _ = read("page.txt", page("Port news", "3 March 2022", HEAD, *PROSE))

    assert (dated.published, other.published) == ("2022-03-03", None)


@pytest.mark.parametrize(
    "contact",
    [("Press contact:", "Jane Roe", "+49 40 123456"), ("Media contact: Jane Roe, press@example.org",),
     ("For more information, contact:", "press@example.org"), ("媒体联系：张伟 press@example.org",)],
)  # fmt: skip
def test_whom_editors_may_call_is_no_text_and_nobodys_byline(contact: tuple[str, ...]) -> None:
    about = "The Port of Alat was opened in 2018. It lies south of Baku on the Caspian Sea."
    article, codes = read("a.txt", page("PRESS RELEASE", HEAD, *PROSE, "\n".join(contact), about))
    plain, _ = read("a.txt", page(HEAD, *PROSE, "Contact", about))

    assert texts(article) == list(PROSE)
    assert article.byline == ()
    assert codes == ["editors-note"]
    assert texts(plain)[-1] == about


def test_hashes_part_the_scenes_of_a_story() -> None:
    article, codes = read("story.txt", page(HEAD, PROSE[0], PROSE[1], "###", *PROSE[2:]))

    assert texts(article)[-1] == PROSE[-1]
    assert codes == []


@pytest.mark.parametrize(
    "line", ["By Rauf Aliyev", "Photo: Press Office of the Port", "3 March 2022"]
)
def test_not_every_line_below_a_headline_is_a_deck(line: str) -> None:
    article, _ = read("release.txt", page(HEAD, line, *PROSE))

    assert article.deck == ()


def test_a_release_in_markdown() -> None:
    article, codes = read("release.md", page(f"# {HEAD}", COPY[1], *PROSE))

    assert texts(article) == list(PROSE)
    assert codes == ["embargoed"]


def test_a_release_as_a_web_page() -> None:
    body = "".join(f"<p>{text}</p>" for text in (*COPY[:2], *PROSE))
    article, codes = read("release.html", f"<h1>{HEAD}</h1>{body}")

    assert texts(article) == list(PROSE)
    assert {"embargoed", "content-dropped"} <= set(codes)


def test_a_release_of_a_word_processor() -> None:
    paragraphs = "\n".join(rf"{{\pard {text}\par}}" for text in COPY if text != HEAD)
    rtf = rf"{{\rtf1\ansi {{\info{{\title {HEAD}}}}}{paragraphs}}}"
    article, codes = read("release.rtf", rtf.replace("“", '"').replace("”", '"'))

    assert texts(article)[-1] == PROSE[-1]
    assert not {"PRESS RELEASE", "-ends-", *NOTES} & set(texts(article))
    assert {"editors-note", "embargoed", "content-dropped"} <= set(codes)


# ---------------------------------------------------------------- wire copy as agencies send it
@pytest.mark.parametrize(
    "line",
    [
        "Eds: UPDATES with quote from minister. With AP Photos.",
        "(Adds quote from minister, background)",
        "(Updates with close of markets)",
        "(Corrects spelling of name in paragraph 3)",
        "UPDATES with reaction, ADDS background",
        "((jane.roe@example.org; +44 20 7946 0000;))",
        "(Berichtigung: Vorname im dritten Absatz)",
    ],
)
def test_what_a_desk_says_of_a_take_is_known(line: str) -> None:
    assert is_desk_remark(line)


@pytest.mark.parametrize(
    "line", ["(Addis Ababa)", "Editors met in Baku", "(Reuters)", "Updates", "Adds up: the budget"]
)
def test_other_lines_are_no_remarks(line: str) -> None:
    assert not is_desk_remark(line)


def test_slugs_are_known() -> None:
    for line in ("BC-EU--Ukraine-Grain,330", "Ukraine-Grain, 1st Ld-Writethru", "France-strike-transport",
                 "ZCZC XYZ123"):  # fmt: skip
        assert is_slug(line), line
    for line in ("Covid-19", "Anti-war", "Well-known, 330 people", "A twenty-year-old song", ""):
        assert not is_slug(line), line


def test_takes_are_not_part_of_a_headline() -> None:
    assert without_desk_slug("UPDATE 2-Ships leave Odesa") == "Ships leave Odesa"
    assert without_desk_slug("RPT-WRAPUP 1-Ships leave Odesa") == "Ships leave Odesa"
    assert without_desk_slug("UPDATE on ships") == "UPDATE on ships"


WIRE = {
    "ap": (
        "BC-EU--Ukraine-Grain, 1st Ld-Writethru\nBC-EU--Ukraine-Grain,330\n"
        "Ships leave Odesa with grain\n"
        "Eds: UPDATES with quote from minister. ADDS background.\n"
        "By JANE ROE\nAssociated Press\n\n"
        "ODESA, Ukraine (AP) _ Four ships carrying grain left the port of Odesa on Thursday, "
        "officials said, the first to do so in a week.\n\n"
        "The ships are bound for Turkey and Egypt, said the infrastructure minister, who asked "
        "shipping lines to return.\n\n"
        "“We need every ship,” he said at a news conference in the port.\n___\n"
        "Associated Press writer John Doe in Kyiv contributed.\n"
    ),
    "reuters": (
        "UPDATE 1-Ships leave Odesa with grain\n(Adds quote from minister, background)\n\n"
        "By Jane Roe\n\n"
        "ODESA, March 3 (Reuters) - Four ships carrying grain left the port of Odesa on Thursday, "
        "officials said, the first to do so in a week.\n\n"
        "The ships are bound for Turkey and Egypt, said the infrastructure minister, who asked "
        "shipping lines to return.\n\n"
        "“We need every ship,” he said at a news conference in the port.\n\n"
        "((jane.roe@example.org; +44 20 7946 0000;))\n"
    ),
    "afp": (
        "ZCZC XYZ123\nFRA0456 4 GEN 0180 AFP-AB12\nUkraine-war-grain\n\n"
        "Ships leave Odesa with grain\n"
        "   ODESA, March 3, 2022 (AFP) - Four ships carrying grain left the port of\n"
        "Odesa on Thursday, officials said, the first to do so in a week.\n"
        "   The ships are bound for Turkey and Egypt, said the infrastructure minister,\n"
        "who asked shipping lines to return.\n"
        "   “We need every ship,” he said at a news conference which he had called at\nthe port.\n"
        "     abc/def/ghi\nNNNN\n"
    ),
    "kyodo": (
        "Ships leave Odesa with grain\n\n"
        "    ODESA, March 3 (Kyodo) -- Four ships carrying grain left the port of\n"
        "Odesa on Thursday, officials said, the first to do so in a week.\n"
        "    The ships are bound for Turkey and Egypt, said the infrastructure\n"
        "minister, who asked shipping lines to return.\n"
        "    “We need every ship,” he said at a news conference which he had\n"
        "called at the port.\n==Kyodo\n"
    ),
    "dpa": (
        "bdt0456 3 pl 210 dpa 1234\n\nKrieg/Getreide/\n(Zusammenfassung 1430)\n"
        "Ships leave Odesa with grain =\n\n"
        "ODESA (dpa) - Four ships carrying grain left the port of Odesa on\n"
        "Thursday, officials said, the first to do so in a week.\n\n"
        "   The ships are bound for Turkey and Egypt, said the infrastructure\n"
        "minister, who asked shipping lines to return.\n\n"
        "   “We need every ship,” he said at a news conference which he had\n"
        "called at the port.\n\n"
        "# dpa-Notizblock\n\n## Orte\n- [Hafen](Odesa)\n\ndpa jr yydd n1 rm\n031430 Mrz 22\n"
    ),
    "xinhua": (
        "Ships leave Odesa with grain\n\nSource: Xinhua| 2022-03-03 19:47:28|Editor: huaxia\n\n"
        "ODESA, March 3 (Xinhua) -- Four ships carrying grain left the port of Odesa on Thursday, "
        "officials said, the first to do so in a week.\n\n"
        "The ships are bound for Turkey and Egypt, said the infrastructure minister, who asked "
        "shipping lines to return.\n\n"
        "“We need every ship,” he said at a news conference in the port. Enditem\n"
    ),
    "yonhap": (
        "(2nd LD) Ships leave Odesa with grain\n(ATTN: UPDATES throughout)\nBy Jane Roe\n\n"
        "ODESA, March 3 (Yonhap) -- Four ships carrying grain left the port of Odesa on Thursday, "
        "officials said, the first to do so in a week.\n\n"
        "The ships are bound for Turkey and Egypt, said the infrastructure minister, who asked "
        "shipping lines to return.\n\n"
        "“We need every ship,” he said at a news conference in the port.\n\n   jane@example.org\n(END)\n"
    ),
    "tass": (
        "TASS-UKRAINE-GRAIN\n\nShips leave Odesa with grain\n\n"
        "   ODESA, March 3. /TASS/. Four ships carrying grain left the port of Odesa\n"
        "on Thursday, officials said, the first to do so in a week.\n"
        "   The ships are bound for Turkey and Egypt, said the infrastructure\n"
        "minister, who asked shipping lines to return.\n"
        "   “We need every ship,” he said at a news conference which he had\n"
        "called at the port.-0-ip/da\n"
    ),
}


@pytest.mark.parametrize("agency", WIRE)
def test_wire_copy_gives_the_story_and_nothing_of_the_desk(agency: str) -> None:
    article, codes = read("wire.txt", WIRE[agency])
    first, second, third, *rest = texts(article)

    assert plain_text(article.headline) == "Ships leave Odesa with grain"
    assert article.deck == ()
    assert article.dateline is not None
    assert article.dateline.place == "ODESA"
    assert first.startswith("Four ships carrying grain")
    assert first.endswith("in a week.")
    assert second.endswith("asked shipping lines to return.")
    assert third.startswith("“We need every ship,”")
    assert third.endswith("port.")
    assert rest == (
        ["Associated Press writer John Doe in Kyiv contributed."] if agency == "ap" else []
    )
    assert [p.name for p in article.byline] in ([], ["JANE ROE"], ["Jane Roe"])
    assert article.origin.confidence >= 0.75
    assert ("editors-note" in codes) == (agency in ("ap", "reuters", "dpa", "yonhap"))
