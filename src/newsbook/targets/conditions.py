"""From the name of a printing condition to what a press file must say of it.

A printing condition is paper, ink and press taken together; characterisation data sets describe
them, and the ICC keeps the registry of their names (http://www.color.org/chardata). newsbook
carries profiles for four conditions; for the others the printer's own profile is needed.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["CONDITIONS", "REGISTRY", "Condition", "parse_condition"]

REGISTRY = "http://www.color.org"


@dataclass(frozen=True, slots=True)
class Condition:
    """One registered printing condition.

    `identifier` is its name in the ICC registry; `info` says it in words; `profile` is the file
    name of the bundled profile, or None when newsbook has none; `max_ink` is the usual limit of
    the four inks together, in percent.
    """

    name: str
    identifier: str
    info: str
    max_ink: int
    profile: str | None = None


def _table(*rows: Condition) -> Mapping[str, Condition]:
    return MappingProxyType({row.name: row for row in rows})


CONDITIONS: Mapping[str, Condition] = _table(
    Condition(
        "FOGRA39",
        "FOGRA39",
        "Commercial offset on coated paper, ISO 12647-2:2004/Amd 1, 60 lines/cm",
        300,
        "FOGRA39L.icc",
    ),
    Condition(
        "FOGRA29",
        "FOGRA29",
        "Commercial offset on uncoated white paper, ISO 12647-2:2004/Amd 1, 60 lines/cm",
        300,
        "FOGRA29L.icc",
    ),
    Condition(
        "TR006",
        "CGATS TR 006",
        "GRACoL 2006, commercial offset on grade 1 coated paper",
        300,
        "TR006.icc",
    ),
    Condition(
        "TR002",
        "CGATS TR 002",
        "SNAP 2007, cold-set web offset on newsprint",
        240,
        "TR002.icc",
    ),
    Condition("FOGRA45", "FOGRA45", "Web offset on light-weight coated paper", 300),
    Condition("FOGRA47", "FOGRA47", "Commercial offset on uncoated white paper (PSO)", 300),
    Condition("FOGRA51", "FOGRA51", "Commercial offset on coated paper, ISO 12647-2:2013", 300),
    Condition("FOGRA52", "FOGRA52", "Commercial offset on uncoated paper, ISO 12647-2:2013", 300),
    Condition("IFRA26", "IFRA26", "Cold-set web offset on newsprint, ISO 12647-3:2005", 240),
    Condition("TR001", "CGATS TR 001", "SWOP, web offset on coated paper (1995)", 300),
    Condition("TR003", "CGATS TR 003", "SWOP 2006, web offset on grade 3 coated paper", 300),
    Condition("TR005", "CGATS TR 005", "SWOP 2006, web offset on grade 5 coated paper", 300),
    Condition("CRPC1", "CGATS21_CRPC1", "Universal cold-set news", 240),
    Condition("CRPC5", "CGATS21_CRPC5", "SWOP 2013, web offset on coated paper", 300),
    Condition("CRPC6", "CGATS21_CRPC6", "GRACoL 2013, commercial offset on coated paper", 320),
    Condition("JC200103", "JC200103", "Japan Color 2001, sheet-fed offset on coated paper", 350),
    Condition("JCN2002", "JCN2002", "Japan Color, newspaper", 240),
)
"""The registered conditions newsbook knows, by the name written in the manifest."""

_ALIASES = {
    "isocoatedv2": "FOGRA39",
    "coated": "FOGRA39",
    "uncoated": "FOGRA29",
    "gracol": "TR006",
    "gracol2006": "TR006",
    "newsprint": "TR002",
    "snap": "TR002",
    "swop": "TR003",
    "psocoatedv3": "FOGRA51",
    "psouncoatedv3": "FOGRA52",
    "japancolor2001coated": "JC200103",
}


def _key(text: str) -> str:
    """Fold a name to letters and digits: `CGATS TR 006`, `cgats tr-006` and `TR006` are one."""
    return re.sub(r"[^a-z0-9]", "", text.casefold()).removeprefix("cgats21").removeprefix("cgats")


def parse_condition(text: str) -> Condition:
    """Return the condition an editor named, spelling and spaces aside.

    Raises ValueError with a sentence that names the nearest ones.
    """
    key = _key(text)
    by_key = {_key(name): condition for name, condition in CONDITIONS.items()}
    by_key |= {_key(c.identifier): c for c in CONDITIONS.values()}
    by_key |= {f"{_key(name)}l": c for name, c in CONDITIONS.items() if name.startswith("FOGRA")}
    by_key |= {alias: CONDITIONS[name] for alias, name in _ALIASES.items()}
    if key in by_key:
        return by_key[key]
    near = difflib.get_close_matches(key, by_key, n=3, cutoff=0.6)
    names = dict.fromkeys(by_key[k].name for k in near) or ("FOGRA39", "FOGRA29", "TR006", "TR002")
    raise ValueError(f"{text!r} is not a printing condition: did you mean {' or '.join(names)}?")
