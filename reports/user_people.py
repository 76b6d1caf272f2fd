"""Team-mates and opponents: n beside every rate, a finding only where the report has one."""

from collections.abc import Sequence

from analysis.user.company import MATE_MATCHES, RIVAL_MATCHES
from analysis.user.report import UserCount, UserMate, UserReport
from reports.escape import cell, name
from reports.figures import DASH, many, percent
from reports.parts import Block, table
from reports.tables import columns
from texts.catalogue import Language, text

NAME = 13


def people_blocks(report: UserReport, language: Language) -> list[Block]:
    """Both tables with what stands out; a word when nobody was met often enough."""
    company = report.company
    if not company.rooms:
        return []
    known = []
    if company.matches and company.rooms < company.matches:
        known = [text(language, "stats-rooms", rooms=company.rooms, matches=company.matches)]
    mates = _people(report.teammates, company.mates, "mates", MATE_MATCHES, language)
    rivals = _people(report.opponents, company.rivals, "rivals", RIVAL_MATCHES, language)
    if not mates and not rivals:
        nobody = text(language, "stats-nobody", mates=MATE_MATCHES, rivals=RIVAL_MATCHES)
        return [Block([text(language, "stats-people"), nobody, *known])]
    return [*mates, *rivals, Block([text(language, "stats-people-legend"), *known], tight=True)]


def _people(people: Sequence[UserMate], met: int, kind: str, least: int, language: Language) -> list[Block]:
    if not people:
        return []
    wins = text(language, "player-column-wins")
    rows = [(text(language, "stats-column-name"), "n", wins, f"~{wins}")]
    rows += [(cell(one.nickname or "", NAME), many(one.matches), percent(one.win_rate), _shrunk(one)) for one in people]
    below = [_finding(one, kind, language) for one in people if one.verdict != "none"]
    below = below or [text(language, f"stats-{kind}-none")]
    if len(people) < met:
        below.append(text(language, "stats-people-shown", shown=len(people), met=met))
    return [Block([text(language, f"stats-{kind}", least=least)]), table(columns(rows)), Block(below, tight=True)]


def _shrunk(one: UserMate) -> str:
    return DASH if one.shrunk is None else f"~{percent(one.shrunk)}"


def _finding(one: UserMate, kind: str, language: Language) -> str:
    values = {"name": name(one.nickname or ""), "with": _of(one, language), "without": _of(one.others, language)}
    return text(language, f"stats-{kind}-{one.verdict}", values)


def _of(count: UserCount, language: Language) -> str:
    return text(language, "stats-of", wins=count.wins, results=count.results)
