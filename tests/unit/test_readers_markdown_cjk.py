"""Emphasis works next to Han, kana and Hangul, and is unchanged everywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from newsbook.content import Ruby, RubyPair, Strong
from newsbook.readers import Source, read
from newsbook.readers.markdown.cjk import CjkInline
from newsbook.tree import plain_text, walk
from newsbook.world import World

CASES = """
新华社**“一带一路”**倡议
这是**重点：**请看
習近平**(主席)**说
報告稱**「全面」**改革
**注意。**明天休市
**真，**她说
真**（她**说
票价**¥1,000**起
第**④**条
編集部は**「これで終わり。」**と書いた
価格は**1,000円（税込）**です
**これは太字になります。**次の文
単語と**[見出し](https://example.org/)**単語
**末尾の`コード`**も同じ
・**㋐**:選択肢
**さようなら︙**と言った
葛󠄀**(こちらが正式)**城市
𠮟**(正式な表記)**
阿寒**(アカン)**湖
패키지는 **`npm`**를 쓴다
**안녕(hello)**하세요
**이 [링크](https://example.kr/)**만
**스크립트(script)**라고
서울은 **“수도”**이다
""".strip().splitlines()


@pytest.mark.parametrize("text", CASES)
def test_emphasis_needs_no_space(text: str) -> None:
    article = read(Source("a.md", text.encode()), World(root=Path("/nowhere")))

    assert "**" not in plain_text(*article.body)
    assert any(isinstance(node, Strong) for node in walk(article.body))


@pytest.mark.parametrize(
    "text",
    [
        "a * b* c", "foo**(bar)**baz", "**foo **bar", "_a_b_", "*(*foo)", "é**“x”**é", "**a**b",
        "1**.2**3", "a*\"foo\"*", "**foo*bar**", "***x** y*", "foo_bar_baz", "**Gomphocarpus (**",
        "😀**(a)**😀",
    ],
)  # fmt: skip
def test_other_text_follows_commonmark(text: str) -> None:
    own = MarkdownIt("commonmark")
    own.inline = CjkInline()

    assert own.renderInline(text) == MarkdownIt("commonmark").renderInline(text)


def test_a_reading_may_stand_in_a_table(tmp_path: Path) -> None:
    table = "| a | {茶|ちゃ} | `x` |\n|---|---|---|\n| 1 | {茶|ちゃ} | c |\n"
    article = read(Source("a.md", table.encode()), World(tmp_path))
    assert [node for node in walk(article.body) if isinstance(node, Ruby)] == [
        Ruby((RubyPair("茶", "ちゃ"),))
    ] * 2
    assert plain_text(article.body).split() == ["a", "茶", "x", "1", "茶", "c"]
