"""Form over the windows, the lifetime beside it, and whether there is a trend."""

import html
from collections.abc import Sequence

from analysis.form import TREND_MATCHES
from analysis.player.report import PlayerForm, PlayerReport, Trend
from reports.figures import percent, ratio, signed, tenth, whole
from reports.parts import Block, table
from reports.tables import columns
from texts.catalogue import Language, text


def form_blocks(report: PlayerReport, language: Language) -> list[Block]:
    """The table of windows, the rating estimate and the lifetime."""
    rows = distinct(report)
    below = [*_partly(rows, language), *_rating(report, language), *_lifetime(report, language)]
    heading = text(language, "player-form")
    if not rows:
        unknown = "player-form-unknown" if report.matches is None else "player-form-empty"
        return [Block([heading, text(language, unknown), *below])]
    lines = [("n", text(language, "player-column-wins"), "K/D", "K/R", "ADR")]
    lines += [
        (whole(f.matches), percent(f.win_rate), ratio(f.kd), ratio(f.kr), whole(f.adr)) for f in rows if f.matches
    ]
    return [Block([heading]), table(columns(lines)), Block(below, tight=True)]


def distinct(report: PlayerReport) -> list[PlayerForm]:
    """The windows that hold more matches than the one before: with 12 matches the last 20 and 50 say the same."""
    found: list[PlayerForm] = []
    for form in sorted(report.form.values(), key=lambda form: form.matches or 0):
        if (form.matches or 0) > (found[-1].matches or 0 if found else 0):
            found.append(form)
    return found


def trend_block(report: PlayerReport, language: Language) -> Block:
    """Every change that is one, else that there is none, or that there are too few matches to tell."""
    if not report.matches:
        return Block([])
    lines = [line for key, trend in report.trend.items() if (line := _trend(key, trend, language))]
    if not lines and all(min(trend.matches) < TREND_MATCHES for trend in report.trend.values()):
        lines = [text(language, "player-trend-short", matches=report.matches, needed=2 * TREND_MATCHES)]
    return Block([text(language, "player-trend"), *(lines or [text(language, "player-trend-none")])])


def _trend(key: str, trend: Trend, language: Language) -> str:
    if trend.verdict == "none" or trend.change is None:
        return ""
    size = abs(trend.change)
    change = signed(size).lstrip("+") if key == "win_rate" else ratio(size) if key == "kd" else tenth(size)
    return text(language, f"player-trend-{key.replace('_', '-')}-{trend.verdict}", change=change)


def _partly(rows: Sequence[PlayerForm], language: Language) -> list[str]:
    """Windows in which not every match carries K/D or ADR, with the matches that do."""
    found = []
    for key, label in (("kd_matches", "K/D"), ("adr_matches", "ADR")):
        counts = [(getattr(form, key), form.matches) for form in rows]
        short = [f"{n}/{matches}" for n, matches in counts if n and n != matches]
        if short:
            found.append(text(language, "player-form-partly", figure=label, counts=", ".join(short)))
    return found


def _rating(report: PlayerReport, language: Language) -> list[str]:
    """The estimate over 20 matches, marked and with its error."""
    form = report.form.get("20")
    if form is None or form.rating is None:
        return []
    value, error = ratio(form.rating.value), ratio(form.rating.error)
    return [text(language, "player-rating", value=value, error=error, matches=form.rating.matches)]


def _lifetime(report: PlayerReport, language: Language) -> list[str]:
    life = report.lifetime
    if not life.matches:
        return []
    bits = [text(language, "report-matches", matches=life.matches)]
    if life.win_rate is not None:
        bits.append(text(language, "player-wins", share=percent(life.win_rate)))
    if life.kd is not None:
        bits.append(f"K/D {ratio(life.kd)}" + _over(life.kd_matches, life.matches, language))
    elif life.average_kd is not None:
        bits.append(text(language, "player-average-kd", kd=ratio(life.average_kd)))
    if life.adr is not None:
        bits.append(f"ADR {whole(life.adr)}" + _over(life.extended_matches, life.matches, language))
    return [html.escape(text(language, "player-lifetime", figures=", ".join(bits)), quote=False)]


def _over(matches: int | None, all_matches: int, language: Language) -> str:
    """The matches behind a figure, where they are not all of them."""
    if matches is None or matches == all_matches:
        return ""
    return text(language, "player-over", matches=matches)
