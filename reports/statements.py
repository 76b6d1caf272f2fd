"""Statements in words: every code has the message `reason-<code>` or `advice-<code>` in both catalogues."""

from collections.abc import Sequence

from analysis.report import Statement, Value
from faceit.models import FACTIONS
from reports.escape import plain_name
from reports.figures import argument
from reports.labels import Labels
from texts.catalogue import Language, text


def reason_text(reason: Statement, language: Language) -> str:
    """A reason as plain text."""
    return text(language, f"reason-{reason.code}", _arguments(reason))


def reasons_text(reasons: Sequence[Statement], language: Language) -> list[str]:
    """Reasons as plain texts; K/D and ADR over the same matches become one."""
    kd = next((r for r in reasons if r.code in {"kd-high", "kd-low"}), None)
    adr = next((r for r in reasons if r.code in {"adr-high", "adr-low"}), None)
    if kd is None or adr is None or kd.args.get("matches") != adr.args.get("matches"):
        return [reason_text(reason, language) for reason in reasons]
    both = text(language, "report-reason-both", {**_arguments(kd), **_arguments(adr)})
    return [both if r is kd else reason_text(r, language) for r in reasons if r is not adr]


def role_text(reason: Statement, language: Language) -> str:
    """A role with its number, from the reason that carries it."""
    return text(language, f"role-{reason.code}", _arguments(reason))


def advice_text(advice: Statement, labels: Labels) -> str:
    """A piece of advice as plain text, with the team's name in `team`."""
    faction = advice.args.get("faction")
    team = next((labels.plain(name) for name in FACTIONS if name == faction), "")
    return text(labels.language, f"advice-{advice.code}", {**_arguments(advice), "team": team})


def pick_reasons(reasons: Sequence[Statement], codes: Sequence[str], most: int) -> list[Statement]:
    """The first `most` reasons whose code is among `codes`, in the order of the codes."""
    return sorted((r for r in reasons if r.code in codes), key=lambda r: codes.index(r.code))[:most]


def _arguments(statement: Statement) -> dict[str, Value]:
    """Arguments ready for the catalogue; words that came from outside (a workshop id) are made safe."""
    found = {key: argument(key, value) for key, value in statement.args.items()}
    code = statement.args.get("map")
    if isinstance(code, str) and found["map"] == code:
        found["map"] = plain_name(code)
    return found
