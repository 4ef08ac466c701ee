"""The language of a text is inferred from its script and its function words, or not at all."""

from __future__ import annotations

import pytest

from newsbook.readers.languages import infer_language, same_language

TEXTS = {
    "en": "The ferry left the port in the evening, and the captain said that it was not late at all.",
    "de": "Die Fähre verließ den Hafen am Abend, und der Kapitän sagte, dass es nicht zu spät war.",
    "fr": "Le bac a quitté le port dans la soirée, et le capitaine a dit que ce n’était pas une fête.",
    "es": "El barco salió del puerto por la tarde, y el capitán dijo que no era más que una fiesta.",
    "it": "Il traghetto è partito dal porto nella sera, e il capitano ha detto che non era una festa.",
    "pt": "A balsa saiu do porto à noite, e o capitão disse que não era uma festa, mas um trabalho.",
    "nl": "De veerboot vertrok in de avond uit de haven, en de kapitein zei dat het niet te laat was.",
    "sv": "Färjan lämnade hamnen på kvällen, och kaptenen sade att det inte var för sent för en resa.",
    "pl": "Prom wypłynął z portu wieczorem, a kapitan powiedział, że to nie jest święto i się nie boi.",
    "cs": "Trajekt vyplul z přístavu večer, protože kapitán řekl, že již byl podle něj čas, který nebylo možné ztratit, jsem si jist.",
    "hu": "A komp este indult el a kikötőből, és a kapitány azt mondta, hogy nem volt már késő, csak szél.",
    "ro": "Feribotul a plecat din port în seara aceea, iar căpitanul a spus că nu este o sărbătoare, ci o muncă care se face la timp.",
    "tr": "Feribot akşam limandan ayrıldı ve kaptan bunun bir bayram olmadığını, ama çok güzel bir gün olarak kaldığını söyledi.",
    "az": "Bərə axşam limandan çıxdı və kapitan dedi ki, bu, bayram deyil, amma yaxşı bir gün olub və ilə bağlıdır.",
    "ru": "Паром вышел из порта вечером, и капитан сказал, что это не праздник, но и не беда, как он это понял.",
    "uk": "Паром вийшов із порту ввечері, і капітан сказав, що це не свято, але й не біда, як він це зрозумів.",
    "bg": "Фериботът излезе от пристанището вечерта и капитанът каза, че това не е празник, но ще бъде на време.",
    "el": "Το πλοίο έφυγε από το λιμάνι το βράδυ και ο καπετάνιος είπε ότι δεν ήταν αργά για την πόλη.",
    "ar": "غادرت العبارة الميناء في المساء وقال القبطان إن هذا ليس عيدا على أي حال",
    "fa": "کشتی عصر از بندر بیرون رفت و ناخدا گفت که این جشن نیست چون کار ماست",
    "he": "המעבורת יצאה מהנמל בערב והקברניט אמר כי זה לא חג אלא יום של עבודה",
    "hi": "नाव शाम को बंदरगाह से निकली और कप्तान ने कहा कि यह त्योहार नहीं है",
    "ka": "ბორანი საღამოს გავიდა ნავსადგურიდან და კაპიტანმა თქვა რომ ეს არ იყო დღესასწაული",
    "th": "เรือข้ามฟากออกจากท่าในตอนเย็นและกัปตันบอกว่าไม่ใช่วันหยุด",
    "vi": "Chiếc phà rời cảng vào buổi tối và thuyền trưởng nói rằng đây không phải là một ngày lễ của những người đi biển.",
    "zh": "渡轮在晚上离开港口，船长说这不是节日。",
    "ja": "フェリーは夕方に港を出て、船長は祭りではないと言った。",
    "ko": "여객선은 저녁에 항구를 떠났고 선장은 잔치가 아니라고 말했다.",
}  # fmt: skip


@pytest.mark.parametrize("language", TEXTS)
def test_languages_are_told_apart(language: str) -> None:
    assert infer_language(TEXTS[language]) in (language, None)
    assert infer_language(" ".join([TEXTS[language]] * 3)) == language


@pytest.mark.parametrize(
    "text", ["", "Baku", "Home News Sport", "12345 67", "Xyzzy plugh frotz " * 9]
)
def test_too_little_gives_none(text: str) -> None:
    assert infer_language(text) is None


def test_close_languages_are_not_contradictions() -> None:
    assert same_language("nb", "no-NO")
    assert same_language("iw", "he")
    assert same_language("zh-Hans", "zh-TW")
    assert not same_language("de", "en-GB")
