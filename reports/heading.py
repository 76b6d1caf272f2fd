"""The top of a card: who plays, where it stands, the chance and the Elo at stake."""

from analysis.prediction import whole_percent
from analysis.report import MatchReport
from faceit.models import Faction
from reports.figures import whole
from reports.labels import Labels, chosen, map_label, status_text
from reports.parts import Block
from texts.catalogue import text


def title(report: MatchReport, labels: Labels, key: str = "report-title", score: str = "") -> Block:
    """Both teams, the map and the status. Order is the asker's side first."""
    one, two = labels.order
    lines = [text(labels.language, key, one=labels.titled(one), two=labels.titled(two), score=score)]
    status = status_text(report, labels.language)
    maps = _maps(report, labels)
    lines.append(f"{maps} · {status}" if maps else status[:1].upper() + status[1:])
    return Block(lines)


def _maps(report: MatchReport, labels: Labels) -> str:
    """The map, or the maps of a series: with their rounds once played."""
    played = report.review.maps if report.review else []
    if len(played) < 2:
        codes = [row.map for row in chosen(report)] or [code for code in (report.map,) if code]
        return ", ".join(map_label(code) for code in codes)
    one, two = labels.order
    shown = [(map_label(item.map or "?"), item.score) for item in played]
    return ", ".join(f"{label} {score[one]}:{score[two]}" if len(score) == 2 else label for label, score in shown)


def chance(report: MatchReport, labels: Labels) -> Block:
    """Win chance with its source, the other source beside it, and what is at stake."""
    language, said = labels.language, report.prediction
    if said.faction1 is None or said.source is None:
        return Block([text(language, "report-chance-unknown"), *_elo(report, labels)])
    one, two = shares(said.faction1, labels)
    source = text(language, f"report-source-{said.source}")
    lines = [text(language, "report-chance", one=one, two=two, source=source)]
    lines.append(text(language, "report-too-close") if said.too_close else _favourite(said.faction1, labels))
    if said.source == "faceit" and said.model is not None:
        one, two = shares(said.model, labels)
        lines.append(text(language, "report-chance-model", one=one, two=two))
    return Block([*lines, *_elo(report, labels)])


def shares(faction1: float, labels: Labels) -> tuple[str, str]:
    """The chance of both sides in the order of the card, adding up to 100."""
    first = whole_percent(faction1)
    values = (f"{first}%", f"{100 - first}%")
    return values if labels.order[0] == "faction1" else (values[1], values[0])


def _favourite(faction1: float, labels: Labels) -> str:
    favourite: Faction = "faction1" if faction1 > 0.5 else "faction2"
    if labels.side is None:
        return text(labels.language, "report-favourite", team=labels.name(favourite))
    return text(labels.language, "report-favourite-us" if favourite == labels.side else "report-favourite-them")


def _elo(report: MatchReport, labels: Labels) -> list[str]:
    lines = []
    one, two = (labels.teams.get(name) for name in labels.order)
    if one and two and (one.elo is not None or two.elo is not None):
        lines.append(text(labels.language, "report-elo-mean", one=whole(one.elo), two=whole(two.elo)))
    if any(advice.code == "unrated" for advice in report.advice):
        return [*lines, text(labels.language, "advice-unrated")]
    stakes = [
        text(labels.language, "report-elo-stakes", label=labels.short[name], gain=team.elo_gain, loss=team.elo_loss)
        for name in labels.order
        if (team := labels.teams.get(name)) and team.elo_gain is not None and team.elo_loss is not None
    ]
    return [*lines, "Elo: " + " · ".join(stakes) if stakes else text(labels.language, "report-elo-estimate")]
