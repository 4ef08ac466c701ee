from __future__ import annotations

import pytest

from newsbook.roles import RELATORS, parse_role
from newsbook.slugs import ascii_slug


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("edt", "edt"),
        ("EDT", "edt"),
        ("editor", "edt"),
        ("Translators", "trl"),
        ("photos", "pht"),
        ("Author of introduction, etc.", "aui"),
    ],
)
def test_roles(written: str, code: str) -> None:
    assert parse_role(written) == code


def test_every_relator_has_a_code_of_three_letters_and_a_name() -> None:
    assert len(RELATORS) > 290
    assert all(len(code) == 3 and code.islower() and name for code, name in RELATORS.items())


def test_a_wrong_role_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean 'editor'"):
        parse_role("editr")


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("The Pine and the Cypress", "the-pine-and-the-cypress"),
        ("Dəmir yolu İstanbul", "demir-yolu-istanbul"),
        ("Łódź & Århus — Straße", "lodz-arhus-strasse"),
        ("岁寒知松柏", ""),
        ("2021 茶", "2021"),
        ("ﬁne—print", "fine-print"),
        ("a" * 100, "a" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert ascii_slug(text) == slug
