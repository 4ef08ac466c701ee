"""A page's clean markup becomes what print sets."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from newsbook.pdf.engine.dress import dress
from newsbook.typography.setting import BREAK, JOINT


def dressed(body: str, language: str = "zh-Hans", classes: str = "") -> str:
    root = ElementTree.fromstring(
        f'<html lang="{language}"><head><title>于1991</title></head><body class="{classes}">{body}</body></html>'
    )
    dress(root)
    text = ElementTree.tostring(root.find("body"), encoding="unicode")
    inner = text[text.index(">") + 1 : -len("</body>")]
    return inner.replace(BREAK, "‸").replace(JOINT, "⁀")


LA = '<span class="la" lang="und-Latn">{}</span>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>于1991年来</p>", f"<p>于 {LA.format('1991')} 年⁀来</p>"),
        (
            "<p>于<em>1991年</em>来了</p>",
            f"<p>于 <em>{LA.format('1991')} 年</em>来⁀了</p>",
        ),
        (
            '<p>在<span lang="en">Baku</span>说</p>',
            '<p>在 <span lang="en" class="la">Baku</span>\u00a0说</p>',
        ),
        ("<p>用<code>x = 1</code>来算</p>", "<p>用 <code>x = 1</code> 来⁀算</p>"),
        ("<p>一行<br/>二行</p>", "<p>一⁀行<br />二⁀行</p>"),
        (
            '<p>天地<span class="note">注1则</span>玄黄</p>',
            f'<p>天地<span class="note">注 {LA.format("1")}\u00a0则</span>玄⁀黄</p>',
        ),
        ("<pre>于1991年</pre>", "<pre>于1991年</pre>"),
        (
            '<p>见<span class="page-ref" data-ref="a">12</span>页上</p>',
            '<p>见 <span class="page-ref la" data-ref="a" lang="und-Latn">12</span> 页⁀上</p>',
        ),
        ('<blockquote lang="en"><p>Words.</p></blockquote>', None),
    ],
)
def test_in_chinese(before: str, after: str | None) -> None:
    if after is None:
        after = before.replace('lang="en"', 'lang="en" class="to-latin"')
    assert dressed(before) == after


def test_long_words_in_code_and_addresses_get_break_points() -> None:
    code = "<p>Run <code>x --all /usr/share/fonts</code>.</p>"
    assert dressed(code, "en") == "<p>Run <code>x --all /⁀usr‸/⁀share‸/⁀fonts</code>.</p>"
    note = '<p>It<span class="note url-note"><span class="address">{}</span></span>.</p>'
    broken = note.format("example‸.⁀org‸/⁀a‸/⁀page")
    assert dressed(note.format("example.org/a/page"), "en") == broken


def test_in_english() -> None:
    assert dressed("<p>It’s 1991, isn’t it?</p>", "en") == "<p>It’s 1991, isn’t it?</p>"
    name = '<p>In <span lang="zh-Hans">北京</span> and <span lang="zh-Hans">岁寒知松柏</span>.</p>'
    assert dressed(name, "en") == (
        '<p>In <span lang="zh-Hans" class="han whole">北京</span> and '
        '<span lang="zh-Hans" class="han">岁寒知松柏</span>.</p>'
    )
    block = '<p lang="ja">三十日は</p>'
    assert dressed(block, "en") == '<p lang="ja" class="to-cjk">三十日⁀は</p>'
    number = '<li lang="zh"><span class="page-ref" data-ref="a">9</span></li>'
    assert 'lang="und-Latn"' in dressed(number, "en")


def test_ruby_becomes_pairs() -> None:
    ruby = '<p><ruby>岁<rt lang="zh-Latn-pinyin">suì</rt>寒<rp>(</rp><rt>hán</rt></ruby>，来</p>'
    assert dressed(ruby) == (
        '<p><span class="ruby"><span class="rb"><span class="rt" lang="zh-Latn-pinyin">suì</span>岁'
        '</span><span class="rb"><span class="rt">hán</span>寒</span></span>，⁀来</p>'
    )
    assert dressed("<ruby>字<rt></rt></ruby>") == '<span class="ruby"><span>字</span></span>'


def test_bopomofo_stands_in_a_column_beside_each_character() -> None:
    made = dressed("<ruby>歲寒<rt>ㄙㄨㄟˋ ㄏㄢˊ</rt></ruby>", "zh-Hant")
    assert made.count('class="rb bopomofo"') == 2
    assert made.count('class="rt-symbol"') == 5
    assert '<span class="rt-symbol">ㄟ<span class="rt-tone">ˋ</span></span>' in made
    assert "rt-neutral" in dressed("<ruby>的<rt>˙ㄉㄜ</rt></ruby>", "zh-Hant")


def test_words_of_korean_are_kept_whole_where_the_layout_says_so() -> None:
    assert dressed("<p>친구가 온다</p>", "ko") == "<p>친구가 온다</p>"
    assert dressed("<p>친구가 온다</p>", "ko", "korean-words") == "<p>친⁀구⁀가 온⁀다</p>"
