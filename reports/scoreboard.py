"""Everybody who played, in the part that opens at a touch."""

from analysis.report import Review, ReviewPlayer
from reports.figures import percent, ratio, tenth, whole
from reports.labels import Labels
from reports.persons import person
from texts.catalogue import text


def scoreboard(review: Review, labels: Labels) -> list[str]:
    """Two lines a player: the figures, then duels, clutches and grenades, each beside what is usual for him."""
    language = labels.language
    lines = [text(language, "report-review-all")]
    for faction in labels.order:
        players = [player for player in review.players if player.faction == faction]
        players.sort(key=lambda player: (player.hidden, -(player.kills or 0)))
        if players:
            lines.append(text(language, "report-detail-team", team=labels.name(faction)))
        for player in players:
            lines += _player(player, labels)
    errors = [player.rating_error for player in review.players if player.rating_error is not None]
    if errors or any(player.entry for player in review.players):
        usual = any(value is not None for player in review.players for value in _usual(player))
        legend: dict[str, str | int] = {"error": ratio(min(errors, default=None)), "usual": "yes" if usual else "no"}
        lines.append(text(language, "report-review-legend", legend))
    return lines


def _usual(player: ReviewPlayer) -> tuple[float | None, ...]:
    """Whatever may stand in brackets."""
    return player.usual_entry, player.usual_utility, player.usual_rating, player.usual_one_v_one, player.usual_one_v_two


def _player(player: ReviewPlayer, labels: Labels) -> list[str]:
    shown = person(player, labels.language)
    if player.hidden:
        return [shown]
    line = text(
        labels.language,
        "report-review-player",
        name=shown,
        kills=whole(player.kills),
        deaths=whole(player.deaths),
        assists=whole(player.assists),
        adr=whole(player.adr),
    )
    if player.rating is not None:
        usual = "" if player.usual_rating is None else f" (~{ratio(player.usual_rating)})"
        line += f", ~{ratio(player.rating)}{usual}"
    more = " · ".join([*_duels(player, labels), *_grenades(player, labels)])
    return [line, f"└ {more}"] if more else [line]


def _duels(player: ReviewPlayer, labels: Labels) -> list[str]:
    """Opening duels, and the clutches there were."""
    bits = []
    if player.entry is not None and player.entry[1]:
        usual = "" if player.usual_entry is None else f" (~{percent(player.usual_entry)})"
        wins, tries = player.entry
        bits.append(text(labels.language, "report-review-entry", wins=wins, tries=tries) + usual)
    clutches = (
        ("1v1", player.one_v_one, player.usual_one_v_one),
        ("1v2", player.one_v_two, player.usual_one_v_two),
    )
    for name, counted, usually in clutches:
        if counted is not None and counted[1]:
            usual = "" if usually is None else f" (~{percent(usually)})"
            bits.append(f"{name} {counted[0]}/{counted[1]}{usual}")
    return bits


def _grenades(player: ReviewPlayer, labels: Labels) -> list[str]:
    bits = []
    if player.utility_damage is not None:
        usual = "" if player.usual_utility is None else f" ({tenth(player.usual_utility)})"
        bits.append(text(labels.language, "report-review-grenades", damage=tenth(player.utility_damage)) + usual)
    if player.flashes is not None:
        bits.append(text(labels.language, "report-review-flashes", flashes=ratio(player.flashes)))
    return bits
