"""Plain text is cut into an article and its surroundings; doubts are said, and overrides obeyed."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from newsbook import yamltree
from newsbook.content import Paragraph
from newsbook.extract import Extract
from newsbook.model import Article
from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.wire import read
from newsbook.readers.wire.blocks import split_blocks
from newsbook.tree import plain_text
from newsbook.world import World

SEED = Path(__file__).resolve().parents[2] / "examples/silk-road/articles/azertac.txt"

PROSE = (
    "The ferry to Kuryk left the port of Alat in the evening, after the crew had waited two days "
    "for the wind to fall. Captain Rauf Aliyev said that the crossing would take about twenty "
    "hours. There were eleven drivers on board, and most of them had made the journey before.",
    "The drivers slept in their cabins while Aliyev and the engineer kept watch. “It is a small "
    "sea, but it has a temper,” the captain said of the Caspian. He has worked on the line since "
    "the port of Alat was opened, and he remembers every storm of those years.",
    "In the morning the coast of Mangystau appeared as a white line. The customs officers of Kuryk "
    "came on board, checked the papers of the drivers, and wished them a good road to Aktau. It "
    "was the first ferry of the week, and the last that carried apples.",
    "Aliyev expects more traffic on the Caspian next year. The railway has ordered forty new "
    "wagons, and the port of Alat is building a second ramp for them. Nobody on board believed "
    "that it would be ready in time, but all of them hoped that it would.",
)


def cut(text: str, extract: Extract | None = None) -> tuple[Article, World]:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.txt", text.encode(), extract=extract), world)
    return article, world


def page(*blocks: str) -> str:
    return "\n\n".join(blocks)


def paragraphs(article: Article) -> list[str]:
    return [plain_text(block) for block in article.body if isinstance(block, Paragraph)]


def test_the_first_real_input_is_cut_exactly() -> None:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("azertac.txt", SEED.read_bytes()), world)
    seen = inspection(article, world)

    assert seen["headline"] == "The cooperation based on a strong friendship: China – Azerbaijan"
    assert seen["dateline"] == {
        "raw": "Baku, December 27, AZERTAC",
        "place": "Baku",
        "date": "December 27",
        "agency": "AZERTAC",
    }
    assert seen["byline"] == [
        {
            "name": "Sadig Gachayev",
            "role": "aut",
            "affiliation": "Ph.D. in Public Administration (Yanshan University, Hebei, P.R.China)",
        }
    ]
    labels = {block["line"]: block["label"] for block in seen["blocks"]}
    assert [line for line, label in labels.items() if label == "body"] == list(range(8, 33, 2))
    assert (labels[1], labels[4], labels[6]) == ("site-header", "headline", "dateline")
    assert (labels[34], labels[36], labels[39]) == ("byline", "byline", "tail")
    body = seen["text"].split("\n\n")
    assert len(body) == 13
    assert body[0].startswith("There is a Chinese saying")
    assert body[-1].endswith("Chinese nation”.") or body[-1].endswith('Chinese nation".')
    assert seen["confidence"] >= 0.8
    assert seen["date"] is None
    assert [d["code"] for d in seen["diagnostics"]] == ["missing-year"]
    json.dumps(seen)


def test_readers_comments_are_not_the_article() -> None:
    comments = [f"{PROSE[i % 4]} I was on that ferry and it was late again." for i in range(8)]
    article, _ = cut(page("Crossing the Caspian", *PROSE, "8 Comments", *comments))

    assert paragraphs(article) == list(PROSE)


def test_a_number_of_comments_above_the_article_does_not_hide_it() -> None:
    article, _ = cut(page("Crossing the Caspian", "12 Comments", *PROSE, "Related stories"))

    assert paragraphs(article) == list(PROSE)


def test_boxes_in_the_middle_are_left_out_and_the_second_half_is_kept() -> None:
    box = ["Most Popular", "Gear", "Ten Lamps We Like", "Ann Author", "Culture", "Old Maps Return",
           "Bea Writer", "Science", "A Comet Came By", "Cy Pen", "Save this story"]  # fmt: skip
    half = PROSE * 2
    first = [f"{p} That was on day {i}." for i, p in enumerate(half)]
    last = [f"{p} That was in week {i}." for i, p in enumerate(half)]
    article, _ = cut(
        page("Crossing the Caspian", *first, *box, *box, *box[:8], *last, "Share this")
    )

    assert paragraphs(article) == [*first, *last]
    labels = {b.text: b.label for b in article.origin.blocks}
    assert labels["Ten Lamps We Like"] == "boilerplate"


def test_another_story_below_is_not_joined() -> None:
    other = [
        "The orchestra of Lucerne opened its season with a symphony by Bruckner on Friday. The hall "
        "was full, and the conductor Maria Keller had to return five times to the podium.",
        "Keller came to Switzerland as a cellist and studied with teachers in Basel and Zurich. Her "
        "first recording, of quartets by Haydn, won a prize that she gave to a school in Bern.",
    ]
    menu = ["Home", "News", "Sport", "Weather", "Video", "Radio", "Music", "Shop", "Jobs", "More"]
    article, _ = cut(page("Crossing the Caspian", *PROSE, *menu, "Season opens", *other))

    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize(
    "notice",
    [
        "We use cookies to make this site work. By continuing you agree to our use of them.",
        "Wir verwenden Cookies. Alle Rechte vorbehalten, auch die des Nachdrucks in Auszügen.",
        "Мы используем файлы cookie, чтобы сайт работал. Оставаясь на нём, вы соглашаетесь с этим.",
        "版权声明：未经授权，不得转载本网站的任何内容。违者将依法追究其法律责任。",
        "この記事は会員限定です。続きを読むには会員登録が必要です。登録は無料です。",
        "Copyright 2011 World Publishing Co. All rights reserved. This material may not be used.",
    ],
)
def test_what_a_site_says_in_its_own_name_is_left_out(notice: str) -> None:
    article, _ = cut(page(notice, "Menu", "Crossing the Caspian", *PROSE, notice, "Home", "News"))

    assert paragraphs(article) == list(PROSE)


def test_scripts_without_spaces_are_prose_too() -> None:
    thai = (
        "ผู้สื่อข่าวได้รับแจ้งจากชาวบ้านว่าเรือข้ามฟากออกจากท่าช้ากว่ากำหนดสองชั่วโมงเพราะลมแรงและคลื่นสูงมากในคืนนั้น" * 2
    )
    text = page("ข่าว", "การเมือง", thai + "หนึ่ง", thai + "สอง", thai + "สาม", "ติดต่อ", "หน้าแรก")
    article, _ = cut(text)

    assert paragraphs(article) == [thai + "หนึ่ง", thai + "สอง", thai + "สาม"]


# ---------------------------------------------------------------- doubts and overrides
MESS = page(
    "News", "Sport", PROSE[0], "Market prices", "Wool", "Salt", "Tea", "Iron", "Silk", "Paper",
    "Lamps", "Ropes", "Oil", "Grain", "Hides", PROSE[1].replace("Aliyev", "Karimov"),
)  # fmt: skip


def test_a_doubtful_cut_comes_with_a_block_to_paste() -> None:
    article, world = cut(MESS)

    (found,) = [d for d in world.diagnostics if d.code == "low-confidence"]
    assert article.origin.confidence < 0.8
    assert found.hint is not None
    assert "extract:\n  start: " in found.hint
    assert found.severity == ("error" if article.origin.confidence < 0.6 else "warning")


def test_the_pasted_block_settles_it() -> None:
    start, end = "The ferry to Kuryk", "Market prices"
    article, world = cut(MESS, Extract(start=start, end=end))

    assert paragraphs(article) == [PROSE[0]]
    assert article.origin.confidence == 1.0
    assert not [d for d in world.diagnostics if d.code == "low-confidence"]


def test_overrides_name_every_part() -> None:
    text = page(
        "SEA", "Crossing", "A slow boat", "Baku, 3 May", *PROSE, "NAILA H.", "® Soap", "End"
    )
    article, world = cut(
        text,
        Extract(
            start="/^The ferry/", end="® Soap", strip=("/temper/",), headline="L3", kicker="SEA",
            deck="A slow boat", dateline="Baku, 3 May", byline="NAILA H.",
        ),
    )  # fmt: skip

    assert plain_text(article.headline) == "Crossing"
    assert plain_text(article.kicker) == "SEA"
    assert plain_text(article.deck) == "A slow boat"
    assert article.dateline is not None
    assert article.dateline.raw == "Baku, 3 May"
    assert [p.name for p in article.byline] == ["NAILA H."]
    assert paragraphs(article) == [PROSE[0], *PROSE[2:]]
    assert not world.diagnostics.errors


def test_a_pattern_that_matches_nothing_names_the_closest_lines() -> None:
    _, world = cut(page("Crossing", *PROSE), Extract(end="Share this stroy"))

    (found,) = world.diagnostics.errors
    assert found.code == "extract-no-match"
    assert "closest" in (found.hint or "")


@pytest.mark.parametrize("seed", range(6))
def test_the_block_to_paste_means_what_was_cut(seed: int) -> None:
    order = [PROSE[(seed + i) % 4] for i in range(2)]
    text = page(
        "Home", "News", order[0][:60], *order, "Market prices", "Wool", "/x/", order[0][:70]
    )
    article, world = cut(text)
    (found,) = [d for d in world.diagnostics if d.code == "low-confidence"] or [None]
    if found is None:
        return
    pasted = yamltree.plain(yamltree.parse((found.hint or "").split("manifest:\n")[1], file="m.yml",
                                           report=lambda problem: None))  # fmt: skip
    again, after = cut(text, Extract(**pasted["extract"]))

    assert paragraphs(again) == paragraphs(article)
    assert not after.diagnostics.errors


# ---------------------------------------------------------------- lines
WRAPPED = """\
   The ferry to Kuryk left the port of Alat in the evening, after the
