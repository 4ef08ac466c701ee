"""From findings and the ignore file of a project to the findings that are left.

The file is a list; each entry names a code, may narrow it to a file (a pattern) and to words of the
message, and must give a reason::

    - code: missing-byline
      file: articles/wire/*.txt
      reason: The agency does not sign its briefs.

Errors cannot be ignored. An entry that fits nothing any more is reported, so that the list stays
true.
"""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsbook.diagnostics import CODES, Collector, Diagnostic, Location, Severity
from newsbook.yamltree import Mapping, Problem, Scalar, Sequence, parse

__all__ = ["IGNORE_FILE", "Ignored", "ignored"]

IGNORE_FILE = "newsbook-ignore.yml"
"""What the ignore file of a project is called; it stands beside the manifest."""

_KEYS = ("code", "file", "text", "reason")
_EXAMPLE = "{code: missing-byline, file: articles/wire.txt, reason: The agency signs nothing.}"


@dataclass(slots=True)
class _Rule:
    code: str
    file: str
    text: str
    reason: str
    where: Location
    used: bool = False

    def fits(self, finding: Diagnostic) -> bool:
        """Whether this entry is about `finding`."""
        place = finding.where.file if finding.where is not None else ""
        return (
            finding.code == self.code
            and (not self.file or fnmatch.fnmatchcase(place, self.file))
            and self.text.casefold() in finding.message.casefold()
        )


@dataclass(slots=True)
class Ignored:
    """What is left of findings, and what was ignored, each with its reason."""

    kept: list[Diagnostic] = field(default_factory=list)
    ignored: list[tuple[Diagnostic, str]] = field(default_factory=list)


def ignored(findings: Iterable[Diagnostic], text: str | None) -> Ignored:
    """Return `findings` without those that the ignore file `text` (None: there is none) takes.

    What is wrong with the file itself is among those kept.
    """
    result = Ignored()
    problems = Collector()
    rules = [] if text is None else _rules(text, problems)
    for finding in findings:
        rule = next((r for r in rules if r.fits(finding)), None)
        if rule is None or finding.severity is Severity.ERROR:
            result.kept.append(finding)
        else:
            rule.used = True
            result.ignored.append((finding, rule.reason))
    for rule in rules:
        if not rule.used:
            problems.warning(
                "unused-ignore",
                f"nothing is found any more that {rule.code!r} here would ignore",
                where=rule.where,
                hint="delete the entry, or correct its file: or text:",
            )
    result.kept += problems
    return result


def _rules(text: str, problems: Collector) -> list[_Rule]:
    def report(problem: Problem) -> None:
        problems.error(problem.code, problem.message, where=problem.where, hint=problem.hint)

    tree = parse(text, file=IGNORE_FILE, report=report)
    if tree is None:
        return []
    if not isinstance(tree, Sequence):
        message = "the file must be a list of entries"
        problems.error("invalid-value", message, where=tree.where, hint=f"write - {_EXAMPLE}")
        return []
    return [rule for node in tree.items if (rule := _rule(node, problems)) is not None]


def _rule(node: object, problems: Collector) -> _Rule | None:
    if not isinstance(node, Mapping):
        where = getattr(node, "where", Location(IGNORE_FILE))
        problems.error("invalid-value", "an entry must have keys", where=where, hint=_EXAMPLE)
        return None
    values: dict[str, str] = {}
    for key, value in node.entries:
        name = key.text or ""
        if name not in _KEYS:
            close = difflib.get_close_matches(name, _KEYS, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(_KEYS)}"
            problems.error("unknown-key", f"unknown key {name!r}", where=key.where, hint=hint)
        elif not isinstance(value, Scalar):
            problems.error("invalid-value", f"{name} must be a text", where=value.where)
        else:
            values[name] = (value.text or "").strip()
    return _checked(values, node.where, problems)


def _checked(values: dict[str, str], where: Location, problems: Collector) -> _Rule | None:
    code, reason = values.get("code", ""), values.get("reason", "")
    if not code:
        problems.error("missing-key", "the entry names no code", where=where, hint=_EXAMPLE)
    elif code not in CODES:
        close = difflib.get_close_matches(code, CODES, 1)
        hint = f"did you mean {close[0]!r}?" if close else "docs/diagnostics.md lists the codes"
        problems.error("invalid-value", f"there is no code {code!r}", where=where, hint=hint)
    if not reason:
        problems.error(
            "missing-key",
            f"the entry about {code or 'it'!r} gives no reason",
            where=where,
            hint="write reason: and why this may stay as it is",
        )
    if code not in CODES or not reason:
        return None
    return _Rule(code, values.get("file", ""), values.get("text", ""), reason, where)
