"""Files that do not say in which encoding they are: an old news item in the languages of the world.

`tests/dispatches/` holds one for each language: a sentence, a paragraph, and one more paragraph.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from newsbook.assemble import assemble
from newsbook.cli import main
from newsbook.errors import ManifestError
from newsbook.manifest import load
from newsbook.readers.decoding import declared_encoding, decode
from newsbook.readers.source import Source
from newsbook.readers.texts import Sources
from newsbook.tree import plain_text
from newsbook.world import World

DISPATCHES = Path(__file__).resolve().parents[1] / "dispatches"

# Encodings each language was written in; what came from a Macintosh or from DOS stands last.
OLD = {
    "ru": "cp1251 koi8_r iso8859_5 utf-16-le utf-16-be | cp866 mac_cyrillic",
    "uk": "cp1251 koi8_u", "be": "cp1251 iso8859_5", "bg": "cp1251 iso8859_5",
    "sr": "cp1251 iso8859_5", "mk": "cp1251",
    "he": "cp1255 iso8859_8 utf-16-le", "ar": "cp1256 iso8859_6 utf-16-le", "fa": "cp1256",
    "th": "cp874 tis_620 utf-16-le", "el": "cp1253 iso8859_7 utf-16-le | mac_greek",
    "tr": "cp1254 iso8859_9 | mac_turkish", "az": "cp1254 utf-16-le", "vi": "cp1258 utf-16-le",
    "lt": "cp1257 iso8859_13", "lv": "cp1257 iso8859_13", "et": "cp1257 cp1252 iso8859_15",
    "pl": "cp1250 iso8859_2 | mac_latin2 cp852", "cs": "cp1250 iso8859_2 | mac_latin2 cp852",
    "sk": "cp1250 iso8859_2", "hu": "cp1250 iso8859_2", "ro": "cp1250 iso8859_2",
    "hr": "cp1250 iso8859_2", "sl": "cp1250 iso8859_2",
    "de": "cp1252 iso8859_15 utf-16-le | mac_roman cp850",
    "fr": "cp1252 iso8859_15 | mac_roman cp850", "es": "cp1252 iso8859_15 | mac_roman cp850",
    "pt": "cp1252 | mac_roman", "it": "cp1252 | mac_roman", "sv": "cp1252 | mac_roman cp850",
    "fi": "cp1252 | mac_roman", "da": "cp1252 | mac_roman cp850",
    "zh-Hans": "gb18030 gbk utf-16-le utf-16-be", "zh-Hant": "big5 utf-16-le utf-16-be",
    "ja": "cp932 euc_jp iso2022_jp utf-16-le utf-16-be", "ko": "cp949 utf-16-le utf-16-be",
}  # fmt: skip
# What was written where an encoding lacks a mark or a letter.
MAKESHIFT = str.maketrans("“”„«»’–—əƏیœ", '"""""\'--eEيo')
TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")

PAGE = """<html>
<head><title>{title}</title><link rel="stylesheet" href="style.css">
<script>var menu = new Menu("top", 12);</script></head>
<body bgcolor="#ffffff">
<div id="menu"><a href="index.html">Home</a> | <a href="news/index.html">News</a></div>
<h1>{title}</h1>
{text}
<div class="footer">Copyright 2004 Example.com</div>
</body></html>
"""


