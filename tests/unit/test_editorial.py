"""The editorial lint: what an editor would ask back, with its place; and what stays unreported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from newsbook.build import Order, edit, prepare
from newsbook.checks.editorial.damage import repaired
from newsbook.diagnostics import Diagnostic, Severity
from newsbook.readers.texts import Sources
from tests.support.newsroom import Newsroom

PROSE = {
    "en": "The committee met on Tuesday and decided, after two hours of talk, to open the old bridge "
    "to walkers and cyclists on the first day of spring, whatever the weather may bring.",
    "zh-Hans": "这座桥建于一七四三年，两年前因为洪水关闭。今年春天，工匠们更换了中间桥拱的四十一块石头。",
    "zh-Hant": "這座橋建於一七四三年，兩年前因為洪水關閉。今年春天，工匠們更換了中間橋拱的四十一塊石頭。",
    "ja": "この橋は一七四三年に建てられ、二年前の洪水で閉鎖された。今年の春、石工が石を交換した。国会の会議で。",
    "ko": "이 다리는 1743년에 세워졌다. 慧超의 길을 따라 國會에서 걷는 사람들이 다시 건넌다.",
    "az": "Körpü iki illik təmirdən sonra açıldı. Ustalar orta tağın qırx bir daşını dəyişdilər.",
    "ru": "Мост открыли после двух лет ремонта. Ребёнок нашёл подъезд. Рёв воды слышен издалека.",
    "fr": "Il dit : « C’est l’été à l’École… » Cœur, œuvre, déjà vu, CAFÉ™, naïve, MANHÃ.",
    "de": "„Das ist ein großer Spaß“, rief er. „Naja…“ – Größe, Straße, ÄÖÜ. Die, die da waren, gingen.",
    "it": "«Cos’è…» disse. «Perché non è così?» È più facile a dirsi… «là»",
    "es": "«¿Qué pasó en la España de El Niño?» —preguntó. «Sí», dijo él.",
    "pl": "Zażółć gęślą jaźń. „Cześć” – powiedział. Łódź, źdźbło.",
    "vi": "Tiếng Việt có dấu: cầu được mở lại cho người đi bộ.",
    "el": "Η γέφυρα άνοιξε ξανά μετά από δύο χρόνια επισκευής.",
}  # fmt: skip


def story(text: str, *, language: str = "en", date: str = "2024-03-28", head: str = "A") -> str:
    return (
        f"---\nheadline: {head}\nbyline: [{{name: Ann}}]\ndate: {date}\nlang: {language}\n---\n\n"
        f"{text}\n"
    )


def book(folder: Path, articles: Mapping[str, str | None], **extra: str) -> list[Diagnostic]:
    """Write a project of `articles` (None: it is there) and other files, and return what the editor
    is told.
    """
    room = Newsroom(folder)
    names = ", ".join(articles)
    manifest = f"title: Book\nlanguage: en\ndate: 2024-12-31\ncontents: [{names}]\n"
    room.write("manifest.yml", extra.pop("manifest", manifest))
    for name, text in {**articles, **{n.replace("__", "."): t for n, t in extra.items()}}.items():
        if text is not None:
            room.write(name, text)
    made, report = prepare(folder / "manifest.yml", Order(("epub",), keep_going=True))
    kept = edit(made, report.diagnostics, Sources(folder)).kept
    return [finding for finding in kept if finding.severity is not Severity.INFO]


def codes(findings: list[Diagnostic]) -> list[str]:
    return [finding.code for finding in findings]


def places(findings: list[Diagnostic]) -> list[tuple[str, int | None, int | None]]:
    return [(f.where.file, f.where.line, f.where.column) for f in findings if f.where]


@pytest.mark.parametrize("language", PROSE)
def test_sound_prose_is_left_alone(language: str, tmp_path: Path) -> None:
    found = book(tmp_path, {"a.md": story(PROSE[language], language=language)})

    assert [(f.code, f.message) for f in found if f.severity is Severity.WARNING] == []


def test_what_nobody_said(tmp_path: Path) -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    text = "# The Bridge\n\nA bridge reopened today.\n\n![](p.svg)\n"
    found = book(tmp_path, {"a.md": text}, p__svg=picture)

    assert codes(found) == ["missing-byline", "missing-date", "missing-alt", "missing-credit"]
    assert places(found) == [("a.md", 1, 3), ("a.md", 1, 3), ("a.md", 5, 5), ("a.md", 5, 5)]
    assert all(f.hint and f.severity is Severity.WARNING for f in found)


def test_an_ornament_and_a_credited_picture_are_complete(tmp_path: Path) -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9"/></svg>'
    )
    text = story('![A line](p.svg){credit="Ann"}\n\nText.\n\n![](q.svg){decorative=yes}')

    assert book(tmp_path, {"a.md": text}, p__svg=picture, q__svg=picture) == []


@pytest.mark.parametrize(
    ("damaged", "sound"),
    [
        ("cafÃ©", "é"), ("donâ€™t", "’"), ("â€œquotedâ€\x9d", "“"), ("Bakıâ€”", "—"), ("tÉ™dris", "ə"),
        ("ÅŸÉ™hÉ™r", "ş"), ("ä¸­å›½", "中国"), ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚", "привет"), ("РџСЂРёРІРµС‚", "Привет"),
        ("ğŸ˜€ Ã¼ber", "ü"), ("鏂囧瓧涔辩爜", "文字乱码"), ("Â©", "©"), ("å¹´ã€‚", "年。"),
    ],
)  # fmt: skip
def test_mojibake_is_found_with_what_it_was(damaged: str, sound: str, tmp_path: Path) -> None:
    found = book(tmp_path, {"a.md": story(f"Some words and {damaged} more.")})

    mojibake = [f for f in found if f.code == "mojibake"]
    assert len(mojibake) == 1, codes(found)
    assert repr(sound)[1:-1] in mojibake[0].message
    assert mojibake[0].where is not None
    assert mojibake[0].where.line == 8


@pytest.mark.parametrize(
    ("language", "encoding", "text", "phrase"),
    [
        ("zh-Hans", "gb18030", PROSE["zh-Hans"] + "点击这里看图。", "点击这里"),
        ("zh-Hant", "big5", PROSE["zh-Hant"] + "點擊這裡。", "點擊這裡"),
        ("ja", "cp932", PROSE["ja"] + "こちらをクリック。", "こちらをクリック"),
        ("ru", "cp1251", PROSE["ru"] + " Нажмите здесь.", "Нажмите здесь"),
        ("az", "cp1254", "Körpü açıldı, sonra da TODO.", "TODO"),
        ("de", "cp1252", "Die Brücke ist für Fußgänger offen, hier klicken.", "hier klicken"),
        ("en", "utf-16", PROSE["en"] + " TODO", "TODO"),
        ("en", "utf-8-sig", PROSE["en"] + " TODO", "TODO"),
    ],
)
def test_places_are_right_in_every_encoding(
    language: str, encoding: str, text: str, phrase: str, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_bytes(story(text, language=language).encode(encoding))
    found = [f for f in book(tmp_path, {"a.md": None}) if repr(phrase) in f.message]

    assert places(found) == [("a.md", 8, text.index(phrase) + 1)]


def test_a_page_that_names_its_encoding_has_places_too(tmp_path: Path) -> None:
    page = (
        '<html lang="ru"><head><meta charset="windows-1251"><title>Мост</title></head><body><article>\n'
        f"<h1>Мост</h1>\n<p>{PROSE['ru'] * 3}</p>\n<p>Подробнее: нажмите здесь.</p>\n"
        "</article></body></html>\n"
    )
    (tmp_path / "a.html").write_bytes(page.encode("cp1251"))
    found = [f for f in book(tmp_path, {"a.html": None}) if f.code == "web-leftover"]

    assert places(found) == [("a.html", 4, 15)]


def test_what_is_no_text_has_no_places(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04\x00\x00\xff\xd8")
    (tmp_path / "half.txt").write_bytes(b"\xff\xfea\x00b")
    assert "a.docx" not in Sources(tmp_path)
    assert "half.txt" not in Sources(tmp_path)


@pytest.mark.parametrize("sign", ["\ufffd", "锟斤拷", "烫烫烫"])
def test_what_cannot_be_repaired_is_mojibake_too(sign: str, tmp_path: Path) -> None:
    assert "mojibake" in codes(book(tmp_path, {"a.md": story(f"Some {sign} words.")}))


def test_every_character_decoded_twice_is_repaired() -> None:
    for text in ("é", "ü", "ə", "ş", "ı", "Ə", "’", "…", "日本語の本", "Баку шәһәри"):
        raw = text.encode()
        wrong = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in raw if b > 0x7F)
        assert repaired(wrong) is not None, text


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("zh-Hans", PROSE["zh-Hans"] + "國家。", "國 is Traditional"),
        ("zh-Hant", PROSE["zh-Hant"] + "国家。", "国 is Simplified"),
        ("zh", PROSE["zh-Hans"] + "語言學", "語, 學 are Traditional"),
    ],
)
def test_mixed_han(language: str, text: str, said: str, tmp_path: Path) -> None:
    found = book(tmp_path, {"a.md": story(text, language=language)})

    assert codes(found) == ["mixed-han"]
    assert said.split()[0].rstrip(",") in found[0].message
    assert said.rpartition(" ")[2] in found[0].message
    assert found[0].where is not None
    assert found[0].where.line == 8


def test_a_quotation_marked_as_the_other_is_not_mixed(tmp_path: Path) -> None:
    text = PROSE["zh-Hans"] + "他写：“[國家]{lang=zh-Hant}”。陶喆、堃、淼。"

    assert book(tmp_path, {"a.md": story(text, language="zh-Hans")}) == []


def test_each_quotation_in_english_is_judged_by_itself(tmp_path: Path) -> None:
    assert book(tmp_path, {"a.md": story("In Beijing 国家 and in Taipei 國家 are words.")}) == []
    found = book(tmp_path / "two", {"a.md": story("The word 国家與語言的歷史 mixes.")})
    assert codes(found) == ["mixed-han"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Please click here for more.", "click here"),
        ("Share on Facebook", "Share on Facebook"),
        ("ADVERTISEMENT", "ADVERTISEMENT"),
        ("Read more", "Read more"),
        ("点击这里查看原图。", "点击这里"),
        ("詳しくはこちらをクリックしてください。", "こちらをクリック"),
        ("Ətraflı məlumat üçün buraya klikləyin.", "buraya klikləyin"),
        ("Bitte hier klicken.", "hier klicken"),
        ("Подробнее: нажмите здесь.", "нажмите здесь"),
        ("Follow us on Twitter for news.", "Follow us on Twitter"),
        ("Tom &amp; Jerry came.", "&amp;"),
    ],
)  # fmt: skip
def test_leftovers_of_a_web_page(text: str, phrase: str, tmp_path: Path) -> None:
    escaped = text.replace("&amp;", "&amp;amp;")
    found = book(tmp_path, {"a.md": story(f"{PROSE['en']}\n\n{escaped}\n\nThe end came.")})

    assert codes(found) == ["web-leftover"]
    assert repr(phrase) in found[0].message
    assert found[0].where is not None
    assert (found[0].where.line, found[0].hint is not None) == (10, True)


@pytest.mark.parametrize(
    "text",
    [
        "She shared the bread. They read more books than before and followed us on our way home.",
        "Click beetles click. Here the clicking stopped.",
        "He said that that was so. The share of the market rose.",
        "Use `click here` and `TODO` in code only.",
        "The advertisement in the window was old.",
    ],
)
def test_honest_sentences_are_not_leftovers(text: str, tmp_path: Path) -> None:
    assert book(tmp_path, {"a.md": story(text)}) == []


def test_drafts(tmp_path: Path) -> None:
    text = "The mayor, TK, opened the the bridge.\n\nLorem ipsum dolor.\n\n[insert quote here]"
    found = book(tmp_path, {"a.md": story(text)})

    assert codes(found) == ["placeholder", "doubled-word", "placeholder", "placeholder"]
    assert places(found)[1] == ("a.md", 8, 23)


def test_a_doubled_word_that_begins_a_sentence(tmp_path: Path) -> None:
    assert codes(book(tmp_path, {"a.md": story("The the bridge.")})) == ["doubled-word"]


def test_near_duplicates(tmp_path: Path) -> None:
    changed = PROSE["en"].replace("Tuesday", "Wednesday") + " A new sentence ends it."
    articles = {
        "a.md": story(PROSE["en"], head="The Bridge"),
        "b.md": story(PROSE["fr"], language="fr", head="Other"),
        "c.md": story(changed, head="The Bridge again"),
        "d.md": story(PROSE["zh-Hans"], language="zh-Hans", head="桥"),
        "e.md": story("本报讯 " + PROSE["zh-Hans"], language="zh-Hans", head="桥二"),
    }
    found = book(tmp_path, articles)

    assert codes(found) == ["near-duplicate", "near-duplicate"]
    assert places(found) == [("c.md", 2, 11), ("e.md", 2, 11)]
    assert "'The Bridge' (a.md)" in found[0].message


def test_pictures_that_stand_twice(tmp_path: Path) -> None:
    tmp_path.mkdir(exist_ok=True)
    noise = Image.effect_noise((240, 160), 90).resize((1200, 800), Image.Resampling.BICUBIC)
    noise.convert("RGB").save(tmp_path / "a.jpg", quality=95)
    noise.convert("RGB").resize((600, 400)).save(tmp_path / "small.jpg", quality=70)
    (tmp_path / "copy.jpg").write_bytes((tmp_path / "a.jpg").read_bytes())
    Image.linear_gradient("L").resize((1200, 800)).save(tmp_path / "other.jpg")
    line = '![A bridge]({0}.jpg){{credit="Ann"}}'
    articles = {
        "a.md": story(f"{PROSE['en']}\n\n{line.format('a')}", head="One"),
        "b.md": story(f"{PROSE['fr']}\n\n{line.format('small')}", language="fr", head="Two"),
        "c.md": story(f"{PROSE['az']}\n\n{line.format('copy')}\n\n{line.format('other')}",
                      language="az", head="Three"),
        "d.md": story(f"{PROSE['es']}\n\n{line.format('a')}", language="es", head="Four"),
    }  # fmt: skip
    found = [d for d in book(tmp_path, articles) if d.code == "duplicate-picture"]

    assert [d.message for d in found] == [
        "the picture 'small.jpg' is the same as 'a.jpg', which stands in 'One' already",
        "the picture 'copy.jpg' is the same as 'a.jpg', which stands in 'One' already",
        "the picture 'a.jpg' stands in 'One' already",
    ]
    assert [(d.where.file, d.where.line) for d in found if d.where] == [
        ("b.md", 10), ("c.md", 10), ("d.md", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ("01 02 03 04", []), ("04 03 02 01", []), ("01 03 02", [1]), ("01 02 09 03 04", [2]),
        ("05 04 01 03 02", [2]), ("01 02", []), ("02 01", []), ("01 01 01", []),
        ("05 01 04 02 06 03 08 07", []),
    ],
)  # fmt: skip
def test_date_order(days: str, wrong: list[int], tmp_path: Path) -> None:
    numbers = days.split()
    articles = {
        f"a{n}.md": story(f"Text {n}.", date=f"2024-05-{day}", head=f"Nr {n}")
        for n, day in enumerate(numbers)
    }
    found = [f for f in book(tmp_path, articles) if f.code == "date-order"]

    assert places(found) == [(f"a{n}.md", 4, 7) for n in wrong]


def test_an_article_younger_than_the_book(tmp_path: Path) -> None:
    [found] = book(tmp_path, {"a.md": story("Text.", date="2025-01-01")})

    assert found.code == "date-order"
    assert "after the book itself (2024-12-31)" in found.message


def test_a_layout_that_sorts_asks_for_no_order(tmp_path: Path) -> None:
    days = ("01", "05", "03", "09")
    articles = {f"a{d}.md": story(f"T {d}.", date=f"2024-05-{d}", head=d) for d in days}
    names = ", ".join(articles)
    plain = f"title: B\nlanguage: en\ncontents: [{names}]\noutputs: {{epub: {{}}}}\n"

    assert codes(book(tmp_path / "1", articles, manifest=plain)) == ["date-order"]
    assert book(tmp_path / "2", articles, manifest=plain + "layout: yearbook\n") == []


# ---------------------------------------------------------------- the ignore file
def check(room: Newsroom) -> dict[str, object]:
    answer: dict[str, object] = json.loads(room.run("check", "--json").out)
    return answer


def test_the_ignore_file_takes_what_has_a_reason(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "p").bridges().write("bridge.md", "# Bridge\n\nClick here now.\n")
    room.write("newsbook-ignore.yml", "- {code: missing-byline, file: '*.md', reason: an agency}\n")
    answer = check(room)

    assert [d["code"] for d in answer["diagnostics"]] == ["missing-date", "web-leftover"]  # type: ignore[attr-defined]
    assert [(d["code"], d["reason"]) for d in answer["ignored"]] == [  # type: ignore[attr-defined]
        ("missing-byline", "an agency")
    ]
    assert "1 ignored" in room.run("check").err


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("- {code: missing-byline}\n", "missing-key", "no reason"),
        ("- {code: missing-byline, reason: '  '}\n", "missing-key", "no reason"),
        ("- {reason: because}\n", "missing-key", "names no code"),
        ("- {code: missing-bylin, reason: x}\n", "invalid-value", "missing-bylin"),
        ("- {code: missing-byline, resaon: x}\n", "unknown-key", "resaon"),
        ("- {code: mixed-han, reason: quotes}\n", "unused-ignore", "mixed-han"),
        ("code: x\n", "invalid-value", "must be a list"),
        ("- code: [\n", "yaml-syntax", ""),
        ("- just words\n", "invalid-value", "must have keys"),
    ],
)
def test_what_is_wrong_with_an_ignore_file_is_said(
    text: str, code: str, words: str, tmp_path: Path
) -> None:
    articles = {"a.md": "# Bridge\n\nA bridge.\n"}
    found = book(tmp_path, articles, **{"newsbook-ignore__yml": text})

    mine = [f for f in found if f.where and f.where.file == "newsbook-ignore.yml"]
    assert code in codes(mine)
    assert any(words in f.message and f.where and f.where.line == 1 for f in mine) or not words
    assert "missing-byline" in codes(found)


def test_errors_cannot_be_ignored(tmp_path: Path) -> None:
    ignoring = "- {code: file-not-found, reason: tired}\n"
    found = book(tmp_path, {"a.md": story("![x](no.png)")}, **{"newsbook-ignore__yml": ignoring})

    assert "file-not-found" in codes(found)
