"""Datelines in the manner of the world's agencies, and first sentences that must not lose words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsbook.readers.datelines import parse_dateline

DISPATCHES = Path(__file__).resolve().parents[1] / "dispatches"

# text | place | agency | what follows; * stands for anything, or nothing
FOUND = """
BEIJING, 27 décembre (Xinhua) -- La Chine|BEIJING|Xinhua|La Chine
BEIJING, 27 dic (Xinhua) -- El presidente|BEIJING|Xinhua|El presidente
BEIJING, 27. Dezember (Xinhuanet) -- China|BEIJING|Xinhua|China
Beijing, 27 dez (Xinhua) -- A China|Beijing|Xinhua|A China
Пекин, 27 декабря /Синьхуа/ -- Председатель КНР|Пекин|Синьхуа|Председатель КНР
بكين 27 ديسمبر 2021 (شينخوا) أعلنت الصين|بكين|Xinhua|أعلنت الصين
【新華社北京12月27日】中国の|北京|新華社|中国の
ปักกิ่ง, 27 ธ.ค. (ซินหัว) — จีน|ปักกิ่ง|ซินหัว|จีน
Beijing, Dec. 27 (ECNS) -- China|Beijing|ECNS|China
中新网北京12月27日电 (记者 郭超凯)中国|北京|中新网|中国
中新经纬12月27日电 国家统计局|*|中新经纬|国家统计局
香港中通社12月27日电 特区政府|*|香港中通社|特区政府
央视网消息：国家主席|*|央视网|国家主席
央视网消息（新闻联播）：国家主席|*|央视网|国家主席
央视新闻客户端消息：国家主席|*|央视新闻客户端|国家主席
央广网北京12月27日消息（记者李明）国家|北京|央广网|国家
国际在线消息（记者 王明）：外交部|*|国际在线|外交部
人民网北京12月27日电 （记者王明）记者|北京|人民网|记者
新华网北京12月27日电 国务院|北京|新华网|国务院
中国日报网12月27日电 据外媒|*|中国日报网|据外媒
【大公報訊】記者張三報道：政府|*|大公報|*
【本報訊】警方昨日|*|本報|警方昨日
新京报讯（记者 王明）12月27日|*|新京报|12月27日
路透北京12月27日 - 中国央行|北京|路透|中国央行
法新社巴黎27日電 法國|巴黎|法新社|法國
（中央社台北27日電）行政院|台北|中央社|行政院
（中央社記者陳政偉華盛頓26日專電）美國|華盛頓|中央社|美國
中央社台北二十七日電 行政院|台北|中央社|行政院
Dec 27 (Reuters) - Oil prices rose|*|Reuters|Oil prices rose
27 дек (Рейтер) - Цены на нефть|*|Рейтер|Цены на нефть
МОСКВА, 27 дек (Рейтер) - Банк России|МОСКВА|Рейтер|Банк России
МОСКВА (Рейтер) - Банк России|МОСКВА|Рейтер|Банк России
PARIS, 27 décembre (Reuters) - Le gouvernement|PARIS|Reuters|Le gouvernement
Berlin, 27. Dez (Reuters) - Die Regierung|Berlin|Reuters|Die Regierung
ROMA, 27 dicembre (Reuters) - Il governo|ROMA|Reuters|Il governo
SÃO PAULO, 27 Dez (Reuters) - O dólar|SÃO PAULO|Reuters|O dólar
CIUDAD DE MÉXICO (AP) — El presidente|CIUDAD DE MÉXICO|AP|El presidente
BAKU, Azerbaijan (AP) — The|BAKU|AP|The
Berlín, 27 dic 2021 (AFP) - El canciller|Berlín|AFP|El canciller
Berlin (AFP) - Der Kanzler|Berlin|AFP|Der Kanzler
Berlin/München (dpa) – Die Bahn|Berlin/München|dpa|Die Bahn
Frankfurt/Main (dpa/lhe) - Die Polizei|Frankfurt/Main|dpa|Die Polizei
Washington (dpa) - US-Präsident|Washington|dpa|US-Präsident
Wien/Salzburg (APA) - Der Verkehr|Wien/Salzburg|APA|Der Verkehr
Baku. Mahir Aliyev – APA. The minister|Baku|APA|The minister
Bakı. Vüsal Hacıyev – APA. Nazir|Bakı|APA|Nazir
Baku – APA. The minister|Baku|APA|The minister
ANSA - ROMA, 27 DIC - Il governo|ROMA|ANSA|Il governo
(ANSA) - BRUXELLES, 27 DIC - La Commissione|BRUXELLES|ANSA|La Commissione
(ANSA-AFP) - PARIGI, 27 DIC - Il presidente|PARIGI|ANSA|Il presidente
Roma, 27 dic. (askanews) - Il ministro|Roma|askanews|Il ministro
(AGI) - Roma, 27 dic. - Il ministro|Roma|AGI|Il ministro
Milano, 27 dic. (LaPresse) - La Borsa|Milano|LaPresse|La Borsa
Madrid (EFE).- El Gobierno|Madrid|EFE|El Gobierno
Bakú, 27 dic (EFE).- El presidente|Bakú|EFE|El presidente
Santo Domingo, 27 dic (EFE).- El|Santo Domingo|EFE|El
MADRID 27 Dic. (EUROPA PRESS) -    El Gobierno|MADRID|Europa Press|El Gobierno
MADRID, 27 (EUROPA PRESS) El Gobierno|MADRID|Europa Press|El Gobierno
SEVILLA 27 Dic. (EUROPA PRESS) - La Junta|SEVILLA|Europa Press|La Junta
BRUSELAS, 27 Dic. (DPA/EP) - La Comisión|BRUSELAS|dpa|La Comisión
PALMA DE MALLORCA 27 Dic. (EUROPA PRESS) - El|PALMA DE MALLORCA|Europa Press|El
Buenos Aires, 27 de diciembre (Télam) - El|Buenos Aires|Télam|El
México, 27 Dic. (Notimex).- El|México|Notimex|El
Lisboa, 27 dez 2021 (Lusa) -- O Governo|Lisboa|Lusa|O Governo
Ponta Delgada, 27 dez (Lusa) - O|Ponta Delgada|Lusa|O
/ТАСС/. Президент России|*|ТАСС|Президент России
MOSCOW, December 27. /TASS/. Russian President|MOSCOW|TASS|Russian President
БАКУ, 27 декабря. /ТАСС/. Президент|БАКУ|ТАСС|Президент
Москва. 27 декабря. ИНТЕРФАКС - Банк России|Москва|Интерфакс|Банк России
Баку. 27 декабря. ИНТЕРФАКС-АЗЕРБАЙДЖАН - Президент|Баку|Интерфакс|Президент
MOSCOW. Dec 27 (Interfax) - The Bank|MOSCOW|Interfax|The Bank
МОСКВА, 27 дек — РИА Новости. Глава МИД|МОСКВА|РИА Новости|Глава МИД
МОСКВА, 27 дек - РИА Новости, Иван Петров. Глава МИД|МОСКВА|РИА Новости|Глава МИД
Bakou, 27 décembre, AZERTAC|Bakou|AZERTAC|
Baku, 27. Dezember, AZERTAC|Baku|AZERTAC|
Bakú, 27 de diciembre, AZERTAC|Bakú|AZERTAC|
باكو، 27 ديسمبر، أذرتاج|باكو|AZERTAC|
巴库，12月27日，AZERTAC|巴库|AZERTAC|
Bakı. 27 dekabr. REPORT.AZ/ Prezident|Bakı|Report|Prezident
Baku. 27 December. REPORT.AZ/ The president|Baku|Report|The president
Баку. 27 декабря. REPORT.AZ/ Президент|Баку|Report|Президент
Баку, Азербайджан, 27 декабря / Trend / Президент|Баку|Trend|Президент
Baku, Azerbaijan, Dec. 27, Trend: The president|Baku|Trend|The president
BAKU, Azerbaijan, Dec. 27. The president|BAKU|*|The president
Baku/27.12.21/Turan: The court|Baku|Turan|The court
Баку/27.12.21/Turan: Суд|Баку|Turan|Суд
Bakı/27.12.21/Turan: Məhkəmə|Bakı|Turan|Məhkəmə
ANKARA (AA) – Cumhurbaşkanı|ANKARA|AA|Cumhurbaşkanı
İSTANBUL, (DHA) - Bakan|İSTANBUL|DHA|Bakan
Ali VELİ/İSTANBUL, (DHA)- Bakan|İSTANBUL|DHA|Bakan
İSTANBUL (İHA) - Bakan|İSTANBUL|İHA|Bakan
Tehran, Dec 27, IRNA – The minister|Tehran|IRNA|The minister
TEHRAN, Dec. 27 (MNA) – The minister|TEHRAN|MNA|The minister
TEHRAN (FNA)- The minister|TEHRAN|FNA|The minister
TEHRAN (Tasnim) – The minister|TEHRAN|Tasnim|The minister
تهران - ایرنا - وزیر فرهنگ|تهران|IRNA|وزیر فرهنگ
تهران- ایسنا- وزیر فرهنگ|تهران|ISNA|وزیر فرهنگ
أبوظبي في 27 ديسمبر / وام / أعلنت|أبوظبي|WAM|أعلنت
أبوظبي في 27 ديسمبر 2021 /وام/ أعلنت|أبوظبي|WAM|أعلنت
الرياض 23 جمادى الأولى 1443 هـ الموافق 27 ديسمبر 2021 م واس|الرياض|SPA|
القاهرة في 27 ديسمبر /أ ش أ/ قال|القاهرة|MENA|قال
الدوحة في 27 ديسمبر /قنا/ أعلنت|الدوحة|QNA|أعلنت
عمان 27 كانون الأول (بترا)- قال|عمان|PETRA|قال
دمشق-سانا أكد الوزير|دمشق|SANA|أكد الوزير
تونس 27 ديسمبر 2021 (وات) - قال|تونس|TAP|قال
باريس (أ ف ب) - أعلن|باريس|AFP|أعلن
باريس 27 ديسمبر (أ ف ب) - أعلن|باريس|AFP|أعلن
القاهرة 27 ديسمبر كانون الأول (رويترز) - قال|القاهرة|Reuters|قال
नई दिल्ली, 27 दिसंबर (भाषा) प्रधानमंत्री|नई दिल्ली|भाषा|प्रधानमंत्री
नयी दिल्ली, 27 दिसम्बर (वार्ता) प्रधानमंत्री|नयी दिल्ली|वार्ता|प्रधानमंत्री
नई दिल्ली, 27 दिसंबर (आईएएनएस)। प्रधानमंत्री|नई दिल्ली|आईएएनएस|प्रधानमंत्री
मुंबई, 27 दिसंबर (एएनआई): प्रधानमंत्री|मुंबई|एएनआई|प्रधानमंत्री
ঢাকা, ২৭ ডিসেম্বর (বাসস): প্রধানমন্ত্রী|ঢাকা|বাসস|প্রধানমন্ত্রী
New Delhi, Dec 27 (PTI) Prime Minister|New Delhi|PTI|Prime Minister
Kathmandu [Nepal], December 27 (ANI): The|Kathmandu|ANI|The
Chennai, Dec 27 (UNI) The chief minister|Chennai|UNI|The chief minister
KUALA LUMPUR, 27 Dis (Bernama) -- Perdana Menteri|KUALA LUMPUR|Bernama|Perdana Menteri
KOTA KINABALU, 27 Dis -- Perdana Menteri|KOTA KINABALU|*|Perdana Menteri
Jakarta (ANTARA) - Presiden|Jakarta|ANTARA|Presiden
JAKARTA, KOMPAS.com - Presiden|JAKARTA|Kompas|Presiden
JAKARTA, KOMPAS — Presiden|JAKARTA|Kompas|Presiden
TEMPO.CO, Jakarta - Presiden|Jakarta|Tempo|Presiden
REPUBLIKA.CO.ID, JAKARTA -- Presiden|JAKARTA|Republika|Presiden
Jakarta, CNN Indonesia -- Presiden|Jakarta|CNN Indonesia|Presiden
Hà Nội (TTXVN) – Thủ tướng|Hà Nội|TTXVN|Thủ tướng
Hanoi, December 27 (VNA) – The prime minister|Hanoi|VNA|The prime minister
(서울·부산=연합뉴스) 홍길동 기자 = 정부는|서울·부산|연합뉴스|정부는
【서울=뉴시스】홍길동 기자 = 정부는|서울|뉴시스|정부는
[서울=연합뉴스] 정부는|서울|연합뉴스|정부는
(서울=연합뉴스) 홍길동 김철수 기자 = 정부는|서울|연합뉴스|정부는
(베이징=신화통신) 중국은|베이징|신화통신|중국은
【ロンドン＝AFP時事】英政府は|ロンドン|AFP時事|英政府は
【パリ時事】仏政府は|パリ|時事|仏政府は
【北京＝共同】中国政府は|北京|共同|中国政府は
Tokyo, Dec. 27 (Jiji Press)--Japan's government|Tokyo|Jiji|Japan's government
TOKYO, Dec 27 (Kyodo News) - Japan|TOKYO|Kyodo|Japan
BRUXELLES 27/12 (BELGA) = Le premier ministre|BRUXELLES|Belga|Le premier ministre
BRUSSEL 27/12 (BELGA) = De premier|BRUSSEL|Belga|De premier
DEN HAAG (ANP) - Het kabinet|DEN HAAG|ANP|Het kabinet
OSLO (NTB-AFP): Regjeringen|OSLO|NTB|Regjeringen
Oslo/Stockholm (NTB): Regjeringen|Oslo/Stockholm|NTB|Regjeringen
København, 27. december /ritzau/ - Regeringen|København|Ritzau|Regeringen
Helsinki, 27.12. (STT) – Hallitus|Helsinki|STT|Hallitus
Göteborg (TT) – Polisen|Göteborg|TT|Polisen
27.12. Warszawa (PAP) - Sejm|Warszawa|PAP|Sejm
Warszawa, 27.12.2021 (PAP) - Sejm|Warszawa|PAP|Sejm
Warszawa, 27 grudnia (PAP) – Sejm|Warszawa|PAP|Sejm
Praha 27. prosince (ČTK) - Vláda|Praha|ČTK|Vláda
Budapest, 2021. december 27., hétfő (MTI) - A kormány|Budapest|MTI|A kormány
Budapest, december 27., hétfő (MTI) - A kormány|Budapest|MTI|A kormány
Budapest (MTI) - A kormány|Budapest|MTI|A kormány
București, 27 dec /Agerpres/ - Guvernul|București|Agerpres|Guvernul
Bucureşti, 27 dec (Agerpres) - Guvernul|Bucureşti|Agerpres|Guvernul
Chişinău, 27 dec. /MOLDPRES/. Guvernul|Chişinău|Moldpres|Guvernul
BEOGRAD, 27. decembra 2021. (Beta) - Vlada|BEOGRAD|Beta|Vlada
БЕОГРАД, 27. децембра (Танјуг) - Влада|БЕОГРАД|Танјуг|Влада
ZAGREB, 27. prosinca 2021. (Hina) - Vlada|ZAGREB|HINA|Vlada
Ljubljana, 27. decembra (STA) - Vlada|Ljubljana|STA|Vlada
София, 27 декември /БТА/. Министърът|София|БТА|Министърът
Скопје, 27 декември 2021 (МИА) - Владата|Скопје|МИА|Владата
Vilnius, gruodžio 27 d. (ELTA). Vyriausybė|Vilnius|ELTA|Vyriausybė
VILNIUS, gruodžio 27 d., BNS. Vyriausybė|VILNIUS|BNS|Vyriausybė
Rīga, 27. decembris, LETA. Saeima|Rīga|LETA|Saeima
АСТАНА. КАЗИНФОРМ – Глава государства|АСТАНА|Казинформ|Глава государства
Бишкек, 27.12.21. /Кабар/. Президент|Бишкек|Кабар|Президент
Λευκωσία (ΚΥΠΕ) - Ο υπουργός|Λευκωσία|ΚΥΠΕ|Ο υπουργός
Kyiv. December 27. Ukrinform. The government|Kyiv|Ukrinform|The government
Киев. 27 декабря. Интерфакс-Украина - Президент|Киев|Интерфакс|Президент
Sarajevo, 27. decembra (FENA) - Vijeće|Sarajevo|FENA|Vijeće
Tiranë, 27 dhjetor /ATA/ - Qeveria|Tiranë|ATA|Qeveria
【AFP＝時事】フランスの|*|AFP＝時事|フランスの
（베이징=신화통신） 중국은|베이징|신화통신|중국은
GENÈVE, 3 avril (Xinhua) -- L'Organisation|GENÈVE|Xinhua|L'Organisation
LONDRES, 3 abr (Xinhua) -- El primer ministro|LONDRES|Xinhua|El primer ministro
Москва, 3 апреля /Синьхуа/ -- Президент|Москва|Синьхуа|Президент
القاهرة 3 أبريل 2022 (شينخوا) بحث الرئيس|القاهرة|Xinhua|بحث الرئيس
【新華社東京4月3日】日本|東京|新華社|日本
新华社华盛顿4月3日电（记者 孙丁）美国|华盛顿|新华社|美国
新华社香港四月三日电 特区|香港|新华社|特区
中新社巴黎4月3日电 (记者 李洋)法国|巴黎|中新社|法国
央视网消息：据报道|*|央视网|据报道
央视新闻消息（记者 王一）当地时间|*|央视新闻|当地时间
央广网广州4月3日消息（记者 郑澍）据|广州|央广网|据
光明网讯（记者 李然）日前|*|光明网|日前
南方日报讯（记者/王彪）4月|*|南方日报|4月
【明報專訊】政府|*|明報|政府
【文匯報訊】（記者 張三）警方|*|文匯報|*
路透伦敦4月3日 - 英国央行|伦敦|路透|英国央行
美联社华盛顿4月3日电 美国|华盛顿|美联社|美国
April 3 (Reuters) - Tesla said|*|Reuters|Tesla said
3 апр (Рейтер) - Компания|*|Рейтер|Компания
ЛОНДОН, 3 апр (Рейтер) - Нефть|ЛОНДОН|Рейтер|Нефть
MADRID, 3 abr (Reuters) - El Banco|MADRID|Reuters|El Banco
Düsseldorf, 03. Apr (Reuters) - Der Konzern|Düsseldorf|Reuters|Der Konzern
Köln/Bonn (dpa/lnw) - Der Flughafen|Köln/Bonn|dpa|Der Flughafen
Linz (APA) – Die Polizei|Linz|APA|Die Polizei
(ANSA) - NAPOLI, 03 APR - La polizia|NAPOLI|ANSA|La polizia
BARCELONA 3 Abr. (EUROPA PRESS) - El Govern|BARCELONA|Europa Press|El Govern
VALLADOLID, 3 (EUROPA PRESS) La Junta|VALLADOLID|Europa Press|La Junta
WASHINGTON, 3 Abr. (Reuters/EP) - El|WASHINGTON|Reuters|El
Coimbra, 03 abr 2022 (Lusa) — A Universidade|Coimbra|Lusa|A Universidade
/ТАСС/. Курс доллара|*|ТАСС|Курс доллара
МИНСК, 3 апреля. /ТАСС/. Президент|МИНСК|ТАСС|Президент
Москва. 3 апреля. ИНТЕРФАКС - Рубль|Москва|Интерфакс|Рубль
ПАРИЖ, 3 апр — РИА Новости. Президент|ПАРИЖ|РИА Новости|Президент
Gəncə, 3 aprel, AZƏRTAC|Gəncə|AZƏRTAC|
Şuşa. 3 aprel. REPORT.AZ/ Nazir|Şuşa|Report|Nazir
Sumqayıt/03.04.22/Turan: Məhkəmə|Sumqayıt|Turan|Məhkəmə
Bakı. Aygün Məmmədova – APA. Nazir|Bakı|APA|Nazir
İZMİR, (DHA) - Vali|İZMİR|DHA|Vali
Mehmet YILMAZ/ANTALYA, (DHA) - Belediye|ANTALYA|DHA|Belediye
Isfahan, Apr 3, IRNA – The governor|Isfahan|IRNA|The governor
اصفهان - ایرنا - استاندار|اصفهان|IRNA|استاندار
حلب-سانا افتتح الوزير|حلب|SANA|افتتح الوزير
دبي في 3 أبريل / وام / أعلن|دبي|WAM|أعلن
صنعاء 3 أبريل (رويترز) - قال|صنعاء|Reuters|قال
بغداد 3 نيسان (رويترز) - قال|بغداد|Reuters|قال
बेंगलुरु, तीन अप्रैल (भाषा) कर्नाटक|बेंगलुरु|भाषा|कर्नाटक
लखनऊ, 3 अप्रैल (आईएएनएस)। उत्तर प्रदेश|लखनऊ|आईएएनएस|उत्तर प्रदेश
Kolkata, Apr 3 (PTI) West Bengal|Kolkata|PTI|West Bengal
PUTRAJAYA, 3 April (Bernama) -- Kementerian|PUTRAJAYA|Bernama|Kementerian
SURABAYA, KOMPAS.com - Wali Kota|SURABAYA|Kompas|Wali Kota
Surabaya (ANTARA) - Gubernur|Surabaya|ANTARA|Gubernur
Huế (TTXVN) - Festival|Huế|TTXVN|Festival
(대전=연합뉴스) 김준호 기자 = 대전시|대전|연합뉴스|대전시
[부산=뉴시스] 하경민 기자 = 부산시|부산|뉴시스|부산시
【モスクワ共同】ロシア|モスクワ|共同|ロシア
【ワシントン時事】米国|ワシントン|時事|米国
ANTWERPEN 3/4 (BELGA) = De haven|ANTWERPEN|Belga|De haven
Bergen (NTB): Politiet|Bergen|NTB|Politiet
Aarhus /ritzau/ - Politiet|Aarhus|Ritzau|Politiet
Malmö (TT) Polisen|Malmö|TT|Polisen
Turku (STT) – Poliisi|Turku|STT|Poliisi
Kraków, 3 kwietnia (PAP) - Policja|Kraków|PAP|Policja
Brno 3. dubna (ČTK) - Policie|Brno|ČTK|Policie
Debrecen, 2022. április 3., vasárnap (MTI) - A rendőrség|Debrecen|MTI|A rendőrség
Cluj-Napoca, 3 apr /Agerpres/ - Primarul|Cluj-Napoca|Agerpres|Primarul
NOVI SAD, 3. aprila (Tanjug) - Policija|NOVI SAD|Tanjug|Policija
SPLIT, 3. travnja 2022. (Hina) - Policija|SPLIT|HINA|Policija
Maribor, 3. aprila (STA) - Policija|Maribor|STA|Policija
Пловдив, 3 април /БТА/. Полицията|Пловдив|БТА|Полицията
"""

SENTENCES = """
Dec 27 (Reuters) was a date nobody forgot.
27.12. (PAP) reported that the Sejm had voted.
Version 3.5 (AP) is the last one.
Chapter 3.4 (AP) of the report tells more.
Anna Smith, 27 (AP) said she would stay.
Anna Smith, 27 (EFE), was the first to arrive.
Trend - the company said - is up.
Report - the figures are in.
Exports – Trend. The figures are rounded.
APA is the agency of Austria.
/etc/passwd is a file of Unix.
/TASS/ is what the agency writes.
Tempo, Jakarta dan Bandung adalah tema buku ini.
KOMPAS.com memberitakan bahwa hujan turun.
Kompas, harian pagi, terbit pertama kali pada 1965.
Jakarta, kota terbesar di Indonesia, banjir lagi.
Kuala Lumpur, 27 Dis lalu, menjadi tuan rumah.
Madrid, 27 años después, vuelve a ser capital.
Madrid 2012 (EFE) fue una candidatura.
Sevilla 27 veces campeona
MADRID, 27 AÑOS DESPUÉS (EFE) fue un libro.
El 27/12 (EFE) no publicó nada.
Bruxelles 27/12, la grève continue.
Budapest 2021-ben szép volt.
Vilnius, gruodžio 27 d. buvo šalta.
Warszawa, 27.12.2021 roku, była biała.
Praha 27. prosince ztichla.
ANSA - così si chiama l'agenzia - fu fondata nel 1945.
Baku/Tbilisi/Kars is the name of a railway.
Baku/27.12.21/archive: see the folder.
Баку 27 декабря стал холоднее.
Баку, 27 декабря была зима.
Москва. Двадцать седьмое декабря. Холодно.
РИА Новости, Иван Петров и другие агентства сообщили об этом.
Интерфакс сообщил в понедельник о переговорах.
Рейтер пишет, что цены на нефть выросли.
Синьхуа – крупнейшее агентство Китая.
Мост – АПА. так назывался проект
Цены на нефть (Рейтер) выросли.
София, 27 години по-късно, се промени.
Скопје, 27 години подоцна, е друго.
Танјуг је објавио вест јуче.
Ο Αλέξης, 27 (ΑΠΕ-ΜΠΕ) ήρθε πρώτος.
央视网消息显示，明天有雨。
央视新闻12月27日消息说，明天有雨。
据央视新闻12月27日消息，明天有雨。
国际在线教育发展很快。
明報電影版今天刊登了影評。
聯合報電子報今天停刊。
经济日报12月27日电动车专版介绍了三家企业。
新华社12月27日电视片获奖。
本报电话已经更换。
路透北京分社搬家了。
路透社北京分社12月27日搬家。
巴库，12月27日，阿塞拜疆首都下雪。
北京，一座古老的城市，12月27日下雪。
【快訊】颱風登陸
【短訊】明日停課
【写真＝共同】東京の桜
【写真＝佐藤太郎】東京の桜
【東京五輪】開会式が行われた。
【速報】日銀が利上げ
[사진=뉴시스] 서울의 봄
(그래픽=연합뉴스) 물가
(출처=로이터) 파리
[단독] 정부가 새 정책을 발표했다.
[속보] 지진 발생
باريس 27 ديسمبر قالت رويترز إن المحادثات مستمرة
في 27 ديسمبر رويترز نشرت الخبر
قالت وكالة سانا أمس
دمشق - عاصمة سوريا - مدينة قديمة
تهران - پایتخت ایران - شهر بزرگی است
گزارش ایرنا از تهران منتشر شد
नई दिल्ली, 27 दिसंबर को ठंड थी।
भाषा मनुष्य की पहचान है।
दिल्ली (भाषा) के लोग
ঢাকা, ২৭ ডিসেম্বর ছিল শীতের দিন।
ปักกิ่ง เมืองหลวงของจีน
İstanbul, 27 yıl sonra yeniden başkent oldu.
Ali VELİ/İSTANBUL fotoğrafı çekti.
REPORT.AZ is a web site.
Helsinki, 27.12. satoi lunta.
Oslo/Stockholm (NTB) er en strekning.
Tiranë, 27 dhjetor ishte ditë e ftohtë.
BEIJING, THE CAPITAL OF CHINA, IS COLD.
LONDON, 27, IS A BOXER.
PARIS, 14 (AP) pupils were there
"""


@pytest.mark.parametrize("case", FOUND.strip().splitlines())
def test_datelines_are_cut_off_where_they_end(case: str) -> None:
    text, place, agency, rest = case.split("|")

    found = parse_dateline(text)

    assert found is not None
    assert place in ("*", found.dateline.place)
    assert agency in ("*", found.dateline.agency)
    assert rest in ("*", found.rest)


@pytest.mark.parametrize("text", SENTENCES.strip().splitlines())
def test_sentences_lose_no_words(text: str) -> None:
    assert parse_dateline(text) is None


@pytest.mark.parametrize("path", sorted(DISPATCHES.iterdir()), ids=lambda path: path.stem)
def test_prose_in_any_language_has_no_datelines(path: Path) -> None:
    for sentence in re.split(r"(?<=[.!?。])\s*|\n+", path.read_text("utf-8")):
        assert parse_dateline(sentence) is None


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Bakı. Vüsal Hacıyev – APA. Nazir", "Vüsal Hacıyev"),
        ("МОСКВА, 27 дек - РИА Новости, Иван Петров. Глава МИД", "Иван Петров"),
        ("Ali VELİ/İSTANBUL, (DHA)- Bakan", "Ali VELİ"),
        ("(서울=연합뉴스) 홍길동 기자 = 정부는", "홍길동 기자"),
        ("【ロンドン＝AFP時事】英政府は", None),
        ("新京报讯（记者 王明）12月27日", "记者 王明"),
    ],
)
def test_whom_the_dateline_names_stands_apart(text: str, credit: str | None) -> None:
    found = parse_dateline(text)

    assert found is not None
    assert found.credit == credit


def test_names_that_begin_the_sentence_stay_in_it() -> None:
    found = parse_dateline("Баку, 27 декабря, АЗЕРТАДЖ, Ильхам Алиев принял посла.")

    assert found is None or "Ильхам Алиев принял посла." in found.rest


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("नई दिल्ली, 27 दिसंबर (भाषा) प्रधानमंत्री", (None, 12, 27)),
        ("ঢাকা, ২৭ ডিসেম্বর (বাসস): প্রধানমন্ত্রী", (None, 12, 27)),
        ("KUALA LUMPUR, 27 Dis (Bernama) -- Perdana", (None, 12, 27)),
        ("Budapest, 2021. december 27., hétfő (MTI) - A kormány", (2021, 12, 27)),
        ("Vilnius, gruodžio 27 d. (ELTA). Vyriausybė", (None, 12, 27)),
    ],
)
def test_dates_are_read(text: str, date: tuple[int | None, int, int]) -> None:
    found = parse_dateline(text)

    assert found is not None
    assert found.date == date


@pytest.mark.parametrize(
    "text",
    ["【" + "北" * 90_000, "A B " * 30_000, "27.12." * 20_000, "Baku/" * 20_000, "باكو " * 20_000,
     "1 2 (" * 20_000, "ANSA - " * 20_000, "[서울=" * 20_000],
)  # fmt: skip
def test_no_text_is_too_long_to_look_at(text: str) -> None:
    assert parse_dateline(text) is None
