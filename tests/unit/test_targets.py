from __future__ import annotations

import dataclasses

import pytest

from newsbook.targets import Target, load_target, target_names
from newsbook.targets.conditions import CONDITIONS, parse_condition
from newsbook.trim import parse_trim


def test_all_targets_load_and_say_where_each_number_is_from() -> None:
    assert target_names() == (
        "blurb",
        "cn-offset",
        "eu-offset",
        "ingram",
        "kdp",
        "lulu",
        "newspaper-club",
    )
    fixed = {"name", "title", "note", "evidence", "sources"}
    for name in target_names():
        target = load_target(name)
        stated = {
            f.name
            for f in dataclasses.fields(Target)
            if f.name not in fixed and getattr(target, f.name) != getattr(Target("", ""), f.name)
        }
        assert stated <= set(target.evidence), name
        assert set(target.evidence.values()) <= {"documented", "experience"}
        assert set(target.sources) <= {k for k, v in target.evidence.items() if v == "documented"}


def test_kdp_numbers() -> None:
    kdp = load_target("KDP")
    assert kdp.bleed_mm == pytest.approx((3.175, 3.175, 3.175, 0))
    assert [kdp.gutter_for(n) for n in (24, 150, 151, 828)] == pytest.approx(
        [9.525, 9.525, 12.7, 22.225]
    )
    assert kdp.spine_mm_per_page["cream"] == pytest.approx(0.0635)
    assert kdp.takes(parse_trim("6x9in"))
    assert kdp.takes(parse_trim("a5"))
    assert not kdp.takes(parse_trim("tabloid"))
    assert kdp.evidence["gutter_mm"] == "documented"


def test_unknown_target_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean kdp"):
        load_target("kpd")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FOGRA39", "FOGRA39"),
        ("fogra 39L", "FOGRA39"),
        ("CGATS TR 006", "TR006"),
        ("gracol", "TR006"),
        ("newsprint", "TR002"),
        ("ISO Coated v2", "FOGRA39"),
        ("CGATS21_CRPC6", "CRPC6"),
    ],
)
def test_conditions_are_found_by_any_of_their_names(text: str, name: str) -> None:
    assert parse_condition(text) is CONDITIONS[name]


def test_unknown_condition() -> None:
    with pytest.raises(ValueError, match="FOGRA39"):
        parse_condition("FORGA39")
