"""From nothing to a project with everything the vocabulary has: blocks, notes, scripts, pictures."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

MANIFEST = """\
newsbook: 1
title: The Book of Everything
subtitle: "Blocks, notes & scripts"
language: en
contributors:
  - {name: Ada Example, role: edt, file_as: "Example, Ada"}
  - {name: 王小明, role: trl}
publisher: Example Press
date: 2023-05-06
identifiers: {isbn_epub: 978-1-4028-9462-6, isbn_print: 978-0-306-40615-7}
rights: © 2023 Example Press
description: A book with one of each.
subjects: [Printing, "BISAC:LAN027000 Publishers & Publishing Industry"]
series: {name: Tests, position: 2}
cover: {image: art/cover.jpg, alt: Three bars of colour}
layout: classic
contents:
  - title
  - copyright
  - toc
  - section: Blocks & 部件
    contents:
      - section: Deeper
        contents: [blocks.md, pictures.md, formulas.html, tex.md]
      - long.md
  - section: Scripts
    contents: [hans.md, hant.md, ja.md, ko.md, az.md, ar.md, he.md, ru.md, th.md, hi.md, vi.md]
  - credits
  - pictures
  - contributors
  - chronology
  - colophon
  - index
outputs:
  epub: {}
  print: {trim: a5}
"""

BLOCKS = """\
---
headline: "Everything, *once*"
kicker: Blocks
subtitle: A deck with 汉字 and a [link](pictures.md)
byline:
  - {name: Ben Example, affiliation: Example University}
  - {name: Zoë Example, role: trl}
date: 2022-01-02
source: The Example Times
url: https://example.org/everything
rights: © 2022 Ben Example
licence: CC BY 4.0
---

A first paragraph calls a note,[^1] the same note again,[^1] and a longer one.[^long] It has
*emphasis*, **strong words**, `code`, H~2~O, x^2^, ~~gone~~, [small capitals]{.smallcaps} and a very
long address: <https://example.org/a/very/long/address/that/does/not/fit/into/a/narrow/column>.

## Lists

3. third
4. fourth
   - inside
     1. deeper
   - again

Term
: What it means, with a note.[^3]

Other term
: First.
: Second.

## Tables

| Name | Number | Remark |
|:-----|------:|:------:|
| one  |  1 | a note[^4] |
| two  | 22 | **bold** |
| 三   | 333 | *汉字* |

: Three rows, and a caption with *emphasis*

| a | b | c | d | e | f | g | h |
|---|---|---|---|---|---|---|---|
| Alphabetical | Bibliography | Circumstance | Disestablish | Encyclopedia | Fundamental | Geography | Historical |

## Code

```python
def answer(question: str) -> int:
    return 42 if "<everything>" in question and question.endswith("?") else len(question) & 0xff
```

### Verse

::: verse
The pine stands green in winter,
    and nobody asks it why.

The cypress asks for nothing,
and nobody passes by a [cypress]{.topic}.
:::

::: epigraph
Everything is in the title.
:::

> A quotation of two paragraphs.
>
> With a second one, and a note.[^5]

::: pull-quote
Nobody asks it why.
:::

::: sidebar A box
With a paragraph, and

- a list,
- of two.
:::

::: fact-box Facts
1991: independence.
:::

* * *

The end, with a Chinese word, {松柏|sōng bǎi}, one syllable, {岁|suì}, and
{東京|とうきょう} from Japan.

[^1]: A short note.

