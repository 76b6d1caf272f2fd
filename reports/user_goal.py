"""How far the next goal is, in plain words when it does not come nearer."""

from analysis.player.levels import WIN_ELO
from analysis.user.report import UserGoals, UserReport
from reports.figures import percent
from reports.parts import Block
from texts.catalogue import Language, text


def goal_block(report: UserReport, language: Language) -> Block:
    """The goal, the wins without a loss, the matches at the present rate, and what the rate's error makes of them."""
    goal = report.goals
    if goal is None:
        return Block([])
    key = "stats-goal-milestone" if goal.level is None else "stats-goal-level"
    heading = text(language, key, level=goal.level or 0, elo=str(goal.target))
    away = text(language, "stats-goal-away", points=str(goal.points), wins=goal.wins, elo=WIN_ELO)
    return Block([heading, away, *_at_this_rate(goal, language)])


def _at_this_rate(goal: UserGoals, language: Language) -> list[str]:
    if goal.win_rate is None or goal.error is None:
        return []
    values: dict[str, str | int] = {
        "rate": percent(goal.win_rate),
        "error": str(max(round(goal.error * 100), 1)),
        "results": goal.results,
        "expected": goal.expected or 0,
        "wins": goal.expected_wins or 0,
        "soonest": goal.soonest or 0,
        "latest": goal.latest or 0,
    }
    if goal.expected is None:
        lines = [text(language, "stats-goal-never" if goal.win_rate <= 0.5 else "stats-goal-far", values)]  # noqa: PLR2004
        return [*lines, text(language, "stats-goal-if-better", values)] if goal.soonest else lines
    key = "stats-goal-span" if goal.latest else "stats-goal-or-never"
    at_this_rate = "stats-goal-wins" if goal.expected_wins else "stats-goal-matches"
    return [text(language, at_this_rate, values), text(language, key, values)]
