"""Datelines of the world's agencies are found, and sentences that look like them are not."""

from __future__ import annotations

import pytest

from newsbook.readers.datelines import parse_dateline

# text | place | agency; * stands for anything
FOUND = """
Baku, December 27, AZERTAC|Baku|AZERTAC
LONDON, Dec 27 (Reuters) - Oil rose.|LONDON|Reuters
LONDON/PARIS, Dec 27 (Reuters) - Shares fell.|LONDON/PARIS|Reuters
BAKU, Azerbaijan (AP) — The president said|BAKU|AP
WASHINGTON (AP) — The Senate|WASHINGTON|AP
Paris, Dec 27, 2021 (AFP) - France|Paris|AFP
PARIS, 27 déc 2021 (AFP) - Le ministre|PARIS|AFP
BEIJING, Dec. 27 (Xinhua) -- China|BEIJING|Xinhua
新华社北京12月27日电（记者 张三）国家主席|北京|新华社
新华社巴库12月27日电 阿塞拜疆|巴库|新华社
中新社北京12月27日电 (记者 李四)中国|北京|中新社
中新网12月27日电 据外媒|*|中新网
（中央社記者王五台北27日電）行政院|台北|中央社
TOKYO, Dec. 27, Kyodo - Japan|TOKYO|Kyodo
【ロンドン共同】英政府は|ロンドン|共同
【ワシントン＝佐藤太郎】米|ワシントン|*
SEOUL, Dec. 27 (Yonhap) -- South Korea|SEOUL|Yonhap
(서울=연합뉴스) 홍길동 기자 = 정부는|서울|연합뉴스
MOSCOW, December 27. /TASS/. Russia|MOSCOW|TASS
МОСКВА, 27 декабря. /ТАСС/. Президент|МОСКВА|ТАСС
МОСКВА, 27 дек - РИА Новости. Глава|МОСКВА|РИА Новости
Москва. 27 декабря. INTERFAX.RU - Банк|Москва|INTERFAX.RU
Bakı, 27 dekabr, AZƏRTAC|Bakı|AZƏRTAC
Баку, 27 декабря, АЗЕРТАДЖ|Баку|АЗЕРТАДЖ
ANKARA (AA) - Türkiye|ANKARA|AA
Berlin (dpa) - Die Regierung|Berlin|dpa
Wien (APA) - Der Kanzler|Wien|APA
Madrid, 27 dic (EFE).- El Gobierno|Madrid|EFE
(ANSA) - ROMA, 27 DIC - Il governo|ROMA|ANSA
Lisboa, 27 dez 2021 (Lusa) – O governo|Lisboa|Lusa
New Delhi, Dec 27 (PTI) The government|New Delhi|PTI
New Delhi [India], December 27 (ANI): The|New Delhi|ANI
Jakarta (ANTARA) - Pemerintah|Jakarta|ANTARA
KUALA LUMPUR, Dec 27 (Bernama) -- Malaysia|KUALA LUMPUR|Bernama
Hanoi (VNA) – Prime Minister|Hanoi|VNA
Riyadh, December 27, 2021, SPA -- The|Riyadh|SPA
ABU DHABI, 27th December, 2021 (WAM) -- UAE|ABU DHABI|WAM
MINSK, 27 December (BelTA) – Belarus|MINSK|BelTA
NUR-SULTAN. KAZINFORM - The President|NUR-SULTAN|KAZINFORM
Oslo (NTB): Regjeringen|Oslo|NTB
NEW YORK, Dec. 27, 2021 (GLOBE NEWSWIRE) -- Acme|NEW YORK|GlobeNewswire
NEW YORK, Dec. 27, 2021 /PRNewswire/ -- Acme|NEW YORK|PR Newswire
NEW YORK--(BUSINESS WIRE)--Acme|NEW YORK|Business Wire
St. Petersburg, December 27. /TASS/. The|St. Petersburg|TASS
Rio de Janeiro, 27 dez (EFE).- O|Rio de Janeiro|EFE
SANTIAGO DE CHILE, Dec 27 (Reuters) - Chile|*|Reuters
LAGOS, Nigeria (AP) _ The market|LAGOS|AP
(CNN) — The storm|*|CNN
Hong Kong (CNN Business) — Shares|Hong Kong|CNN
"""

NOT_FOUND = """
There is a Chinese saying: “岁寒知松柏
Baku hosts event on climate change and its impact
From Daniel Noboa Azín, Constitutional President of the Republic of Ecuador
On December 27, Reuters reported that
Azerbaijan, Serbia discuss military cooperation
In May 2024, Apple (AP) said
The Associated Press (AP) said on Monday
Sadig Gachayev,
June 14 marks World Blood Donor Day
President Biden (AP) spoke
Correction, Nov. 15, 2019: An earlier version of this story
Monday, January 30
"""


@pytest.mark.parametrize("case", FOUND.strip().splitlines())
def test_datelines_are_found(case: str) -> None:
    text, place, agency = case.split("|")

    found = parse_dateline(text)

    assert found is not None
    assert place in ("*", found.dateline.place)
    assert agency in ("*", found.dateline.agency)
    assert text.startswith(found.dateline.raw)


@pytest.mark.parametrize("text", NOT_FOUND.strip().splitlines())
def test_sentences_are_not_datelines(text: str) -> None:
    assert parse_dateline(text) is None


def test_a_year_is_never_supplied() -> None:
    found = parse_dateline("Baku, December 27, AZERTAC")

    assert found is not None
    assert found.date == (None, 12, 27)
    assert found.iso_date is None


def test_a_full_date_becomes_iso() -> None:
    found = parse_dateline("ABU DHABI, 27th December, 2021 (WAM) -- The ministry said.")

    assert found is not None
    assert found.iso_date == "2021-12-27"
    assert found.rest == "The ministry said."


@pytest.mark.parametrize(
    "text",
    ["A-" * 50_000 + " (AP) - x", "Baku, " + "-" * 90_000, "新华社" + "北" * 90_000, "(" * 90_000],
)
def test_no_text_is_too_long_to_look_at(text: str) -> None:
    assert parse_dateline(text) is None


def test_a_long_first_paragraph_is_no_hindrance() -> None:
    found = parse_dateline("LONDON, Dec 27 (Reuters) - " + "Oil rose. " * 400)

    assert found is not None
    assert found.rest.startswith("Oil rose.")
    assert found.rest.endswith("Oil rose.")
