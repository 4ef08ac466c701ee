from __future__ import annotations

import pytest

from newsbook.typography.collation import group_of, sort_key


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", "Aliyev|Ångström|de Waal|Éluard|Gachayev|O’Brien|Obrist|Zhang|Алиев|北京"),
        ("az", "Ağdam|Bakı|Cəfər|Çingiz|Dədə|Elçin|Əli|Fərid|İlham|Qarabağ|Şəki|Zəfər"),
        ("tr", "Cem|Çiğdem|Gül|Ğ|Halil|Irmak|İzmir|Jale"),
        ("sv", "Zorn|Åberg|Ärlig|Öst"),
        ("de", "Ärzte|Arzu|Muller|Müller|Mullers"),
        ("es", "Nubia|Ñandú|Oaxaca"),
        ("pl", "Lublin|Łódź|Malbork|Sopot|Świdnica"),
        ("ru", "Ежов|Ёлкин|Жуков|Baku"),
        ("uk", "Гай|Ґудзь|Дон|Ева|Єва|Ірпінь|Їжак|Йосип"),
        ("zh-Hans", "安徽|北京|长安|敦煌|撒马尔罕|Xinjiang|西安|张骞"),
        ("zh-Hant", "一|大食|玉門|敦煌|龜茲"),
        ("ja", "あきた|かまくら|がんじん|きょうと|サマルカンド|ならけん"),
        ("ko", "가야|서울|신라|혜초"),
    ],
)
def test_names_stand_where_readers_look(language: str, names: str) -> None:
    expected = names.split("|")
    assert sorted(reversed(expected), key=lambda name: sort_key(name, language)) == expected


def test_a_short_word_stands_before_a_longer_one() -> None:
    names = ["New Baku", "Newark", "New Azerbaijani Party"]
    expected = ["New Azerbaijani Party", "New Baku", "Newark"]
    assert sorted(names, key=lambda name: sort_key(name, "en")) == expected


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("Éluard", "fr", "E"),
        ("Şəki", "az", "Ş"),
        ("ilham", "az", "İ"),
        ("Irmak", "tr", "I"),
        ("Əli", "en", "E"),
        ("北京", "zh-Hans", "B"),
        ("撒马尔罕", "zh-Hans", "S"),
        ("北京", "en", ""),
        ("ガラス", "ja", "か"),
        ("혜초", "ko", "ㅎ"),
        ("1991", "en", "0–9"),
        ("“Pine”", "en", "P"),
        ("!", "en", ""),
    ],
)
def test_letters_of_an_index(text: str, language: str, letter: str) -> None:
    assert group_of(text, language) == letter