crew had waited two days for the wind to fall. Captain Rauf Aliyev said
that the crossing would take about twenty hours, and that the pas-
sengers were well-
known to him. The passengers slept.
   In the morning the coast of Mangystau appeared as a white line, and
the customs officers of Kuryk came on board, checked the papers of the
drivers and wished them a good road to Aktau.
"""


@pytest.mark.parametrize("blank", ["", "\n"])
def test_hard_wrapped_paragraphs_are_joined(blank: str) -> None:
    text = WRAPPED.replace("\n   ", f"\n{blank}   ")
    article, _ = cut(text)

    assert paragraphs(article) == [
        "The ferry to Kuryk left the port of Alat in the evening, after the crew had waited two days "
        "for the wind to fall. Captain Rauf Aliyev said that the crossing would take about twenty "
        "hours, and that the passengers were well-known to him. The passengers slept.",
        "In the morning the coast of Mangystau appeared as a white line, and the customs officers of "
        "Kuryk came on board, checked the papers of the drivers and wished them a good road to Aktau.",
    ]


def browsed(text: str, width: int = 72) -> str:
    """Return a paragraph as a text browser writes it: indented, its links numbered."""
    numbered = text.replace("Captain", "[4]Captain").replace("Aktau", "[5]Aktau")
    return textwrap.fill(numbered, width, initial_indent="   ", subsequent_indent="   ")


def test_what_a_text_browser_writes_is_joined_without_the_numbers_of_its_links() -> None:
    menu = "\n".join(f"     * [{i}]Port {i}" for i in (1, 2, 3)) + "\n   Sign in\n   Search"
    links = "\n".join(f"   {i}. https://littoral.example/a/{'long' * 30}/{i}" for i in range(1, 9))
    teasers = "\n".join(f"     * [{i}]What the minister said of port {i}" for i in (6, 7, 8))
    body = [browsed(text) for text in PROSE]
    text = page(
        menu, "Night Ferry to Kuryk", *body, "Share this story", teasers, "References", links
    )
    article, _ = cut(text)

    assert paragraphs(article) == list(PROSE)
    assert article.origin.confidence >= 0.8
    assert "Port 1" in [block.text.lstrip("* ") for block in article.origin.blocks]


def test_numbers_in_brackets_stay_where_no_links_are_listed() -> None:
    text = page(*(browsed(text.replace("hours.", "hours.[1]")) for text in PROSE))
    article, _ = cut(text)

    assert "[4]Captain" in paragraphs(article)[0]
    assert paragraphs(article)[0].count("hours.[1] There were") == 1


def test_lines_that_could_have_been_longer_are_not_joined() -> None:
    verses = [
        text[: 70 - 9 * i].rsplit(" ", 1)[0] for _ in range(4) for i, text in enumerate(PROSE)
    ]
    song = "\n\n".join("\n".join(verses[i : i + 4]) for i in range(0, len(verses), 4))

    assert [block.text for block in split_blocks(song)[0]] == verses


def test_lines_are_measured_by_characters_too() -> None:
    sentence = "渡轮在晚上离开阿拉特港，此前船员为等候风势减弱已经停留了两天。船长阿利耶夫说，这次航程大约需要二十个小时，"
    text = "\n\n".join("\n".join(textwrap.wrap(sentence * 4, 75)) for _ in range(6))

    assert [block.text for block in split_blocks(text)[0]] == [sentence * 4] * 6


def test_hard_wrapped_chinese_has_no_spaces_and_korean_has() -> None:
    chinese = (
        "　　渡轮在晚上离开阿拉特港，此前船员为等候风势减弱\n已经停留了两天。船长阿利耶夫说，这次航程大约需要二\n"
        "十个小时。\n　　清晨，曼吉斯套的海岸像一条白线出现在眼前。库雷克\n的海关人员登船检查证件，并祝司机们一路平安，\n"
        "他们在港口等了很久很久，苹果来自古巴山区。\n"
    )
    article, _ = cut(chinese)
    assert [len(p) for p in paragraphs(article)] == [53, 67]
    assert " " not in "".join(paragraphs(article))

    korean = (
        "여객선은 저녁에 알라트 항을 떠났다. 선원들은 바람이 잦아들기를\n이틀 동안 기다렸다. 선장 알리예프는 항해가 스무 "
        "시간쯤 걸릴\n것이라고 말했다.\n\n운전사들은 선실에서 잠을 잤고 알리예프와 기관장은 당직을 섰다\n고 했다. 작은 바다지만 "
        "성질이 있다고 선장은 카스피해를 두고\n말했다. 이 노선에서 십일 년째 일하고 있다.\n"
    )
    article, _ = cut(korean)
    assert paragraphs(article)[0].endswith("스무 시간쯤 걸릴 것이라고 말했다.")
