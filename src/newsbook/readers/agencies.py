"""From the name or abbreviation of a news agency, as datelines print it, to the agency.

Matching is exact in case: `PA` is an agency, `Pa.` a state. Abbreviations count only where a
dateline has its agency.
"""

from __future__ import annotations

__all__ = ["AGENCIES", "CJK_AGENCIES", "JOINED_AGENCIES"]

_SELF_NAMED = """
AP AFP AA AAP DPA dpa dpa-AFX APA EFE ANSA TASS PTI IANS ANI UNI UPI PA CP KUNA WAM SPA QNA MENA
IRNA ISNA PAP CTK ČTK TASR STA HINA MTI BTA ANA AMNA NTB TT STT BNS LETA ELTA ETA sda SDA ATS ANP
Belga BELGA LUSA Lusa AGI Adnkronos VNA TTXVN KCNA CNA MNA BNO SANA INA NINA BNA ONA PETRA APS MAP
TAP WAFA PNN NAN GNA APP BSS UNB PNA IRIN ANTARA Antara Bernama BERNAMA TNA RSS MNS AKIpress
Kabar Kazinform KAZINFORM KazTAG UzA Trend TREND Turan Report AZERTAC AZƏRTAC AzerTAc AZERTAG
Azertag АЗЕРТАДЖ Armenpress ARMENPRESS IPN Interpressnews BelTA БЕЛТА Ukrinform UKRINFORM UNIAN
RIA Sputnik Interfax INTERFAX INTERFAX.RU Интерфакс ТАСС REGNUM Ritzau NPA Tanjug TANJUG Beta SRNA
FENA MIA KosovaPress ATA Agerpres AGERPRES Mediafax Moldpres Reuters REUTERS Xinhua XINHUA Kyodo
KYODO Jiji JIJI Yonhap YONHAP Newsis NEWSIS Bloomberg BLOOMBERG CNW CNN BBC NPR AVN Prensa
Notimex NOTIMEX Télam Andina ABI DPI AWP awp ITALPRESS Italpress RNA ERR УНІАН Укрінформ Укринформ
Арменпресс Казинформ УзА Кабар УНН RNZ DHA İHA Keystone-SDA ECNS Tasnim FNA askanews LaPresse
Синьхуа Рейтер БТА МИА Танјуг ФоНет FoNet Бета ИТАР-ТАСС Ховар ΚΥΠΕ
신화통신 भाषा वार्ता आईएएनएस एएनआई पीटीआई यूनीवार्ता বাসস ইউএনবি ซินหัว รอยเตอร์ เอเอฟพี
""".split()

AGENCIES: dict[str, str] = {name: name for name in _SELF_NAMED} | {
    "DPA": "dpa",
    "BELGA": "Belga",
    "Xinhuanet": "Xinhua",
    "КАЗИНФОРМ": "Казинформ",
    "MOLDPRES": "Moldpres",
    "ritzau": "Ritzau",
    "REPORT.AZ": "Report",
    "KOMPAS.com": "Kompas",
    "KOMPAS": "Kompas",
    "CNN Indonesia": "CNN Indonesia",
    "TEMPO.CO": "Tempo",
    "REPUBLIKA.CO.ID": "Republika",
    "TRIBUNNEWS.COM": "Tribunnews",
    "Business Wire": "Business Wire",
    "BUSINESS WIRE": "Business Wire",
    "GLOBE NEWSWIRE": "GlobeNewswire",
    "PRNewswire": "PR Newswire",
    "PRNEWSWIRE": "PR Newswire",
    "ACCESSWIRE": "ACCESSWIRE",
    "CNN Business": "CNN",
    "Prensa Latina": "Prensa Latina",
    "Europa Press": "Europa Press",
    "EUROPA PRESS": "Europa Press",
    "Agência Brasil": "Agência Brasil",
    "УКРІНФОРМ": "Укрінформ",
    "ΑΠΕ-ΜΠΕ": "ANA",
    "РИА Новости": "РИА Новости",
    "РИА НОВОСТИ": "РИА Новости",
    "ИНТЕРФАКС": "Интерфакс",
    "Kyodo News": "Kyodo",
    "Jiji Press": "Jiji",
    "Thomson Reuters Foundation": "TRF",
    "The Associated Press": "AP",
    "Associated Press": "AP",
    "Agence France-Presse": "AFP",
    "واس": "SPA",
    "وام": "WAM",
    "قنا": "QNA",
    "كونا": "KUNA",
    "بترا": "PETRA",
    "رويترز": "Reuters",
    "أ ف ب": "AFP",
    "أ ش أ": "MENA",
    "د ب أ": "dpa",
    "شينخوا": "Xinhua",
    "وات": "TAP",
    "أذرتاج": "AZERTAC",
    "الأناضول": "AA",
    "سبوتنيك": "Sputnik",
    "АА": "AA",  # in Cyrillic letters
    "Hina": "HINA",
    "Petra": "PETRA",
    "ANADOLU": "AA",
    "Anadolu": "AA",
    "Canadian Press": "CP",
    "The Canadian Press": "CP",
    "Press Association": "PA",
}

# Agencies and papers that open a Chinese dateline (`新华社北京12月27日电`).
CJK_AGENCIES: tuple[str, ...] = (
    "新华社", "新華社", "中新社", "中新网", "中新網", "中通社", "中央社", "中央广播电视总台",
    "央视", "人民日报", "人民網", "人民网", "本报", "本報", "本社", "本网", "本台", "法新社",
    "路透社", "美联社", "美聯社", "塔斯社", "共同社", "韩联社", "韓聯社", "參考消息", "参考消息",
    "澎湃新闻", "环球时报", "环球网", "光明日报", "经济日报", "解放军报", "中国青年报", "科技日报",
    "工人日报", "新华网", "央视网", "央视新闻客户端", "央视新闻", "央视财经", "央广网",
    "国际在线", "光明网", "中新经纬", "香港中通社", "中国日报网", "中国新闻网", "中国网",
    "中国经济网", "中青网", "海外网", "新京报", "北京日报", "南方日报", "羊城晚报", "第一财经",
    "界面新闻", "证券时报", "彭博社", "路透", "大公報", "文匯報", "明報", "星島日報", "東方日報",
    "香港商報", "澳門日報", "聯合報", "自由時報", "中國時報",
)  # fmt: skip

# Agencies that Arabic and Persian datelines join to the place with a dash (`دمشق-سانا`).
JOINED_AGENCIES: dict[str, str] = {
    "سانا": "SANA", "ایرنا": "IRNA", "إرنا": "IRNA", "ایسنا": "ISNA", "تسنیم": "Tasnim",
}  # fmt: skip
