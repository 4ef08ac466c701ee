"""A web page becomes its article: all of its text with its markup, and nothing around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsbook.content import Figure
from newsbook.extract import Extract
from newsbook.model import Article
from newsbook.readers import Source
from newsbook.readers.inspect import inspection
from newsbook.readers.web import read
from newsbook.readers.wire import read as read_text
from newsbook.tree import plain_text, walk
from newsbook.world import World
from tests.support import webpages


def article_of(html: str, **source: Any) -> tuple[Article, World]:
    world = World(root=Path("/nowhere"))
    (article,) = read(Source("page.html", html.encode(), **source), world)
    return article, world


def text_of(html: str, **source: Any) -> list[str]:
    article, world = article_of(html, **source)
    return inspection(article, world)["text"].split("\n\n")


@pytest.mark.parametrize("name", webpages.PAGES)
def test_the_story_is_found_and_nothing_else(name: str) -> None:
    article, world = article_of(webpages.PAGES[name]())
    seen = inspection(article, world)

    assert seen["text"].split("\n\n") == list(webpages.STORY)
    whole = " ".join(plain_text(block) for block in article.body)
    assert not [junk for junk in webpages.JUNK if junk in whole]
    assert seen["headline"] == webpages.HEADLINE
    talked_over = name == "blog"  # comments longer than the story: see test_readers_web_doubts.py
    assert seen["confidence"] >= 0.8 or talked_over


@pytest.mark.parametrize("name", webpages.ODD_PAGES)
def test_the_story_is_found_in_odd_pages(name: str) -> None:
    article, world = article_of(webpages.ODD_PAGES[name]())
    seen = inspection(article, world)

    assert seen["text"].split("\n\n") == list(webpages.STORY)
    assert seen["headline"] == webpages.HEADLINE
    assert seen["confidence"] >= 0.75


def test_comments_longer_than_the_article_are_not_the_article() -> None:
    said = "".join(
        f"<div class='c-item'><b>reader{i}</b><p>I took that ferry in {1990 + i}, and the sea was so "
        f"calm that we played chess on the deck all night. {webpages.STORY[i % 6][:90]}. The harbour "
        "of Alat has changed since then, and so have the apples.</p></div>"
        for i in range(30)
    )
    html = webpages.soup().replace(
        '<div class="z4">', f'<div id="comments">{said}</div><div class="z4">'
    )

    assert text_of(html) == list(webpages.STORY)


def test_questions_of_an_interview_stay() -> None:
    text = text_of(webpages.questions())

    assert text[1::2] == list(webpages.STORY)
    assert text[0] == "Why do you wait, question 0?"
    assert len(text) == 2 * len(webpages.STORY)


def test_pictures_of_amp_pages_are_kept() -> None:
    html = webpages.modern().replace("<img src", "<amp-img src").replace("data-src=", "srcset=")
    article, _ = article_of(html)

    (figure,) = [node for node in walk(article.body) if isinstance(node, Figure)]
    assert [p.source for p in figure.pictures] == ["https://littoral.example/ferry.jpg"]


def test_the_fields_come_from_what_the_page_says_of_itself() -> None:
    article, _ = article_of(webpages.modern())

    assert article.published == "2024-03-28T06:00:00+04:00"
    assert [p.name for p in article.byline] == ["Leyla Mamed"]
    assert article.source == "The Littoral Times"
    assert article.url == "https://littoral.example/ferry"
    assert article.language == "en"


def test_figures_keep_their_picture_caption_and_credit() -> None:
    article, _ = article_of(webpages.modern())

    (figure,) = [node for node in walk(article.body) if isinstance(node, Figure)]
    assert [p.source for p in figure.pictures] == ["https://littoral.example/ferry.jpg"]
    assert figure.pictures[0].alt == "The ferry"
    assert plain_text(*figure.caption) == "The ferry at Alat."
    assert "Leyla Mamed" in plain_text(*figure.credit)


def test_a_few_lines_are_too_little_to_be_sure_of() -> None:
    brief = f"<html><head><script src='/a.js'></script></head><body><nav>x</nav><p>{webpages.STORY[0]}</p>"
    article, world = article_of(brief)

    assert article.origin.confidence < 0.8
    assert "low-confidence" in [d.code for d in world.diagnostics]


def test_pages_behind_a_paywall_are_doubted() -> None:
    html = webpages.modern().replace(
        '"@type": "NewsArticle",', '"@type": "NewsArticle", "isAccessibleForFree": "False",'
    )
    article, world = article_of(html)

    (found,) = world.diagnostics
    assert found.code == "low-confidence"
    assert "free to read" in found.message
    assert 'select: "main > article.story > div.story-body"' in (found.hint or "")
    assert article.origin.confidence < 0.8


def test_a_selector_comes_first() -> None:
    html = webpages.modern()

    assert text_of(html, extract=Extract(select=".related-stories h3")) == [
        "Oil prices fall for third day",
        "Ten lamps for your cabin",
        "What the minister of transport did not say about the new ramp",
    ]
    assert text_of(html, extract=Extract(select="//div[@class='story-body']/p[1]")) == [
        webpages.STORY[0]
    ]


def test_a_selector_that_finds_nothing_names_the_classes_of_the_page() -> None:
    _, world = article_of(webpages.modern(), extract=Extract(select=".storybody"))

    (found,) = world.diagnostics.errors
    assert found.code == "extract-no-match"
    assert ".story-body" in (found.hint or "")


def test_a_page_whose_text_stands_in_unknown_elements_is_kept() -> None:
    html = "<document><type>X<text><title>X</title>" + "".join(webpages.paragraphs()) + "</text>"

    assert set(webpages.STORY) <= set(text_of(f"<html><body>{html}</body></html>"))


# ---------------------------------------------------------------- languages
LANGUAGES = {
    "zh": (
        "阿拉特港的夜航渡轮",
        (
            "渡轮在晚上离开阿拉特港，此前船员为等候风势减弱已经停留了两天。船长阿利耶夫说，这次航程大约需要二十个小时。",
            "司机们在舱里睡觉，阿利耶夫和轮机长值班。“里海不大，但是脾气不小。”船长这样形容。他在这条航线上已经工作了十一年。",
            "清晨，曼吉斯套的海岸像一条白线出现在眼前。库雷克的海关人员登船检查证件，并祝司机们一路平安。",
            "这是本周第一班渡轮，也是最后一班运苹果的渡轮。苹果来自古巴山区，用稻草包好，离开果园之前就已经卖掉了。",
            "阿利耶夫预计明年的货运会增加，铁路公司订购了四十节新车厢，港口也在为它们修建第二座坡道。",
        ),
        ("首页 新闻 财经", "分享到 微信 微博", "相关阅读", "油价连续三天下跌", "责任编辑：王小明",
         "版权声明：未经授权，不得转载本网站的任何内容。"),
    ),
    "ja": (
        "アラト港の夜行フェリー",
        (
            "フェリーは夕方、アラト港を出た。乗組員は風がおさまるのを二日間待っていた。船長のアリエフ氏は、航海には二十時間ほどかかると話した。",
            "運転手たちは船室で眠り、アリエフ氏と機関長が当直に立った。「小さな海だが、気性は荒い」と船長はカスピ海について語る。",
            "朝になると、マンギスタウの海岸が白い線となって現れた。クルイクの税関職員が乗船し、書類を調べ、道中の無事を祈った。",
            "今週最初の便であり、りんごを運ぶ最後の便でもあった。りんごはグバで摘まれ、わらに包まれ、畑を出る前に売れていた。",
            "船長は来年、貨物が増えるとみている。鉄道会社は四十両の新しい貨車を注文し、港では二つ目の桟橋の工事が進む。",
        ),
        ("ホーム ニュース 経済", "この記事をシェア", "関連記事", "原油価格が三日続落",
         "無断転載を禁じます。", "この記事は会員限定です。続きを読むには会員登録が必要です。"),
    ),
    "ko": (
        "알라트 항의 밤 여객선",
        (
            "여객선은 저녁에 알라트 항을 떠났다. 선원들은 바람이 잦아들기를 이틀 동안 기다렸다. 선장 알리예프는 항해가 스무 시간쯤 걸릴 것이라고 말했다.",
            "운전사들은 선실에서 잠을 잤고 알리예프와 기관장은 당직을 섰다. “작은 바다지만 성질이 있다”고 선장은 카스피해를 두고 말했다.",
            "아침이 되자 망기스타우 해안이 흰 줄처럼 나타났다. 쿠리크 세관 직원들이 배에 올라 서류를 확인하고 운전사들에게 안전한 길을 빌어 주었다.",
            "이번 주의 첫 배이자 사과를 실은 마지막 배였다. 사과는 구바에서 따서 짚으로 싼 것으로, 과수원을 떠나기 전에 이미 팔렸다.",
            "알리예프는 내년에 화물이 늘어날 것으로 본다. 철도는 새 화차 마흔 량을 주문했고, 항구는 두 번째 경사로를 짓고 있다.",
        ),
        ("홈 뉴스 경제", "공유하기", "관련기사", "유가 사흘째 하락", "저작권자 ⓒ 무단 전재 및 재배포 금지"),
    ),
    "ru": (
        "Ночной паром в Курык",
        (
            "Паром вышел из порта Алят вечером, после того как команда два дня ждала, пока стихнет ветер. Капитан Алиев сказал, что переход займёт около двадцати часов.",
            "Водители спали в каютах, а Алиев и механик несли вахту. «Море небольшое, но с характером», — говорит капитан о Каспии. На этой линии он работает одиннадцать лет.",
            "Утром берег Мангистау показался белой полосой. Таможенники Курыка поднялись на борт, проверили документы и пожелали водителям доброй дороги до Актау.",
            "Это был первый паром недели и последний, который вёз яблоки. Их собрали в Губе, уложили в солому и продали ещё до того, как они покинули сад.",
            "Алиев ждёт, что в будущем году грузов станет больше. Железная дорога заказала сорок новых вагонов, а порт строит для них второй причал.",
        ),
        ("Главная Новости Экономика", "Поделиться", "Читайте также", "Цены на нефть падают третий день",
         "Все права защищены. При использовании материалов ссылка обязательна."),
    ),
    "az": (
        "Kurıka gecə bərəsi",
        (
            "Bərə axşam Ələt limanından çıxdı, ondan əvvəl heyət iki gün küləyin yatmasını gözləmişdi. Kapitan Əliyev dedi ki, keçid təxminən iyirmi saat çəkəcək.",
            "Sürücülər kayutlarda yatdılar, Əliyev isə mexaniklə növbə çəkdi. “Dəniz kiçikdir, amma xasiyyəti var”, – kapitan Xəzər haqqında belə deyir. O, bu xətdə on bir ildir işləyir.",
            "Səhər Manqistau sahili ağ zolaq kimi göründü. Kurık gömrükçüləri göyərtəyə qalxdı, sənədləri yoxladı və sürücülərə Aktauya qədər yaxşı yol arzuladı.",
            "Bu, həftənin ilk bərəsi və alma aparan sonuncu bərə idi. Almalar Qubada yığılmış, saman içinə qoyulmuş və bağdan çıxmamış satılmışdı.",
            "Əliyev gələn il yüklərin artacağını gözləyir. Dəmir yolu qırx yeni vaqon sifariş edib, liman isə onlar üçün ikinci körpü tikir.",
        ),
        ("Ana səhifə Xəbərlər İqtisadiyyat", "Paylaş", "Oxşar xəbərlər", "Neftin qiyməti üçüncü gün düşür",
         "Bütün hüquqlar qorunur. İstinad mütləqdir."),
    ),
    "ar": (
        "عبّارة الليل إلى كوريك",
        (
            "غادرت العبّارة ميناء ألات مساءً بعد أن انتظر الطاقم يومين حتى تهدأ الريح. وقال القبطان علييف إن الرحلة ستستغرق نحو عشرين ساعة.",
            "نام السائقون في مقصوراتهم بينما تولى علييف والمهندس نوبة الحراسة. وقال القبطان عن بحر قزوين إنه بحر صغير لكن له مزاج صعب.",
            "وفي الصباح ظهر ساحل مانغيستاو مثل خط أبيض. وصعد موظفو الجمارك في كوريك إلى السفينة وفحصوا الأوراق وتمنوا للسائقين طريقاً آمناً.",
            "كانت هذه أول عبّارة في الأسبوع وآخر عبّارة تحمل التفاح. وقد قُطف التفاح في قوبا ولُفّ بالقش وبيع قبل أن يغادر البستان.",
            "ويتوقع علييف أن تزداد الحركة في العام المقبل. فقد طلبت السكك الحديدية أربعين عربة جديدة ويبني الميناء رصيفاً ثانياً لها.",
        ),
        ("الرئيسية الأخبار الاقتصاد", "شارك", "مواضيع ذات صلة", "أسعار النفط تتراجع لليوم الثالث",
         "جميع الحقوق محفوظة لهذا الموقع."),
    ),
}  # fmt: skip


def foreign_page(language: str) -> str:
    """A page of a site in another language, without a word of English in its markup."""
    title, story, junk = LANGUAGES[language]
    text = "".join(f"<p>{p}</p>" for p in story)
    menu = "".join(f"<li><a href='/{i}'>{w}</a></li>" for i, w in enumerate(junk[0].split()))
    return f"""<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<script src="/m.js"></script></head><body><div class="top"><ul>{menu}</ul></div><div class="main">
