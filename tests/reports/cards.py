"""Cards for tests: reports made up, and a check of what is sent."""

import re
from datetime import timedelta
from html.parser import HTMLParser

from analysis.assemble import assemble
from analysis.match import analyse
from analysis.material import MatchMaterial
from analysis.predict import predict_and_advise
from analysis.report import MatchReport
from faceit.models import MatchStats
from reports.parts import LIMIT, length
from tests.rooms import NOW, POOL, material, person, recorded

ALLOWED = {"b", "i", "pre", "blockquote"}


class Checker(HTMLParser):
    """Follows tags as Telegram does: known ones only, closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED
        assert attrs in ([], [("expandable", None)])
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def check(parts: list[str]) -> str:
    """Every part is valid and within the limit; the text without tags."""
    assert parts
    found = []
    for part in parts:
        assert 0 < length(part) <= LIMIT
        checker = Checker()
        checker.feed(part)
        checker.close()
        assert checker.open == []
        assert not re.search(r"\{|\}|None|\bnan\b", checker.text.replace("{lang}", ""))
        found.append(checker.text)
    return "\n".join(found)


def report_of(room: MatchMaterial, age: int = 7) -> MatchReport:
    analysis = analyse(room, now=NOW, pool=POOL)
    return assemble(analysis, predict_and_advise(analysis), now=NOW + timedelta(seconds=age), api_calls=31)


def finished(chance: float | None = None, best: int = 15) -> MatchReport:
    body = recorded("match_details.json")
    if chance is not None:
        body["teams"]["faction1"]["stats"] = {"winProbability": chance}
    ids = [p["player_id"] for team in body["teams"].values() for p in team["roster"]]
    stats = MatchStats.model_validate(recorded("match_stats.json"))
    return report_of(material(body, {i: person(i, kills=best) for i in ids}, stats=stats))
