"""Finished matches: the result, whether it was foreseen, and who played above or below the own average."""

from collections.abc import Sequence

from analysis.report import MatchReport, Review, ReviewPlayer
from faceit.models import Faction
from reports.escape import name
from reports.figures import percent, ratio, whole
from reports.heading import shares
from reports.labels import Labels
from reports.parts import Block, quote
from reports.statements import advice_text
from texts.catalogue import text

MOST = 3
NOT_THERE = "faceit-not-found"
"""FACEIT has no statistics of the match, or not yet."""


def score_text(review: Review, labels: Labels) -> str:
    """The score ("13 : 10") in the order of the card, or a dash when there is no score."""
    one, two = labels.order
    if one not in review.score or two not in review.score:
        return "—"
    return f"{review.score[one]} : {review.score[two]}"


def result_block(report: MatchReport, review: Review, labels: Labels) -> Block:
    """Who won, and what had been said."""
    forfeit = [advice_text(a, labels) for a in report.advice if a.code == "forfeit"]
    return Block([winner_text(review.winner, labels), *(forfeit or [_foreseen(report, review, labels)])])


def review_blocks(report: MatchReport, review: Review, labels: Labels) -> list[Block]:
    """Players above and below their own average, then everybody."""
    if any(a.code == "forfeit" for a in report.advice):
        return []
    if not review.players:
        return [Block([text(labels.language, _without_players(report))])]
    blocks = [_group(review, labels, "above"), _group(review, labels, "below")]
    judged = any(player.verdict is not None for player in review.players)
    if judged and not any(block.lines for block in blocks):
        blocks = [Block([text(labels.language, "report-review-as-usual")])]
    return [*blocks, _everybody(review, labels)]


def winner_text(winner: Faction | None, labels: Labels) -> str:
    """Who won."""
    if winner is None:
        return text(labels.language, "report-review-no-winner")
    if labels.side is not None:
        return text(labels.language, "report-review-won" if winner == labels.side else "report-review-lost")
    return text(labels.language, "report-review-winner", team=labels.name(winner))


def _without_players(report: MatchReport) -> str:
    """Why nobody is listed: entered by hand, out of reach, or not there yet."""
    if report.status == "MANUAL_RESULT":
        return "report-review-manual"
    lost = [item.code for item in report.coverage.missing if item.what == "match_stats"]
    return "report-review-no-stats" if lost and lost != [NOT_THERE] else "report-review-pending"


def _foreseen(report: MatchReport, review: Review, labels: Labels) -> str:
    said = report.prediction
    if said.faction1 is None:
        return text(labels.language, "report-review-none")
    if said.too_close or review.predicted_right is None:  # no call was made, or none can be judged
        one, two = shares(said.faction1, labels)
        return text(
            labels.language, "report-review-close" if said.too_close else "report-review-before", one=one, two=two
        )
    favourite: Faction = "faction1" if said.faction1 > 0.5 else "faction2"
    chance = percent(max(said.faction1, 1 - said.faction1))
    key = "report-review-right" if review.predicted_right else "report-review-wrong"
    return text(labels.language, key, chance=chance, team=labels.name(favourite))


def _group(review: Review, labels: Labels, verdict: str) -> Block:
    found = [p for p in review.players if p.verdict == verdict and p.kd is not None and p.average_kd is not None]
    found.sort(key=lambda p: -abs((p.kd or 0) - (p.average_kd or 0)))
    lines = [_line(player, labels) for player in found[:MOST]]
    return Block([text(labels.language, f"report-review-{verdict}"), *lines] if lines else [])


def _line(player: ReviewPlayer, labels: Labels) -> str:
    values: dict[str, str | int] = {
        "kd": ratio(player.kd),
        "average": ratio(player.average_kd),
        "matches": player.average_matches or 0,
    }
    label = f" ({labels.short[player.faction]})"
    return text(labels.language, "report-review-line", {**values, "name": name(player.nickname), "label": label})


def _everybody(review: Review, labels: Labels) -> Block:
    lines = [text(labels.language, "report-review-all")]
    for faction in labels.order:
        players = sorted((p for p in review.players if p.faction == faction), key=lambda p: -(p.kills or 0))
        if players:
            lines.append(text(labels.language, "report-detail-team", team=labels.name(faction)))
            lines += _figures(players, labels)
    return quote(lines)


def _figures(players: Sequence[ReviewPlayer], labels: Labels) -> list[str]:
    return [
        text(
            labels.language,
            "report-review-player",
            name=name(player.nickname),
            kills=whole(player.kills),
            deaths=whole(player.deaths),
            assists=whole(player.assists),
            adr=whole(player.adr),
        )
        for player in players
    ]
