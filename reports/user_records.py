"""What stands out among the matches looked at, each with its map and its date in the own time zone."""

from collections.abc import Callable

from analysis.user.report import UserRecord, UserReport, UserRun
from reports.figures import ratio, whole
from reports.labels import map_label
from reports.parts import Block
from reports.player_habits import session_text
from reports.user_time import day
from texts.catalogue import Language, text

Written = Callable[[UserRecord], str]


def records_block(report: UserReport, language: Language) -> Block:
    """A line a record; nothing without any."""
    records, zone = report.records, report.habits.timezone
    found: tuple[tuple[str, UserRecord | None, Written], ...] = (
        ("kills", records.kills, lambda record: whole(record.kills)),
        ("best-kd", records.best_kd, _kd),
        ("worst-kd", records.worst_kd, _kd),
        ("adr", records.adr, lambda record: whole(record.adr)),
    )
    lines = [
        f"{text(language, f'stats-record-{key}', value=written(record))} · {_where(record, zone, language)}"
        for key, record, written in found
        if record is not None
    ]
    runs = (("win", records.win_run), ("loss", records.loss_run))
    lines += [_run(key, run, zone, language) for key, run in runs if run is not None]
    if records.session is not None and records.session.matches > 1:
        words = f"{session_text(records.session, language)} · {day(records.session.started_at, zone)}"
        lines.append(text(language, "stats-record-session", session=words))
    return Block([text(language, "stats-records"), *lines] if lines else [])


def _kd(record: UserRecord) -> str:
    return f"{ratio(record.kd)} ({whole(record.kills)}:{whole(record.deaths)})"


def _where(record: UserRecord, zone: str, language: Language) -> str:
    """Map, date, result: what is known of them."""
    bits = [] if record.map is None else [map_label(record.map)]
    if record.at is not None:
        bits.append(day(record.at, zone))
    if record.won is not None:
        bits.append(text(language, "stats-won" if record.won else "stats-lost"))
    return " · ".join(bits)


def _run(key: str, run: UserRun, zone: str, language: Language) -> str:
    line = text(language, f"stats-record-{key}-run", matches=run.matches)
    if run.started_at is None or run.ended_at is None:
        return line
    first, last = day(run.started_at, zone), day(run.ended_at, zone)
    return f"{line} · {first}" + ("" if first == last else f" – {last}")
