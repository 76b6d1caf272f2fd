"""The whole report of a player from what was fetched and what was computed of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from analysis.player.levels import next_level, to_next_level, wins_needed
from analysis.player.material import PlayerFile
from analysis.player.norms import POPULATION
from analysis.player.parts import Character, Course, Maps, Metrics, character_of, course_of, metrics_of, records_of
from analysis.player.percentile import BUCKET_WIDTHS, Percentile, percentile
from analysis.player.report import HistoryPoint, PlayerReport
from analysis.player.votes import compared_figures
from analysis.record import record_of
from analysis.report import Coverage
from faceit.models import GameStats

Histograms = Mapping[str, Mapping[int, int]]
"""Players near one's Elo by metric and bucket (`analysis.player.percentile`)."""


def assemble(file: PlayerFile, *, now: datetime, api_calls: int, histograms: Histograms | None = None) -> PlayerReport:
    """The report from the file alone, all parts computed here. Parameters as in `compose`."""
    metrics = metrics_of(file)
    return compose(
        file,
        metrics,
        course_of(file),
        records_of(file),
        character_of(file, metrics.standing),
        now=now,
        api_calls=api_calls,
        histograms=histograms,
    )


def compose(
    file: PlayerFile,
    metrics: Metrics,
    course: Course,
    maps: Maps,
    character: Character,
    *,
    now: datetime,
    api_calls: int,
    histograms: Histograms | None = None,
) -> PlayerReport:
    """The report from parts computed before; what could not be had is null and named in `coverage.missing`.

    Parameters:
        file: what was fetched.
        metrics, course, maps, character: what was computed of it.
        now: the time of the report.
        api_calls: calls it took.
        histograms: the players near this one's Elo; without, there are no percentiles.
    """
    player, games = file.player, file.recent
    points = to_next_level(player.elo)
    return PlayerReport(
        generated_at=now,
        coverage=Coverage(
            players=(int(record_of(file.lifetime, games) is not None), 1),
            missing=file.missing,
            age_s=max(int((now - file.fetched_at).total_seconds()), 0),
        ),
        api_calls=api_calls,
        player_id=player.player_id,
        nickname=player.nickname,
        level=player.level,
        elo=player.elo,
        calibrating=player.calibrating,
        ban=file.ban(now),
        to_next_level=points,
        next_level=next_level(player.elo),
        wins_to_next=wins_needed(points),
        matches=None if file.games is None else len(games),
        population=POPULATION,
        percentiles=_percentiles(games, histograms or {}),
        history=[_point(game) for game in reversed(games)],
        **_fields(metrics),
        **_fields(course),
        **_fields(maps),
        **_fields(character),
    )


def _fields(part: Metrics | Course | Maps | Character) -> dict[str, object]:
    """A part's fields as they are: their names are the report's."""
    return {name: getattr(part, name) for name in type(part).model_fields}


def _percentiles(games: Sequence[GameStats], histograms: Histograms) -> dict[str, Percentile]:
    figures = compared_figures(games)
    found = {
        key: percentile(histograms[key], key, figures[key])
        for key in BUCKET_WIDTHS
        if key in {*figures} & {*histograms}
    }
    return {key: value for key, value in found.items() if value is not None}


def _point(game: GameStats) -> HistoryPoint:
    return HistoryPoint(
        at=game.finished_at, map=game.map, won=game.won, kills=game.kills, deaths=game.deaths, adr=game.adr
    )
