"""From the output intent of a PDF to findings (ISO 15930-7, 6.2.2; ISO 32000-1, 14.11.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import String

from newsbook.checks.preflight.finding import Finding
from newsbook.checks.preflight.subject import Subject, error, intents, warning
from newsbook.targets.conditions import CONDITIONS, REGISTRY

__all__ = ["check_intent"]

_FIX = "name the printing condition in the press order (condition: FOGRA39)"


def check_intent(subject: Subject) -> Iterator[Finding]:
    """Yield what is wrong with the output intent."""
    if not subject.rules.standard.is_x:
        return
    found = intents(subject.pdf)
    if len(found) != 1:
        count = "no output intent" if not found else f"{len(found)} output intents"
        yield error("pdf-intent", f"{count} for PDF/X, where exactly one is needed", _FIX)
        return
    intent = found[0]
    name = intent.get("/OutputConditionIdentifier")
    said = str(name).strip() if isinstance(name, String) else ""
    if not said:
        yield error("pdf-intent", "the output intent does not name its printing condition", _FIX)
    elif "\n" in said or len(said) > 60:
        yield warning(
            "pdf-intent", f"the name of the printing condition is prose: {said[:40]!r}...", _FIX
        )
    yield from _profile(subject, intent, said)


def _profile(subject: Subject, intent: Any, name: str) -> Iterator[Finding]:
    standard = subject.rules.standard
    stream = intent.get("/DestOutputProfile")
    registered = str(intent.get("/RegistryName", "")) == REGISTRY
    if not isinstance(stream, pikepdf.Stream):
        if standard.embeds_profile:
            yield error(
                "pdf-intent-profile", f"{standard.title} needs the ICC profile in the file", _FIX
            )
        elif not registered or name not in {c.identifier for c in CONDITIONS.values()}:
            yield error(
                "pdf-intent-profile",
                "there is no ICC profile, and the condition is not one of the ICC registry",
                _FIX,
            )
        return
    profile = subject.profile
    if profile is None:
        yield error("pdf-intent-profile", "the ICC profile cannot be read", _FIX)
        return
    if profile.kind != "prtr":
        yield error(
            "pdf-intent-profile",
            f"the ICC profile is of class {profile.kind}; a printing condition has class prtr",
            _FIX,
        )
    if int(stream.get("/N", 0)) != profile.channels:
        yield error(
            "pdf-intent-profile",
            f"the file says the profile has {stream.get('/N')} components; it has "
            f"{profile.channels} ({profile.space})",
            _FIX,
        )
    if profile.version[0] > (2 if standard.info else 4):
        version = ".".join(map(str, profile.version))
        yield error("pdf-intent-profile", f"{standard.title} takes no ICC profile v{version}", _FIX)
    if standard.is_x and not standard.managed and profile.space == "RGB":
        yield error("pdf-intent-profile", f"{standard.title} prints in CMYK, not in RGB", _FIX)
