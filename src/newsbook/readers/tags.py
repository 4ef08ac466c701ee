"""From what systems call a language besides its BCP 47 tag to the tag.

Names (`English`), codes of three letters (ISO 639-2), and tags that are out of date.
"""

from __future__ import annotations

__all__ = ["TAGS"]

_NAMES = """
en English Anglais Englisch Inglés|de German Deutsch Allemand|fr French Français Francais
es Spanish Español Espanol Castellano|pt Portuguese Português Portugues|it Italian Italiano
ru Russian Русский|uk Ukrainian Українська|zh Chinese 中文|zh-Hans 简体中文 Chinese-Simplified
zh-Hant 繁體中文 Chinese-Traditional|ja Japanese 日本語|ko Korean 한국어|ar Arabic العربية
fa Persian Farsi فارسی|he Hebrew עברית|tr Turkish Türkçe|az Azerbaijani Azeri Azərbaycan
pl Polish Polski|nl Dutch Nederlands|sv Swedish Svenska|nb Norwegian Norsk Bokmål
da Danish Dansk|fi Finnish Suomi|el Greek Ελληνικά|hi Hindi हिन्दी|id Indonesian|vi Vietnamese
th Thai|cs Czech Čeština|hu Hungarian Magyar|ro Romanian
"""
_CODES = """
eng en deu de ger de fra fr fre fr spa es por pt ita it rus ru ukr uk bel be zho zh chi zh jpn ja
kor ko ara ar fas fa per fa heb he tur tr aze az pol pl nld nl dut nl swe sv nor no nob nb nno nn
dan da fin fi ell el gre el hin hi ben bn urd ur ind id msa ms may ms vie vi tha th ces cs cze cs
slk sk slo sk hun hu ron ro rum ro bul bg hrv hr srp sr slv sl mkd mk mac mk est et lav lv lit lt
kat ka geo ka hye hy arm hy kaz kk uzb uz kir ky tgk tg tuk tk mon mn cat ca eus eu baq eu glg gl
gle ga isl is ice is sqi sq alb sq swa sw tam ta tel te mar mr pan pa pus ps kur ku
""".split()
_OLD = {
    "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "zh-chs": "zh-Hans", "zh-cht": "zh-Hant",
    "cn": "zh", "jp": "ja", "kr": "ko",
}  # fmt: skip

TAGS: dict[str, str] = (
    {
        name.lower(): tag
        for line in _NAMES.replace("|", "\n").split("\n") if line
        for tag, *names in [line.split()] for name in names
    }
    | dict(zip(_CODES[::2], _CODES[1::2], strict=True))
    | _OLD
)  # fmt: skip
"""Tags of BCP 47 by what systems say instead of them, in lower case."""
