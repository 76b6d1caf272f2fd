"""How a finished match went: what turned it, and each map with its halves and opening duels."""

from analysis.report import PlayedMap, Review, Statement
from faceit.models import FACTIONS, Faction
from reports.labels import Labels, map_label
from reports.parts import Block
from texts.catalogue import Language, text


def course_block(review: Review, labels: Labels) -> Block:
    """What stood out, with its numbers; empty when nothing did."""
    series = len(review.maps) > 1
    lines = []
    for turn in review.turned:
        words = turn_text(turn, labels.language, labels.short[_faction(turn)])
        code = turn.args.get("map")
        lines.append(f"{map_label(str(code))}. {words}" if series and code else words)
    return Block([text(labels.language, "report-review-course"), *lines] if lines else [])


def map_lines(review: Review, labels: Labels) -> list[str]:
    """Every map: rounds, halves, overtime, opening duels."""
    lines = [line for played in review.maps if (line := _map(played, labels))]
    heading = "report-review-maps" if len(review.maps) > 1 else "report-review-halves"
    return [text(labels.language, heading), *lines] if lines else []


def turn_text(turn: Statement, language: Language, label: str) -> str:
    """What turned a match, as plain text; `label` is the side that led."""
    args = {key: value for key, value in turn.args.items() if key not in {"faction", "map"}}
    duels = int(turn.args["own"]) + int(turn.args["other"])
    return text(language, turn.code, {**args, "all": duels, "label": label})


def turned_texts(review: Review, labels: Labels) -> Review:
    """The review with the text of every statement filled, by the teams' names."""
    turned = [
        turn.model_copy(update={"text": turn_text(turn, labels.language, labels.plain(_faction(turn)))})
        for turn in review.turned
    ]
    return review.model_copy(update={"turned": turned})


def _faction(turn: Statement) -> Faction:
    return next(name for name in FACTIONS if name == turn.args["faction"])


def _map(played: PlayedMap, labels: Labels) -> str:
    halves = ", ".join(score for half in (played.first_half, played.second_half) if (score := _score(half, labels)))
    bits = []
    if halves:
        bits.append(f"{_score(played.score, labels)} ({halves})".strip())
    elif played.score:
        bits.append(_score(played.score, labels))
    for key, counts in (("overtime", played.overtime), ("openings", played.openings)):
        if len(counts) == len(FACTIONS):
            one, two = (counts[name] for name in labels.order)
            bits.append(text(labels.language, f"report-review-{key}", one=one, two=two))
    line = " · ".join(bit for bit in bits if bit)
    return f"{map_label(played.map)} {line}" if line and played.map else line


def _score(counts: dict[Faction, int], labels: Labels) -> str:
    return ":".join(str(counts[name]) for name in labels.order) if len(counts) == len(FACTIONS) else ""
