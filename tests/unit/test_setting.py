"""What print puts into the text of a paragraph: a golden table, and that nothing else changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbook.typography.setting import BREAK, JOINT, NO_BREAK_SPACE, Piece, set_flow

SHOWN = str.maketrans({BREAK: "‸", JOINT: "⁀", NO_BREAK_SPACE: "␣"})


def shown(*pieces: tuple[str, str], base: str, keep_words: bool = False) -> str:
    """Pieces as set, with `|` between them, `[]` round letters and figures, marks for what is put in."""
    done = set_flow([Piece(*piece) for piece in pieces], base, keep_words=keep_words)
    return "|".join(
        "".join(f"[{s.text}]" if s.latin else s.text for s in segments) for segments in done
    ).translate(SHOWN)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        # a space between Han or kana and letters or figures, none beside full-width marks
        ("zh-Hans", "于1991年12月（周一）访华。", "于 [1991] 年 [12] 月（周一）访⁀华。"),
        ("zh-Hans", "占3.5%的份额，COP29。", "占 [3.5%] 的份额，[COP29]。"),
        ("zh-Hant", "他在COP 29上說", "他在 [COP 29] 上⁀說"),
        ("ja", "アリエフ（Ilham Aliyev）は6月に語った。", "アリエフ（[Ilham Aliyev]）は [6] 月に語っ⁀た。"),
        ("zh-Hans", "已有 70 项", "已有 [70] ⁀项"),
        ("ko", "1993년 COP29에서", "[1993]년 [COP29]에서"),
        # break points outside quotation marks, and only outside
        ("zh-Hans", "他说“岁寒”的", "他说‸“岁寒”⁀的"),
        ("zh-Hans", "他，“岁寒”——的人", "他，‸“岁寒”‸——的⁀人"),
        ("zh-Hans", "it’s他的leader’s书", "[it’s] 他的 [leader’s]␣书"),
        # joints before marks that never begin a line
        ("zh-Hans", "丝绸·之路－中亚～一带", "丝绸⁀·之路⁀－中亚⁀～一⁀带"),
        ("ja", "シルク・ロード", "シルク⁀・ロー⁀ド"),
        ("zh-Hans", "北京—上海——天", "北京⁀—上海——⁀天"),
        # the last character is never alone on a line
        ("zh-Hans", "岁寒知松柏。”", "岁寒知松⁀柏。”"),
        ("zh-Hans", "共12天。", "共 [12]␣天。"),
        ("zh-Hans", "松", "松"),
        ("ko", "친구가 온다", "친구가 온다"),
        # a break point between a closing quotation mark and an opening bracket, in any language
        ("en", "a “saying” (old) [sic]", "a “saying”‸ (old) [sic]"),
        # numbers stay with their units, abbreviations with their numbers
        ("en", "5–10 km at −5 °C, pp. 12–15, No. 7", "5–⁀10 ⁀km at −5 ⁀°C, pp. ⁀12–⁀15, No. ⁀7"),
        ("en", "in 1925–1927 and 2021–22", "in 1925–1927 and 2021–22"),
        ("en", "on December 27, 2021; Dec. 27, 2021", "on December ⁀27, 2021; Dec. ⁀27, 2021"),
        ("en", "27 December 2021, of 12 students in 2021", "27 ⁀December 2021, of 12 students in 2021"),
        ("de", "am 27. Dezember 2021", "am 27. ⁀Dezember 2021"),
        ("en", "10 kmh, 5 cats, stop. 12 men", "10 kmh, 5 cats, stop. 12 men"),
        ("fr", "« dicton\u00a0» (vieux)", "« dicton␣»‸ (vieux)"),
    ],
)  # fmt: skip
def test_golden(language: str, text: str, expected: str) -> None:
    assert shown((text, language), base=language) == expected


def test_pieces_see_each_other() -> None:
    assert (
        shown(("于", "zh-Hans"), ("COP29", "und-Latn"), ("会议”，“召开", "zh-Hans"), base="zh-Hans")
        == "于 |COP29| 会议”，‸“召⁀开"
    )
    code = [Piece("于", "zh"), Piece("x = 1", "zh", fixed=True), Piece("时停下", "zh")]
    done = set_flow(code, "zh")
    assert [s.text for segments in done for s in segments] == ["于 ", "x = 1", f" 时停{JOINT}下"]


def test_text_of_other_languages_stays() -> None:
    for text in ("The saying “", "Brăila·Tōkyō—Māori 12", "café"):
        assert shown((text, "en"), base="en") == text
    assert shown(("a“", "en"), ("岁寒，患难", "zh"), ("”1", "en"), base="en") == "a“|岁寒，患难|”1"


def test_korean_words_are_kept_whole_when_asked() -> None:
    text = "대통령은 COP29에서 “협력”을"
    assert shown((text, "ko"), base="ko", keep_words=True) == (
        "대⁀통⁀령⁀은 [COP29]⁀에⁀서 “협⁀력”을"
    )


@given(
    st.lists(
        st.tuples(
            st.text(alphabet="岁寒松柏ん、。，“”‘’·—…ab1 %（）한글\n\u00a0", max_size=12),
            st.sampled_from(["zh-Hans", "zh-Hant", "ja", "ko", "en", "und-Latn"]),
            st.booleans(),
        ),
        max_size=6,
    ),
    st.sampled_from(["zh-Hans", "ja", "ko", "en"]),
    st.booleans(),
)
def test_nothing_but_spaces_and_joints_is_put_in(
    written: list[tuple[str, str, bool]], base: str, keep_words: bool
) -> None:
    pieces = [Piece(*piece) for piece in written]
    done = set_flow(pieces, base, keep_words=keep_words)
    spaces = re.compile(f"[ {BREAK}{JOINT}{NO_BREAK_SPACE}]")
    assert len(done) == len(pieces)
    for piece, segments in zip(pieces, done, strict=True):
        text = "".join(segment.text for segment in segments)
        assert spaces.sub("", text) == spaces.sub("", piece.text)
        if piece.fixed:
            assert text == piece.text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://example.org/a-b?c=d, and go", "https://example.org/a-b?c=d"),
        ("(www.example.org/x/)", "www.example.org/x/"),
        ("write to a.b@example.org.", "a.b@example.org"),
        ("at 5 @ 3 and http:// alone", ""),
    ],
)
def test_addresses_are_told_apart(text: str, found: str) -> None:
    ((segments),) = set_flow([Piece(text, "en")], "en")
    plain = str.maketrans("", "", BREAK + JOINT)
    addresses = [s.text.translate(plain) for s in segments if s.address]
    assert addresses == ([found] if found else [])
    assert "".join(s.text for s in segments).translate(plain) == text


def test_pictographs_are_told_apart() -> None:
    text = "News \U0001f469\u200d\U0001f4bb of ☎ https://example.org/☎ and Σ"
    (segments,) = set_flow([Piece(text, "en")], "en")
    assert [s.text for s in segments if s.symbol] == ["\U0001f469\u200d\U0001f4bb", "☎"]