[^long]: A long note.

    With a second paragraph, a `code` and a [link](pictures.md#last).

    - and a list

[^3]: In a definition.
[^4]: In a table.
[^5]: In a quotation, in 中文.
"""

PICTURES = """\
---
headline: Pictures
byline: Ben Example
---

::: figure
![A red square on nothing](art/clear.png)

A transparent picture. *Photo: Ben Example*
:::

Text between the pictures.

![Blue and green](art/photo.webp)

![The sea, as a modern file](art/photo.avif){credit="Photo: Ben Example"}

![A drawing of a circle](art/circle.svg)

![Black lines on nothing](art/lines.svg)

![A moving square](art/moving.gif)

Inline ![a dot](art/dot.png) in a line.

## Last {#last}

Done.
"""

FORMULAS = """\
<!DOCTYPE html>
<html lang="en"><head><title>Formulas</title></head><body><article>
<h1>Formulas</h1>
<p>The sum <math alttext="a squared"><msup><mi>a</mi><mn>2</mn></msup></math> stands in a line, and
the rest of the paragraph is long enough to be taken for the text of an article by any reader.</p>
<math display="block" alttext="one half"><mfrac><mn>1</mn><mn>2</mn></mfrac></math>
<p>Another paragraph follows it, with enough words to be sure that nobody takes it for a caption.
It even has a second sentence.</p>
</article></body></html>
"""

TEX = r"""---
headline: Formulas in TeX
byline: Ben Example
---

It cost $5, or $10 with $E = mc^2$ on it, and $\sum_{i=1}^n i^2$ in a line of text that goes on.

$$
\begin{aligned}
a &= b + c \\
- d &= \frac{\sqrt{x}}{2}
\end{aligned}
$$

Then $\vec{v}_1 \le \mathbf{F}$, and the article ends.
"""

SCRIPTS = {
    "hans": ("zh-Hans", "简体中文的文章", "他说：“岁寒知松柏，患难见真情。”这句话在 Azerbaijan 也有人懂。{茶|chá}是一种树叶。"),
    "hant": ("zh-Hant", "繁體中文的文章", "他說：「歲寒知松柏，患難見真情。」{報|ㄅㄠˋ}紙上這樣寫。"),
    "ja": ("ja", "日本語の記事", "「松柏」という{言葉|ことば}は、{東京|とうきょう}でも知られている。COP29で話された。"),
    "ko": ("ko", "한국어 기사", "소나무와 잣나무(松柏)는 겨울에도 푸르다. Paul Pelliot는 그렇게 썼다."),
    "az": ("az", "Azərbaycan dilində məqalə", "Şam ağacı qışda da yaşıldır. İlıq günəş, əziz dost, ğ və ı hərfləri."),
    "ar": ("ar", "مقال باللغة العربية", "الصنوبر أخضر في الشتاء (Pinus) عام ٢٠٢٢، كما قال الناس في باكو."),
    "he": ("he", "מאמר בעברית", "האורן ירוק בחורף, כך אמרו אנשים (Pinus) בשנת 2022."),
    "ru": ("ru", "Статья на русском", "Сосна зелена и зимой: «так говорят», и ударе́ние стоит где надо."),
    "th": ("th", "บทความภาษาไทย", "ต้นสนเขียวชอุ่มแม้ในฤดูหนาว ผู้คนในบากูกล่าวเช่นนั้นในปี พ.ศ. ๒๕๖๕ (Pinus)"),
    "hi": ("hi", "हिन्दी का लेख", "चीड़ सर्दियों में भी हरा रहता है (Pinus), बाकू के लोगों ने २०२२ में यही कहा था।"),
    "vi": ("vi", "Bài viết tiếng Việt", "Cây thông vẫn xanh giữa mùa đông, người ta ở Baku đã nói như vậy vào năm 2022."),
}  # fmt: skip


def _pictures(folder: Path) -> None:
    folder.mkdir(parents=True)
    cover = Image.new("RGB", (900, 1350), "#204060")
    ImageDraw.Draw(cover).rectangle((0, 450, 900, 900), fill="#c08040")
    cover.save(folder / "cover.jpg", quality=80)
    clear = Image.new("RGBA", (720, 720), (0, 0, 0, 0))
    ImageDraw.Draw(clear).rectangle((180, 180, 540, 540), fill=(20, 20, 20, 255))
    clear.save(folder / "clear.png")
    photo = Image.linear_gradient("L").convert("RGB").resize((960, 630))
    photo.save(folder / "photo.webp", quality=80)
    photo.save(folder / "photo.avif", quality=60)
    Image.new("RGB", (12, 12), "#802020").save(folder / "dot.png")
    frames = [Image.new("P", (720, 720), shade) for shade in (0, 1)]
    frames[0].save(folder / "moving.gif", save_all=True, append_images=frames[1:], duration=500)
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100">{}</svg>'
    (folder / "circle.svg").write_text(
        svg.format('<circle cx="100" cy="50" r="40" fill="#2a6f97"/>'), "utf-8"
    )
    (folder / "lines.svg").write_text(
        svg.format('<path d="M10 90 L190 10 M10 10 L190 90" stroke="black" fill="none"/>'), "utf-8"
    )


def _long() -> str:
    """An article of few pages and many bytes: readings are long in XHTML."""
    head = "---\nheadline: A long article\nbyline: Long Writer\n---\n\n"
    body = []
    for number in range(1, 201):
        if number % 40 == 1:
            body.append(f"## Part {number // 40 + 1}")
        name = "".join("abcdefghij"[int(digit)] for digit in str(number))
        words = " ".join(f"{{松柏|sōng bǎi}} {name} {letter}" for letter in "qrstuvw")
        body.append(f"Paragraph {name}: {words}, and no more." + "[^n]" * (number == 100))
    return head + "\n\n".join([*body, "[^n]: A note in the middle."]) + "\n"


def everything(folder: Path) -> Path:
    """Write the project into the empty `folder`; return it."""
    _pictures(folder / "art")
    (folder / "manifest.yml").write_text(MANIFEST, "utf-8")
    (folder / "blocks.md").write_text(BLOCKS, "utf-8")
    (folder / "pictures.md").write_text(PICTURES, "utf-8")
    (folder / "formulas.html").write_text(FORMULAS, "utf-8")
    (folder / "tex.md").write_text(TEX, "utf-8")
    (folder / "long.md").write_text(_long(), "utf-8")
    for name, (language, headline, text) in SCRIPTS.items():
        lines = [f"---\nheadline: {headline}\nlang: {language}\n---", *[text] * 3]
        lines += [f"| {headline} | 1 |\n|---|---|\n| {text[:9].strip('{')} | 2 |"]
        (folder / f"{name}.md").write_text("\n\n".join(lines) + "\n", "utf-8")
    return folder
