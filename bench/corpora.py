"""From a language and a number to a project of that many articles, always the same.

    python bench/corpora.py en 50 DIR      English
    python bench/corpora.py zh 50 DIR      Chinese (Simplified)
    python bench/corpora.py mixed 50 DIR   both in turn, each with runs of the other
    python bench/corpora.py press 50 DIR   the same with a picture in each, for PDF/X-4

Articles are Markdown of 700 to 1,100 words (or 1,800 to 2,800 characters) with headings, notes,
quotations, lists, a table in every fifth and a link to another article in every third. The text is
drawn from word frequencies, so that line breaking, hyphenation and glyph coverage behave like
prose: the Chinese half uses about 2,500 different characters over a large book.
"""

from __future__ import annotations

import argparse
import bisect
import io
import itertools
import random
from collections.abc import Sequence
from pathlib import Path

EN = (
    "the of and to in a is that for it as was with be by on not he his but at are this have from or "
    "had an they which one you were all their there would who what so up out if about no when them "
    "can more said its into than other time could some these two may then first any my now such "
    "people made over did new after most also through years where much before must well years way "
    "government president minister country countries national international agreement cooperation "
    "development economic political relations between states world trade energy transport corridor "
    "visit meeting conference delegation statement report according officials ministry parliament "
    "region regional project projects investment company companies market production export import "
    "infrastructure railway harbour pipeline electricity agriculture industry technology university "
    "students culture cultural heritage museum language literature history historical friendship "
    "partnership strategic dialogue support mutual respect sovereignty territorial integrity peace "
    "security border frontier mountain river valley village capital city street market morning "
    "evening winter summer autumn spring water stone silk paper glass tea horse caravan merchant "
    "traveller letter message correspondent journalist editor newspaper agency commentary opinion "
    "question answer problem solution decision consequence circumstance responsibility opportunity "
    "nevertheless meanwhile furthermore accordingly independently simultaneously approximately "
    "unprecedented extraordinary representative administration negotiations implementation"
).split()
ZH_WORDS = (
    "我们 他们 政府 国家 人民 合作 发展 经济 政治 关系 友谊 历史 文化 世界 贸易 能源 运输 走廊 访问 会议 "
    "代表团 声明 报告 官员 外交部 议会 地区 项目 投资 公司 市场 生产 出口 进口 基础设施 铁路 港口 管道 "
    "电力 农业 工业 技术 大学 学生 遗产 博物馆 语言 文学 伙伴 战略 对话 支持 相互 尊重 主权 领土完整 和平 "
    "安全 边境 山脉 河流 山谷 村庄 首都 城市 街道 早晨 傍晚 冬天 夏天 秋天 春天 石头 丝绸 纸张 玻璃 茶叶 "
    "骆驼 商人 旅行者 书信 消息 记者 编辑 报纸 通讯社 评论 问题 回答 决定 责任 机会 然而 与此同时 因此 "
    "大约 前所未有 代表 谈判 实施 一带一路 丝绸之路 岁寒知松柏 患难见真情 表示 指出 强调 认为 希望 建立 "
    "加强 推动 促进 扩大 深化 参加 举行 签署 宣布 介绍 分析 讨论 研究 经过 沿着 关于 为了 以及 并且 但是"
).split()
ZH_GLUE = list("的了在是和有不就也都这那与对从到把被让着过得地很更最还又再已将会能要可")
NAMES = ("Baku", "Xi’an", "Azerbaijan", "COP29", "UNESCO", "Ilham Aliyev", "SOCAR", "TRACECA")
HAN_IN_LATIN = ("岁寒知松柏", "北京", "一带一路", "丝绸之路", "杭州", "患难见真情")