def has(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def in_encoding(text: str, encoding: str) -> bytes:
    """Return `text` as an old program wrote it: Vietnamese tones apart, makeshifts for marks."""
    kept = ""
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tones = "".join(part for part in parts if part in TONES)
        if has(character, encoding):
            kept += character
        elif encoding == "cp1258" and tones:
            kept += unicodedata.normalize("NFC", parts.translate(dict.fromkeys(map(ord, TONES))))
            kept += tones
        else:
            kept += character.translate(MAKESHIFT)
    return kept.encode(encoding, "replace")


def sizes(language: str) -> dict[str, str]:
    sentence, paragraph, more = (DISPATCHES / f"{language}.txt").read_text("utf-8").split("\n\n")
    return {
        "sentence": sentence,
        "paragraph": paragraph,
        "page": f"{sentence}\n\n{paragraph}\n\n{more}",
    }


def read(
    data: bytes,
    language: str | None = None,
    encoding: str | None = None,
    declared: str | None = None,
) -> tuple[str, list[str]]:
    world = World(Path())
    text = decode(Source("a.txt", data, language=language, encoding=encoding), world, declared)
    return text, [found.message for found in world.diagnostics]


CASES = [
    (language, encoding)
    for language, encodings in OLD.items()
    for encoding in encodings.replace("|", "").split()
]


@pytest.mark.parametrize(("language", "encoding"), CASES)
@pytest.mark.parametrize("form", ["plain", "page"])
def test_old_news_is_read_in_whatever_encoding(language: str, encoding: str, form: str) -> None:
    rare = encoding in OLD[language].partition("|")[2].split()
    for size, text in sizes(language).items():
        if form == "page":
            title = text.splitlines()[0].rstrip(".。")
            paragraphs = "".join(f"<p>{part}</p>\n" for part in text.split("\n\n"))
            text = PAGE.format(title=title, text=paragraphs)
        data = in_encoding(text, encoding)
        expected = unicodedata.normalize("NFC", data.decode(encoding))

        found, said = read(data)

        doubted = any("too short to be sure" in message for message in said)
        assert found == expected or (rare and size == "sentence" and doubted), (size, said)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Президент принял в пятницу главу парламента.", "cp1251"),
        ("ЗАЯВЛЕНИЕ ПРЕСС-СЛУЖБЫ", "cp1251"),
        ("Фериботът излезе от пристанището вечерта и капитанът каза това.", "cp1251"),
        ("МОСТ ОТКРЫЛИ ПОСЛЕ ДВУХ ЛЕТ РЕМОНТА", "cp1251"),
        ("ΝΕΑ ΒΙΒΛΙΟΘΗΚΗ ΣΤΗ ΘΕΣΣΑΛΟΝΙΚΗ", "cp1253"),
        ("“Don’t,” he said — no.", "cp1252"),
        ("“Don’t,” he said — no.", "mac_roman"),
        ("The price is €5 – up.", "cp1252"),
        ("Kraków, Gdańsk, Wrocław", "cp1250"),
        ("Þórður Sigurðsson frá Reykjavík sagði það", "cp1252"),
        ("Łódź", "cp1250"),
        ("İstanbul", "cp1254"),
        ("東京", "cp932"),
    ],
)
def test_lines_are_read_in_whatever_encoding(text: str, encoding: str) -> None:
    assert read(text.encode(encoding))[0] == text


def test_a_line_that_may_be_either_says_how_it_would_differ() -> None:
    text, (message,) = read("Erdoğan visited Diyarbakır.".encode("cp1254"))

    assert text == "Erdoğan visited Diyarbakır."
    assert message == (
        "the file is not UTF-8; it was read as windows-1254, and too short to be sure: "
        "windows-1252 would give 'Erdoðan' for 'Erdoğan'"
    )


def test_a_page_is_read_without_doubt() -> None:
    _, (message,) = read(sizes("ru")["page"].encode("cp1251"))

    assert message == "the file is not UTF-8; it was read as windows-1251"


def test_the_language_that_is_stated_decides_where_the_letters_do_not() -> None:
    data = "Türkü".encode("cp1254") + b" \xfd\xf0"

    assert read(data, "tr")[0].endswith("ığ")
    assert read("МОСТ".encode("koi8_r"), "ru")[0] == "МОСТ"


def test_what_tells_is_found_far_down_in_a_long_line() -> None:
    russian = sizes("ru")["paragraph"]
    text = "x = 1; " * 40_000 + russian
    page = "<p>" * 40_000 + russian

    assert read(text.encode("cp1251"))[0] == text
    assert read(page.encode("cp1251"))[0] == page


def test_a_stray_control_character_makes_no_pairs() -> None:
    russian = sizes("ru")["sentence"]
    text, said = read(russian.encode("cp1251") + b"\x1a\x02")

    assert text == russian
    assert "windows-1251" in said[0]


def test_guessing_is_quick_on_any_bytes() -> None:
    for data in (b"<" * 300_000 + b"\xe9", b"\xe9<" * 200_000, bytes(range(256)) * 2_000):
        read(data)


# ---------------------------------------------------------------- an encoding that is declared
@pytest.mark.parametrize(
    ("language", "encoding"),
    [("ru", "cp1251"), ("ru", "koi8_r"), ("tr", "cp1254"), ("az", "cp1254"), ("pl", "iso8859_2"),
     ("hu", "cp1250"), ("el", "cp1253"), ("he", "cp1255"), ("ar", "cp1256"), ("lt", "cp1257"),
     ("th", "cp874"), ("zh-Hans", "gbk"), ("ja", "cp932"), ("ko", "cp949")],
)  # fmt: skip
def test_what_servers_declare_unasked_is_not_believed_against_all_sense(
    language: str, encoding: str
) -> None:
    data = in_encoding(sizes(language)["page"], encoding)
    text, (message,) = read(data, declared="iso-8859-1")

    assert text == unicodedata.normalize("NFC", data.decode(encoding))
    assert "iso-8859-1" in message


@pytest.mark.parametrize("language", "de fr es pt it sv fi da et".split())
def test_western_pages_are_what_they_declare(language: str) -> None:
    for text in sizes(language).values():
        data = in_encoding(text, "cp1252")

        assert read(data, declared="iso-8859-1") == (data.decode("cp1252"), [])


