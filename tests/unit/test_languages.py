from __future__ import annotations

import pytest

from newsbook.languages import LanguageError, canonical


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN-us", "en-US"),
        ("pt_BR", "pt-BR"),
        ("az-latn", "az-Latn"),
        ("sr-Latn-RS", "sr-Latn-RS"),
        ("zh-latn-PINYIN", "zh-Latn-pinyin"),
        ("ja-Latn-hepburn", "ja-Latn-hepburn"),
        ("de-1996", "de-1996"),
        ("es-419", "es-419"),
        ("no", "no"),  # YAML 1.1 would read it as false
        ("zh", "zh"),
        ("zh-CN", "zh-Hans"),
        ("zh-cn", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant-HK"),
        ("zh-Hans-CN", "zh-Hans"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant-HK"),
        ("zh-Hans-HK", "zh-Hans-HK"),
        ("cmn-Hans", "zh-Hans"),
        ("zh-cmn-Hant", "zh-Hant"),
        ("zh-yue", "yue"),
        ("zh-min-nan", "nan"),
        ("iw", "he"),
        ("i-klingon", "tlh"),
        ("en-u-ca-gregory", "en-u-ca-gregory"),
        ("en-x-house", "en-x-house"),
        ("x-private", "x-private"),
        ("qaa-Qaaa-QM", "qaa-Qaaa-QM"),
        ("und", "und"),
    ],
)
def test_tags_get_their_usual_spelling(written: str, tag: str) -> None:
    assert canonical(written) == tag
    assert canonical(tag) == tag


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("english", "'en'"),
        ("engish", "'en'"),
        ("Deutsch", "'de'"),
        ("中文", "'zh'"),
        ("日本語", "'ja'"),
        ("Simplified Chinese", "'zh-Hans'"),
        ("eng", "'en'"),
        ("jp", "'ja'"),
        ("cn", "'zh-Hans'"),
        ("zh-hanss", "'zh-Hans'"),
        ("xx", "write it as"),
        ("en-", "write it as"),
        ("en-a-b", "write it as"),
        ("en-US-US", "write it as"),
        ("en-x", "write it as"),
        ("", "write it as"),
        ("a" * 5000, "write it as"),
        ("x\x00y", "write it as"),
    ],
)
def test_what_is_no_tag_says_which_was_meant(written: str, meant: str) -> None:
    with pytest.raises(LanguageError) as caught:
        canonical(written)
    assert meant in (caught.value.hint or "")