class Prose:
    """Draws sentences from frequencies; the same seed gives the same sentences."""

    def __init__(self, seed: str) -> None:
        self.random = random.Random(seed)
        self.english = self._weights(EN)
        self.chinese = self._weights(ZH_WORDS)
        # The long tail: every level-1 character of GB 2312, rarely.
        self.tail = [
            bytes((row, cell)).decode("gb2312")
            for row in range(0xB0, 0xD7)
            for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
            if not (row == 0xD7 and cell > 0xF9)
        ]

    @staticmethod
    def _weights(words: Sequence[str]) -> list[float]:
        return list(itertools.accumulate(1 / (rank + 2) ** 0.85 for rank in range(len(words))))

    def _pick(self, words: Sequence[str], weights: list[float]) -> str:
        return words[bisect.bisect(weights, self.random.random() * weights[-1])]

    def sentence_en(self, foreign: bool) -> str:
        words = [self._pick(EN, self.english) for _ in range(self.random.randint(9, 28))]
        for place in range(5, len(words) - 2, 7):
            if self.random.random() < 0.4:
                words[place] += ","
        if self.random.random() < 0.3:
            words[self.random.randrange(1, len(words))] = self.random.choice(NAMES)
        if foreign and self.random.random() < 0.3:
            words[self.random.randrange(1, len(words))] = self.random.choice(HAN_IN_LATIN)
        text = " ".join(words)
        return text[0].upper() + text[1:] + "."

    def sentence_zh(self, foreign: bool) -> str:
        parts: list[str] = []
        for _ in range(self.random.randint(2, 4)):
            clause = ""
            for _ in range(self.random.randint(3, 6)):
                clause += self._pick(ZH_WORDS, self.chinese)
                if self.random.random() < 0.5:
                    clause += self.random.choice(ZH_GLUE)
                if self.random.random() < 0.12:
                    clause += self.random.choice(self.tail) + self.random.choice(self.tail)
            if foreign and self.random.random() < 0.12:
                clause += self.random.choice(NAMES)
            if self.random.random() < 0.08:
                clause += f"{self.random.randint(1950, 2026)}年"
            parts.append(clause)
        text = "，".join(parts) + "。"
        return f"“{text[:-1]}。”" if self.random.random() < 0.08 else text

    def paragraph(self, language: str, foreign: bool) -> str:
        make = self.sentence_zh if language == "zh" else self.sentence_en
        count = self.random.randint(3, 6)
        return ("" if language == "zh" else " ").join(make(foreign) for _ in range(count))


def article(number: int, language: str, total: int, foreign: bool) -> str:
    """Return article `number` (from 0) as Markdown with front matter."""
    prose = Prose(f"{language}-{number}")
    title = prose.sentence_zh(False) if language == "zh" else prose.sentence_en(False)
    title = title.split("，")[0].split(",")[0].strip("。.“”")[:60]
    author = "林见深" if language == "zh" else "Miriam Holloway"
    lines = [
        "---",
        f"title: '{title}'",
        f"author: {author}",
        f"date: 20{10 + number % 15:02d}-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
        f"lang: {'zh-Hans' if language == 'zh' else 'en'}",
        "---",
        "",
    ]
    size = 0
    limit = (
        prose.random.randint(1800, 2800) if language == "zh" else prose.random.randint(700, 1100)
    )
    count = 0
    while size < limit:
        text = prose.paragraph(language, foreign)
        size += len(text) if language == "zh" else text.count(" ")
        if count == 1:
            text += "[^1]"
        if count == 2 and number % 3 == 0 and total > 1:
            text += f" [{title}](a{(number + 7) % total:04d}.md)"
        if count and count % 5 == 0:
            lines += [
                "## " + (prose.sentence_zh(False)[:12] if language == "zh" else text[:40]),
                "",
            ]
        if count == 4:
            text = "> " + text
        lines += [text, ""]
        count += 1
    if number % 5 == 0:
        lines += ["| A | B | C |", "|---|--:|--:|"]
        lines += [f"| {NAMES[k]} | {number * 7 + k} | {k * 13} |" for k in range(5)]
        lines += [""]
    note = prose.sentence_zh(False) if language == "zh" else prose.sentence_en(False)
    lines += [f"[^1]: {note}", ""]
    return "\n".join(lines)


def picture(number: int) -> bytes:
    """Return picture `number` as a JPEG of 1,500 x 1,000: soft shapes in colour, with some grain."""
    from PIL import Image

    chance = random.Random(f"picture-{number}")
    rough = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3))
    fine = Image.frombytes("RGB", (375, 250), chance.randbytes(375 * 250 * 3))
    shapes = [image.resize((1500, 1000), Image.Resampling.BICUBIC) for image in (rough, fine)]
    target = io.BytesIO()
    Image.blend(*shapes, 0.1).save(target, "JPEG", quality=88)
    return target.getvalue()


def write(kind: str, count: int, folder: Path) -> Path:
    """Write the project and return its manifest."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for number in range(count):
        language = {"en": "en", "zh": "zh"}.get(kind) or ("zh" if number % 2 else "en")
        text = article(number, language, count, kind in ("mixed", "press"))
        if kind == "press":
            (folder / "articles" / f"p{number:04d}.jpg").write_bytes(picture(number))
            text += f"\n![A picture](p{number:04d}.jpg)\n"
        (folder / "articles" / f"a{number:04d}.md").write_text(text, "utf-8")
    language = "zh-Hans" if kind == "zh" else "en"
    order = "{standard: pdf/x-4, bleed: 3mm}" if kind == "press" else "null"
    manifest = folder / "manifest.yml"
    manifest.write_text(
        f"newsbook: 1\ntitle: Corpus\nlanguage: {language}\ndate: 2024-01-01\n"
        "layout: classic\ncontents:\n  - toc\n  - {glob: 'articles/*.md', sort: name}\n"
        f"outputs:\n  epub: {{}}\n  print: {{trim: a5, press: {order}}}\n",
        "utf-8",
    )
    return manifest


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("kind", choices=["en", "zh", "mixed", "press"])
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    print(write(options.kind, options.count, options.folder))
