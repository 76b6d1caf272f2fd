"""What a player is called on a card."""

from analysis.report import PlayerReport, ReviewPlayer
from reports.escape import name
from texts.catalogue import Language, text


def person(player: PlayerReport | ReviewPlayer, language: Language) -> str:
    """The nickname as HTML; one who asked not to be analysed has none."""
    return text(language, "report-hidden") if player.hidden else name(player.nickname)