<div class="c1"><h1>{title}</h1><div class="txt">{text}</div><div class="s1">{junk[1]}</div></div>
<div class="c2"><h3>{junk[2]}</h3><ul><li><a href="/x">{junk[3]}</a></li><li><a href="/y">{junk[3]} 2</a>
</li></ul></div></div><div class="bottom"><p>{junk[-1]}</p><p>{junk[-2]}</p></div></body></html>"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_many_languages(language: str) -> None:
    title, story, _ = LANGUAGES[language]
    article, world = article_of(foreign_page(language))
    seen = inspection(article, world)

    assert seen["text"].split("\n\n") == list(story)
    assert seen["headline"] == title
    assert seen["language"] == language
    assert not world.diagnostics.errors


@pytest.mark.parametrize("language", LANGUAGES)
def test_dumps_in_many_languages(language: str) -> None:
    title, story, junk = LANGUAGES[language]
    dump = "\n".join([*junk[0].split(), title, *story, *junk[1:]])
    world = World(root=Path("/nowhere"))
    (article,) = read_text(Source("page.txt", dump.encode()), world)
    seen = inspection(article, world)

    assert seen["text"].split("\n\n") == list(story)
    assert seen["headline"] == title


@pytest.mark.parametrize("hyphen", ["\u00ad", "&shy;", "&#173;", "&#xAD;"])
def test_soft_hyphens_of_a_page_are_no_letters(hyphen: str) -> None:
    words = (
        f"The town coun{hyphen}cil re{hyphen}opened the stone bridge on the northern road today."
    )
    page = f"<html><body><article><h1>The bri{hyphen}dge</h1>" + f"<p>{words}</p>" * 6
    article, _ = article_of(f"{page}</article></body></html>")
    assert plain_text(article.headline) == "The bridge"
    assert {plain_text((block,)) for block in article.body} == {words.replace(hyphen, "")}
