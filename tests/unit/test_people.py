"""Names with a middle dot are one name where the dot joins its parts."""

from __future__ import annotations

import pytest

from newsbook.readers.people import people


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("古丽娜拉·马梅多娃", ["古丽娜拉·马梅多娃"]),
        ("古丽娜拉·马梅多娃、李青", ["古丽娜拉·马梅多娃", "李青"]),
        ("记者 伊利哈姆·阿利耶夫", ["伊利哈姆·阿利耶夫"]),
        ("ギュルナラ・マメドワ", ["ギュルナラ・マメドワ"]),
        ("高瀬澪・李青", ["高瀬澪", "李青"]),
        ("Ada Brandt · Jonas Weber", ["Ada Brandt", "Jonas Weber"]),
    ],
)
def test_a_middle_dot_joins_a_foreign_name(byline: str, names: list[str]) -> None:
    assert [person.name for person in people(byline)] == names