@pytest.mark.parametrize("language", [name for name in OLD if name != "et"])
@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r", "gb2312", "shift_jis", "big5"])
def test_utf_8_is_known_whatever_a_page_declares(language: str, declared: str) -> None:
    for size, text in sizes(language).items():
        if size != "sentence" or sum(character > "\x7f" for character in text) > 5:
            assert read(text.encode(), declared=declared) == (text, [])


def test_a_page_whose_letters_are_bytes_is_no_utf_16() -> None:
    page = b"<html><head><meta charset='utf-16'></head><body>Stone bridges.</body></html>"

    page += b" " * (len(page) % 2)
    assert read(page, declared=declared_encoding(page))[0].startswith("<html>")


def test_two_characters_that_may_be_utf_8_are_what_the_page_declares() -> None:
    assert read("联通".encode("gbk"), declared="gb2312")[0] == "联通"


# ---------------------------------------------------------------- an encoding that is stated
def test_the_encoding_that_is_stated_is_the_one() -> None:
    data = "Ærø".encode("iso8859_13", "replace") + "Žuvėdra".encode("cp1257")

    assert read(data, encoding="windows-1257", declared="utf-8")[0].endswith("Žuvėdra")
    assert read(data, encoding="iso-8859-2")[1] == []
    assert read("﻿Мост".encode(), encoding="windows-1251")[0] == "Мост"
    assert read("Ã¼".encode("cp1252"), encoding="iso-8859-1")[0] == "Ã¼"  # though it is UTF-8


def test_what_is_not_in_the_encoding_that_is_stated_is_an_error_with_its_line() -> None:
    world = World(Path())
    decode(Source("a.txt", b"One\n\nTw\x81 o\n", encoding="shift_jis"), world)
    (found,) = world.diagnostics

    assert (found.code, found.where and found.where.line) == ("bad-encoding", 3)
    assert "not valid shift_jis" in found.message


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_of_what_is_not_valid_is_the_same_whatever_ends_lines(end: str) -> None:
    world = World(Path())
    lines = ["Čapek šel domů."] * 40
    data = end.join([*lines, "Tw@o", *lines]).encode().replace(b"@", b"\xff")
    decode(Source("a.txt", data), world)
    (found,) = world.diagnostics

    assert (found.code, found.where and found.where.line) == ("bad-encoding", 41)


@pytest.mark.parametrize("declared", ["gb2312", "shift_jis", "no-such", "iso-8859-1"])
def test_a_page_saved_again_as_utf_8_is_read_so_whatever_it_says(declared: str) -> None:
    text = "江阴大桥将半幅封闭施工22天！"

    assert read(text.encode(), declared=declared) == (text, [])


def test_a_guess_names_the_next_step() -> None:
    world = World(Path())
    decode(Source("a.txt", "Мост открыли.".encode("cp1251")), world)

    assert "`encoding:`" in (next(iter(world.diagnostics)).hint or "")


@pytest.mark.parametrize("item", ["file: a.md", "glob: '*.md'"])
def test_the_manifest_states_an_encoding(item: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("# Ĵurnalo\n\nŜi ĉiam aĉetas ĝin.".encode("iso8859_3"))
    (tmp_path / "manifest.yml").write_text(
        f"title: T\nlanguage: eo\ncontents:\n  - {{{item}, encoding: iso-8859-3}}\n"
    )
    world = World(tmp_path)
    (article,) = assemble(load(tmp_path), world).articles()

    assert "Ŝi ĉiam aĉetas ĝin." in plain_text(article.body)
    assert "encoding-guessed" not in [found.code for found in world.diagnostics]
    sources = Sources(tmp_path)
    sources.told("a.md", article.origin.told, article.origin.encoding)
    assert sources["a.md"].startswith("# Ĵurnalo")


def test_an_encoding_that_does_not_exist_is_an_error_in_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# H\n\nText.\n")
    (tmp_path / "manifest.yml").write_text(
        "title: T\nlanguage: en\ncontents:\n  - {file: a.md, encoding: windoze}\n"
    )
    with pytest.raises(ManifestError) as caught:
        load(tmp_path)
    (found,) = caught.value.diagnostics

    assert (found.code, found.where and found.where.line) == ("invalid-value", 4)
    assert "no encoding is called 'windoze'" in found.message


def test_check_quotes_lines_in_the_encoding_that_is_stated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.md").write_bytes("# Ĵurnalo\n\nŜi ĉiam aĉetas ĝin.".encode("iso8859_3"))
    (tmp_path / "manifest.yml").write_text(
        "title: T\nlanguage: eo\ncontents: [{file: a.md, encoding: iso-8859-3}]\n"
    )
    main(["check", str(tmp_path / "manifest.yml")])

    assert "  1 | # Ĵurnalo\n" in capsys.readouterr().err
