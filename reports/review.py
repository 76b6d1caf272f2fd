"""Finished matches: the result, whether it was foreseen, and who played above or below the own average."""

from analysis.population import MATCH_SD_ADR, MATCH_SD_KD
from analysis.prediction import whole_percent
from analysis.report import MatchReport, Review, ReviewPlayer
from faceit.models import Faction
from reports.course import course_block, map_lines
from reports.figures import ratio, whole
from reports.heading import shares
from reports.labels import Labels
from reports.parts import Block, quote
from reports.persons import person
from reports.scoreboard import scoreboard
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
    return Block([winner_text(review.winner, labels), *(forfeit or _foreseen(report, review, labels))])


def review_blocks(report: MatchReport, review: Review, labels: Labels) -> list[Block]:
    """How it went, players above and below their own average, then maps and everybody."""
    if any(a.code == "forfeit" for a in report.advice):
        return []
    if not review.players:
        return [Block([text(labels.language, _without_players(report))])]
    blocks = [_group(review, labels, "above"), _group(review, labels, "below")]
    judged = any(player.verdict is not None for player in review.players)
    if judged and not any(block.lines for block in blocks):
        blocks = [Block([text(labels.language, "report-review-as-usual")])]
    details = quote([*map_lines(review, labels), *scoreboard(review, labels)])
    return [course_block(review, labels), *blocks, details]


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


def _foreseen(report: MatchReport, review: Review, labels: Labels) -> list[str]:
    """What was said beforehand, by whom, and whether it came true; our model's word beside FACEIT's, if stored."""
    said, language = report.prediction, labels.language
    if said.faction1 is None or said.source is None:
        return [text(language, "report-review-none")]
    lines = [
        _called(said.faction1, said.source, review, labels) if _judged(report, review) else _uncalled(report, labels)
    ]
    if said.made_at is not None and said.source == "faceit" and said.model is not None:
        one, two = shares(said.model, labels)
        lines.append(text(language, "report-chance-model", one=one, two=two))
    return lines


def _judged(report: MatchReport, review: Review) -> bool:
    """Whether a call was made that can be judged."""
    return review.predicted_right is not None and not report.prediction.too_close


def _called(faction1: float, source: str, review: Review, labels: Labels) -> str:
    favourite: Faction = "faction1" if faction1 > 0.5 else "faction2"
    sign, shown = "~" if source == "model" else "", whole_percent(faction1)
    return text(
        labels.language,
        "report-review-right" if review.predicted_right else "report-review-wrong",
        who=text(labels.language, f"report-review-said-{source}"),
        chance=f"{sign}{max(shown, 100 - shown)}%",
        team=labels.of(favourite),
    )


def _uncalled(report: MatchReport, labels: Labels) -> str:
    said = report.prediction
    one, two = shares(said.faction1 or 0.0, labels)
    source = text(labels.language, f"report-source-{said.source}")
    key = "report-review-close" if said.too_close else "report-review-before"
    return text(labels.language, key, one=one, two=two, source=source)


def _group(review: Review, labels: Labels, verdict: str) -> Block:
    """Those furthest from their usual, in spreads of a match."""
    found = sorted((p for p in review.players if p.verdict == verdict), key=_distance, reverse=True)
    lines = [_line(player, labels) for player in found[:MOST]]
    return Block([text(labels.language, f"report-review-{verdict}"), *lines] if lines else [])


def _distance(player: ReviewPlayer) -> float:
    pairs = ((player.kd, _usual_kd(player), MATCH_SD_KD), (player.adr, player.usual_adr, MATCH_SD_ADR))
    return max((abs(v - usual) / sd for v, usual, sd in pairs if v is not None and usual is not None), default=0.0)


def _usual_kd(player: ReviewPlayer) -> float | None:
    return player.average_kd if player.usual_kd is None else player.usual_kd


def _line(player: ReviewPlayer, labels: Labels) -> str:
    """Name, K/D, ADR and rating, each with the usual one in brackets, and the matches behind those."""
    language, matches = labels.language, player.average_matches or 0
    kd, adr, rating = _usual_kd(player), player.usual_adr, player.usual_rating
    with_adr, rated = player.average_adr_matches, player.usual_rating_matches
    words = text(language, "report-review-rating", rating=ratio(player.rating))
    bits = [
        _beside(f"K/D {ratio(player.kd)}", kd, ratio(kd), matches, matches),
        _beside(f"ADR {whole(player.adr)}", adr, whole(adr), with_adr, matches),
        _beside(words, rating, ratio(rating), rated, matches),
    ]
    known = (player.kd, player.adr, player.rating)
    values: dict[str, str | int] = {
        "name": person(player, language),
        "label": f" ({labels.short[player.faction]})",
        "figures": ", ".join(bit for bit, value in zip(bits, known, strict=True) if value is not None),
        "matches": matches,
    }
    return text(language, "report-review-line", values)


def _beside(figure: str, usual: float | None, shown: str, behind: int | None, matches: int) -> str:
    """A figure with the usual one, and the matches behind that where they are not those of the line."""
    if usual is None:
        return figure
    sample = f", n {behind}" if behind is not None and behind != matches else ""
    return f"{figure} (~{shown}{sample})"
