"""Small editions made by hand, for tests of what comes after the waist."""

from __future__ import annotations

from typing import Any

from newsbook.content import (
    Aside,
    Cell,
    Code,
    Divider,
    Emphasis,
    Figure,
    Heading,
    Item,
    Items,
    Link,
    Listing,
    Note,
    Paragraph,
    Picture,
    Quote,
    Row,
    Ruby,
    RubyPair,
    Span,
    Strong,
    Table,
    Text,
    Verse,
)  # fmt: skip
from newsbook.manifest.types import EpubOptions, PrintOptions
from newsbook.model import (
    Article,
    Asset,
    Contributor,
    Dateline,
    Edition,
    Identifier,
    Metadata,
    Person,
    Section,
    Series,
)  # fmt: skip

EPUB, PRINT = EpubOptions(), PrintOptions()

LATIN = (
    "The pine keeps its needles not because winter spares it but because it is built to pay the "
    "price. Each needle is a narrow, waxed, half-closed thing; it loses little and asks for "
    "little. By the solstice the gingko across the courtyard is a drawing of itself. "
)
HANS = (
    "在巴库老城的茶馆里，茶是装在一只细腰玻璃杯里端上来的。杯身窄，热气散得慢；杯口宽，第一口却不烫嘴。"
    "老板说，这只杯子的道理和人一样：腰要直，心要热，嘴要凉。我从杭州来，习惯了盖碗。"
)
JA = (
    "ガラスは旅に向かない。重く、脆く、欠ければ値打ちがない。それでも運んだ者がいた。"
    "確かなのは、誰かが手を滑らせていたら、私たちは今日、この光を知らなかったということだ。"
)
KO = (
    "그의 문장은 통신문을 닮았다. 어디에서 어느 쪽으로 며칠을 가면 어느 나라가 나온다. "
    "왕은 누구이며 무엇을 먹고 무엇을 입는다. 감탄은 거의 없다. "
)
TEXT = {"en": LATIN, "zh-Hans": HANS, "ja": JA, "ko": KO}


def para(text: str, **more: Any) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph((Text(text),), **more)


def paragraphs(language: str, count: int, times: int = 2) -> tuple[Paragraph, ...]:
    """So many paragraphs of text in a language."""
    return tuple(para(TEXT[language] * times) for _ in range(count))


def article(slug: str, headline: str | None = None, **more: Any) -> Article:
    """An article with a headline and one paragraph, unless told otherwise."""
    values: dict[str, Any] = {
        "body": (para(f"The body of {slug}."),),
        "language": "en",
        "byline": (Person(f"Author of {slug}"),),
        "published": "2021-12-27",
        "source": "AZERTAC",
        **more,
    }
    return Article(slug, (Text(headline or slug.title()),), **values)


def everything(language: str = "en") -> tuple[Any, ...]:
    """Blocks of every kind there is."""
    words = TEXT[language]
    note = Note((para("A note, and what it says."),))
    return (
        Paragraph((Text(words), note, Text(" "), Emphasis((Text("And"),)), Text(" so on."))),
        para(words * 2),
        Heading(2, (Text("A heading"),)),
        Paragraph((Text("In the Han: "), Ruby((RubyPair("松", "sōng"),), "zh-Hans"), Text("."))),
        Quote((para(words),), (Text("Somebody"),)),
        Quote((para("What is said twice is heard once."),), style="pull"),
        Heading(3, (Text("A smaller heading"),)),
        Items("bullet", (Item((para("One"),)), Item((para("Two"),)))),
        Items("ordered", (Item((para(words),)), Item((para("Two"),)))),
        para(words),
        Table(
            (
                Row((Cell((Text("Baku"),)), Cell((Text("1,020"),), align="right"))),
                Row((Cell((Text("Merv"),)), Cell((Text("520"),), align="right"))),
            ),
            head=(Row((Cell((Text("Place"),), True), Cell((Text("km"),), True, align="right"))),),
            caption=(Text("Two places"),),
        ),
        para(words),
        Figure(
            pictures=(Picture("road.svg", "A road"),),
            caption=(Text("The road"),),
            credit=(Text("Press Office"),),
        ),
        para(words),
        Verse(((tuple(Text(w) for w in ("A line",)), (Text("another line"),)),)),
        Divider(),
        para(words),
        Listing("first = 1\nsecond = 2", "python"),
        Aside((para(words),), (Text("Beside"),), "sidebar"),
        Paragraph((Strong((Text("Strong"),)), Text(" and "), Code("code"), Text(". " + words))),
        Paragraph((Link("https://example.org/a", (Text("A link"),)), Span((Text("."),)))),
        para("Yours", style="signature"),
    )


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100" width="300" height="100">'
    b'<path d="M0 50H300" stroke="#000" fill="none"/></svg>'
)


def asset(key: str = "road.svg") -> Asset:
    """A small drawing."""
    return Asset(key, "image/svg+xml", data=SVG, width_px=300, height_px=100, alt="A road")


METADATA = Metadata(
    title="The Pine & the Cypress",
    language="en",
    subtitle="Thirty years",
    contributors=(Contributor("Press Office"), Contributor("Li Hua", "trl")),
    publisher="Silk Road Press",
    date="2022-04-02",
    identifiers=(
        Identifier("isbn", "978-0-306-40615-7", "print"),
        Identifier("isbn", "978-3-16-148410-0", "epub"),
    ),
    rights="© 2022 the authors",
    series=Series("Friendship Papers", "1"),
    description="Articles about a tree.",
)


def edition(*parts: Any, **more: Any) -> Edition:
    """An edition of `parts`, by default two sections with articles in four languages."""
    if not parts:
        parts = (
            Section(
                "one",
                (Text("Friendship"),),
                (
                    article(
                        "pine",
                        "What the Cold Reveals",
                        body=everything(),
                        kicker=(Text("A saying"),),
                        deck=(Text("How six characters became a shorthand"),),
                        dateline=Dateline("BAKU, December 27, AZERTAC"),
                    ),
                    article("tea", "一杯茶的距离", language="zh-Hans", body=everything("zh-Hans")),
                ),
            ),
            Section(
                "two",
                (Text("Roads"),),
                (
                    article("ruri", "瑠璃の椀", language="ja", body=paragraphs("ja", 8)),
                    article("hyecho", "혜초의 길", language="ko", body=paragraphs("ko", 8)),
                ),
                subtitle=(Text("East and west"),),
            ),
        )
    values: dict[str, Any] = {"assets": {"road.svg": asset()}, **more}
    return Edition(values.pop("metadata", METADATA), parts, **values)
