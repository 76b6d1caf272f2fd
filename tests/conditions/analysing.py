"""The real steps in this process against the FACEIT stand-in, and what the card of their report says."""

import re
from collections.abc import Iterable

from actors.inline import InlineRun
from analysis.report import MatchReport
from faceit.client import build_local_client
from reports.match import render
from reports.parts import LIMIT, length
from reports.plain import plain
from sandbox.faceit import FaceitStandIn
from sandbox.faceit.options import FaultKind
from sandbox.telegram.entities import utf16_length
from sandbox.telegram.markup import parse_html
from settings import Settings
from tasks.states import TaskType
from texts.catalogue import Language

MARKS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u200b\u200e\u200f"
"""Direction and zero-width marks: of these none may be in a card."""


ANSWERED_S = 20.0
"""However busy the machine, by then the stand-in has answered and a slot is free."""
CUT_S = 2.0
"""So long a call waits that is never answered; the others of the same test are answered by then."""


def fast(settings: Settings, faceit: FaceitStandIn) -> Settings:
    """Settings that ask the stand-in as fast as it can answer; calls are cut soon only where it leaves some hanging."""
    hangs = any(fault.kind is FaultKind.TIMEOUT for fault in faceit.gate.options.faults)
    patience = {"timeout_read": CUT_S if hangs else ANSWERED_S, "max_wait": ANSWERED_S}
    own = settings.faceit.model_copy(update={"rate_per_second": 1000.0, **patience})
    return settings.model_copy(update={"faceit_base_url": faceit.url, "faceit": own})


def analyse(settings: Settings, faceit: FaceitStandIn, match_id: str) -> MatchReport:
    """The report of a match, all six steps. Raises what the failing step raised."""
    own = fast(settings, faceit)
    client = build_local_client(own)
    try:
        found = InlineRun(TaskType.MATCH_ANALYSIS, match_id, own, faceit=client).run()
    finally:
        client.close()
    return MatchReport.model_validate_json(MatchReport.model_validate(found).model_dump_json())


def card(report: MatchReport, language: Language) -> str:
    """The words of the card, as Telegram shows them; every part is one that Telegram takes and a person can read."""
    parts = render(report, language=language)
    shown = []
    for part in parts:
        words, _ = parse_html(part)
        assert 0 < utf16_length(words) <= LIMIT
        assert utf16_length(words) == length(part)
        assert not re.search(r"\bNone\b|\bnan\b|\binf\b|[{}]", words)
        assert not set(MARKS) & set(words)
        assert words.count("\u2068") == words.count("\u2069")
        shown.append(plain(part))
    return "\n".join(shown)


def line_with(words: str, lines: Iterable[str] | str) -> str:
    """The first line that holds these words. Raises StopIteration."""
    found = lines.splitlines() if isinstance(lines, str) else lines
    return next(line for line in found if words in line)
