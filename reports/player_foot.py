"""The end of a player report: what it rests on, what is missing, and whose data it is."""

from datetime import datetime

from analysis.material import LIGHT
from analysis.player.report import PlayerReport
from analysis.report import Coverage
from faceit.supply import KEPT, minutes_to_full_hour
from reports.foot import FRESH
from reports.parts import Block
from texts.catalogue import Language, has_text, text


def foot_block(report: PlayerReport, language: Language, age_s: float | None = None) -> Block:
    """Coverage and the footer; both belong on every report."""
    coverage = [] if report.matches is None else [text(language, "player-coverage", matches=report.matches)]
    age = int(report.coverage.age_s if age_s is None else age_s)
    if age >= FRESH:
        minutes = text(language, "report-age-minutes", minutes=age // 60)
        coverage.append(text(language, "report-coverage-age", age=minutes))
    line = " · ".join(coverage)
    lines = [line[:1].upper() + line[1:]] if line else []
    return Block(
        [
            *light_line(report.coverage, report.generated_at, language),
            *lines,
            *_missing(report, language),
            f"<i>{text(language, 'report-footer')}</i>",
        ]
    )


def light_line(coverage: Coverage, made_at: datetime, language: Language) -> list[str]:
    """That the hour's calls ran short and when a full report is possible again; nothing when they did not."""
    if not any(item.code in LIGHT for item in coverage.missing):
        return []
    return [text(language, "player-light", minutes=minutes_to_full_hour(made_at.timestamp()))]


def _missing(report: PlayerReport, language: Language) -> list[str]:
    keys = [f"player-missing-{item.what}" for item in report.coverage.missing if item.code != KEPT]
    known = [key if has_text(language, key) else "player-missing-other" for key in keys]
    names = ", ".join(text(language, key) for key in dict.fromkeys(known))
    return [text(language, "player-missing", names=names)] if names else []
