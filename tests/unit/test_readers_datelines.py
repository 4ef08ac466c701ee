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
Gəncə, 3 mart, AZƏRTAC|Gəncə|AZƏRTAC
Naxçıvan, 14 iyul, AZƏRTAC|Naxçıvan|AZƏRTAC
Şuşa, 8 noyabr, AZƏRTAC. Nazir|Şuşa|AZƏRTAC
Нахчыван, 14 июля, АЗЕРТАДЖ. Министр|Нахчыван|АЗЕРТАДЖ
Bakü, 27 Aralık, AZERTAC|Bakü|AZERTAC
NEW YORK, September 23, AZERTAC|NEW YORK|AZERTAC
Geneva, June 3 (AZERTAC). The forum|Geneva|AZERTAC
BAKU, Azerbaijan, December 27. The president met|BAKU|*
BAKU, Azerbaijan, December 27. /TREND/. The president met|BAKU|TREND
Tbilisi, 5 May, Interpressnews. The mayor|Tbilisi|Interpressnews
YEREVAN, DECEMBER 27, ARMENPRESS. The speaker|YEREVAN|ARMENPRESS
ASTANA. KAZINFORM The head of state|ASTANA|KAZINFORM
BRUSSELS, March 4 (Reuters Breakingviews) - Banks|BRUSSELS|Reuters
RIO DE JANEIRO, Oct 2 (Reuters) - Brazil|RIO DE JANEIRO|Reuters
HO CHI MINH CITY, Oct 2 (Reuters) - Vietnam|HO CHI MINH CITY|Reuters
MEXICO CITY/NEW YORK, Oct 2 (Reuters) - Peso|MEXICO CITY/NEW YORK|Reuters
TAIPEI, June 1 (Reuters) – Chips|TAIPEI|Reuters
ST. LOUIS (AP) — The river|ST. LOUIS|AP
ISLAMABAD (AP) -- A bomb|ISLAMABAD|AP
PORT-AU-PRINCE, Haiti (AP) — Gangs|PORT-AU-PRINCE|AP
N’DJAMENA, Chad (AP) — Troops|N’DJAMENA|AP
FORT LAUDERDALE, Fla. (AP) — A court|FORT LAUDERDALE|AP
MINNEAPOLIS (AP/WCCO) — Snow|MINNEAPOLIS|AP
GENÈVE, 3 août 2022 (AFP) - L’ONU|GENÈVE|AFP
Washington, 3 août 2022 (AFP) – Le président|Washington|AFP
Jerusalem, Feb 5, 2024 (AFP) - Israel|Jerusalem|AFP
LOS ANGELES, United States, Feb 5, 2024 (AFP) - Actors|LOS ANGELES|AFP
UNITED NATIONS, Sept. 21 (Xinhua) -- The council|UNITED NATIONS|Xinhua
NAIROBI, June 8 (Xinhua) – Kenya|NAIROBI|Xinhua
新华社联合国9月21日电（记者尚绪谦）安理会|联合国|新华社
新华社北京2021年12月27日电 国务院|北京|新华社
新华社阿斯塔纳7月3日电题：共建|阿斯塔纳|新华社
新华社日内瓦3月4日电（记者 凌馨 刘曲）联合国|日内瓦|新华社
中新社香港6月30日电 特区政府|香港|中新社
中新网上海6月30日电(记者 缪璐)上海|上海|中新网
本报北京12月27日电 （记者王珂）记者从|北京|本报
本报讯（记者 李明）近日|*|本报
人民网北京12月27日电 据|北京|人民网
（中央社華盛頓27日綜合外電報導）美國|華盛頓|中央社
（中央社記者林巧璉台南3日電）台南|台南|中央社
【北京共同】中国外務省は|北京|共同
【ニューヨーク時事】米株式|ニューヨーク|時事
【ソウル＝山田健一】韓国|ソウル|*
［東京　２７日　ロイター］ - 日銀は|東京|ロイター
[東京 27日 ロイター] - 日銀は|東京|ロイター
【12月27日 AFP】フランスの|*|AFP
(부산=연합뉴스) 조정호 기자 = 부산시는|부산|연합뉴스
(워싱턴=연합뉴스) 김동현 특파원 = 미국|워싱턴|연합뉴스
[서울=뉴시스] 이재우 기자 = 정부는|서울|뉴시스
(서울=뉴스1) 박소은 기자 = 국회는|서울|뉴스1
BUSAN, Oct. 2 (Yonhap) -- The port|BUSAN|Yonhap
TOKYO (Kyodo) -- Japan's cabinet|TOKYO|Kyodo
КИЕВ, 3 мая - РИА Новости. Власти|КИЕВ|РИА Новости
САНКТ-ПЕТЕРБУРГ, 3 мая. /ТАСС/. Губернатор|САНКТ-ПЕТЕРБУРГ|ТАСС
ВАШИНГТОН, 3 мая. /Корр. ТАСС Иван Петров/. Госдеп|ВАШИНГТОН|ТАСС
Москва. 3 мая. INTERFAX.RU - Минфин|Москва|INTERFAX.RU
МИНСК, 3 мая (БЕЛТА). Президент|МИНСК|БЕЛТА
3 мая, Минск /Корр. БЕЛТА/. Президент|Минск|БЕЛТА
ИСТАНБУЛ (АА) - Президент|ИСТАНБУЛ|*
İSTANBUL (AA) - Cumhurbaşkanı|İSTANBUL|AA
DİYARBAKIR (AA) – Vali|DİYARBAKIR|AA
Frankfurt/Main (dpa) - Der Dax|Frankfurt/Main|dpa
FRANKFURT (dpa-AFX) - Der Euro|FRANKFURT|dpa-AFX
Brüssel (dpa/tmn) - Die EU|Brüssel|dpa
BERLIN (Reuters) - Die Koalition|BERLIN|Reuters
Bern (awp/sda) - Der Bundesrat|Bern|*
Wien/Brüssel (APA/Reuters) - Die|Wien/Brüssel|APA
La Habana, 3 may (Prensa Latina) El|La Habana|Prensa Latina
Bogotá, 3 may (EFE).- La policía|Bogotá|EFE
Ciudad de México, 3 may (EFE).- El|Ciudad de México|EFE
MADRID, 3 May. (EUROPA PRESS) - El Gobierno|MADRID|Europa Press
(ANSA) - MILANO, 3 MAG - Borsa|MILANO|ANSA
ROMA (ITALPRESS) - Il ministro|ROMA|ITALPRESS
Roma, 3 mag. (Adnkronos) - Il premier|Roma|Adnkronos
Porto, 03 mai 2023 (Lusa) - A|Porto|Lusa
Bruxelles (Belga) – Le|Bruxelles|Belga
Stockholm (TT): Riksdagen|Stockholm|TT
Helsinki (STT) — Hallitus|Helsinki|STT
København (Ritzau) - Regeringen|København|Ritzau
Warszawa, 3 maja (PAP) - Sejm|Warszawa|PAP
Praha 3. května (ČTK) - Vláda|Praha|ČTK
Bratislava 3. mája (TASR) - Vláda|Bratislava|TASR
ZAGREB, 3. svibnja (Hina) - Vlada|ZAGREB|HINA
BEOGRAD, 3. maja (Tanjug) - Vlada|BEOGRAD|Tanjug
Mumbai, May 3 (PTI) The Sensex|Mumbai|PTI
Srinagar, May 3 (IANS) Security forces|Srinagar|IANS
Washington [US], May 3 (ANI): The|Washington|ANI
LAHORE, May 3 (APP): The chief minister|LAHORE|APP
DHAKA, May 3, 2024 (BSS) - The|DHAKA|BSS
Beirut, May 3 (SANA) – The|Beirut|SANA
TEHRAN, May 3 (IRNA) – The foreign|TEHRAN|IRNA
TEHRAN (ISNA) – The minister|TEHRAN|ISNA
Kuwait, May 3 (KUNA) -- The cabinet|Kuwait|KUNA
KUWAIT CITY, May 3 (KUNA) -- The|KUWAIT CITY|KUNA
Doha, May 03 (QNA) - The Emir|Doha|QNA
DUBAI, 3rd May, 2024 (WAM) -- The|DUBAI|WAM
Manama, May 3 (BNA): The King|Manama|BNA
Amman, May 3 (Petra) -- The|Amman|PETRA
CAIRO, May 3 (MENA) - The|CAIRO|MENA
الرياض 27 جمادى الأولى 1443 هـ الموافق 31 ديسمبر 2021 م واس|الرياض|SPA
القاهرة 3 مايو (رويترز) - قال|القاهرة|Reuters
دبي في 3 مايو / وام / أعلن|دبي|WAM
Kigali, 3 May (RNA) – The|Kigali|RNA
ABUJA (NAN) – The Senate|ABUJA|NAN
ACCRA, May 3, GNA – The|ACCRA|GNA
TORONTO, May 3, 2024 (GLOBE NEWSWIRE) -- A company|TORONTO|GlobeNewswire
SHENZHEN, China, May 3, 2024 /PRNewswire/ -- Maker|SHENZHEN|PR Newswire
PARIS--(BUSINESS WIRE)--Regulatory News:|PARIS|Business Wire
OTTAWA — The prime minister|OTTAWA|*
Kuala Lumpur, May 3 (Bernama) -- The|Kuala Lumpur|Bernama
Hà Nội (TTXVN) - Thủ tướng|Hà Nội|TTXVN
Kyiv (Ukrinform) – The|Kyiv|Ukrinform
КИЇВ. 3 травня. УНІАН. Уряд|КИЇВ|*
Ташкент, 3 мая - Sputnik. Президент|Ташкент|Sputnik
TALLINN (ERR) — The|TALLINN|*
Vilnius, May 3, BNS – The|Vilnius|BNS
RIGA, May 3 (LETA) - The|RIGA|LETA
新华社北京电 外交部发言人说|北京|新华社
新华社电 外交部发言人说|*|新华社
Киев. 5 марта. УНН. Министр|Киев|УНН
Київ. 5 березня. УКРІНФОРМ. Міністр|Київ|Укрінформ
BRASÍLIA (Agência Brasil) - O ministro|BRASÍLIA|Agência Brasil
Bern, 5. März (Keystone-SDA) - Der Minister|Bern|Keystone-SDA
İSTANBUL (DHA) - Bakan|İSTANBUL|DHA
WELLINGTON, N.Z. (RNZ) — The minister|WELLINGTON|RNZ
ΑΘΗΝΑ, 5 Μαρτίου (ΑΠΕ-ΜΠΕ) - Ο υπουργός|ΑΘΗΝΑ|ANA
القاهرة (رويترز) - قال الوزير|القاهرة|Reuters
القاهرة (أ ش أ): قال الوزير|القاهرة|MENA
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
Reuters reported on Monday that the talks had failed.
In Baku, December 27 was a day of mourning.
New York, December 1941: the city is dark.
PARIS HILTON (left) and her sister arrive
WASHINGTON — AND THE WORLD — WAITED
Smith, May 3 (left), was the first to arrive.
London, the capital of the United Kingdom, is
May 3 (Reuters) was a quiet day.
AP Photo/John Smith
(AP Photo/John Smith)
(Reuters)
BREAKING (AP) — A quake
Photo: Baku, December 27, 2021
UPDATE 2-Oil rises as dollar falls
FACTBOX-What is known about the talks
Paris, Texas (1984) is a film by Wim Wenders.
Berlin (dpa) hat angerufen und gefragt
Baku and Beijing, two cities with one dream
Beijing (AP3) is a code.
Born in Baku on December 27, 1971, he
Washington, D.C., was cold that night.
Nikki Haley, 51, a former governor
Anna, 12 (right), and Leo, 9
Mr. Smith (AP) said
Moscow, 1941. The Germans stood before the city.
Table 1. Exports by country
CHAPTER ONE — The Sea
NOTE — The figures are rounded.
Q: WHO — What is it?
北京12月27日，天气晴朗。
記者在台北27日採訪
新华社记者王卓伦摄
【解説】日銀の政策とは
【写真】東京の桜
[사진=연합뉴스]
(사진=연합뉴스)
В Москве 3 мая прошёл дождь.
Москва, 3 мая была другой.
Le 3 mai, à Paris, la foule
Am 3. Mai in Berlin war es kalt.
El 3 de mayo en Madrid
الثالث من مايو كان يوما مشهودا
新华社是中国的通讯社。
新华社电视台的记者说
本报电子版今天上线
قال الوزير (رويترز) إن المحادثات مستمرة
June 14 — World Blood Donor Day — is marked
Friday, May 3 — The market opened
Dear Sir — I write to you
John, Paul (EFE) and Mary
Section 5, May 3. Rules
Game 3, May 5 - Boston at New York
"""


@pytest.mark.parametrize("case", FOUND.strip().splitlines())
def test_datelines_are_found(case: str) -> None:
    text, place, agency = case.split("|")

    found = parse_dateline(text)

    assert found is not None
    assert place in ("*", found.dateline.place)
    assert agency in ("*", found.dateline.agency)
    assert text.startswith(found.dateline.raw)


def test_what_no_prose_looks_like_is_found_in_prose() -> None:
    found = [parse_dateline(case.split("|")[0]) for case in FOUND.strip().splitlines()]
    strong = [entry for entry in found if entry is not None and not entry.weak]
    again = [
        parse_dateline(case.split("|")[0], weak=False)
        for case, entry in zip(FOUND.strip().splitlines(), found, strict=True)
        if entry is not None and not entry.weak
    ]

    assert len({entry.rule for entry in strong}) > 10
    assert again == strong


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


def test_the_reporter_stands_apart_from_the_place() -> None:
    taiwan = parse_dateline("（中央社記者林巧璉台南3日電）台南市")
    russian = parse_dateline("ВАШИНГТОН, 3 мая. /Корр. ТАСС Иван Петров/. Госдеп")

    assert taiwan is not None
    assert russian is not None
    assert taiwan.credit == "林巧璉"
    assert russian.credit == "Иван Петров"


def test_an_agency_is_named_without_its_service() -> None:
    found = parse_dateline("Brüssel (dpa/tmn) - Die EU")

    assert found is not None
    assert found.dateline.agency == "dpa"
    assert found.dateline.raw == "Brüssel (dpa/tmn)"


def test_a_long_first_paragraph_is_no_hindrance() -> None:
    found = parse_dateline("LONDON, Dec 27 (Reuters) - " + "Oil rose. " * 400)

    assert found is not None
    assert found.rest.startswith("Oil rose.")
    assert found.rest.endswith("Oil rose.")
