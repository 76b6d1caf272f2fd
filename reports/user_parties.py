"""With whom one seems to queue: always marked as inferred; it opens at a touch."""

from analysis.user.report import UserCount, UserParty, UserReport
from reports.escape import name
from reports.parts import Block, quote
from texts.catalogue import Language, text


def parties_block(report: UserReport, language: Language) -> Block:
    """The groups met most often, then matches by the size of the group; nothing where none can be inferred."""
    company = report.company
    if not company.sizes:
        return Block([])
    lines = [
        text(
            language,
            "stats-party",
            names=_names(party, language),
            count=_of(party, language),
        )
        for party in company.parties
    ]
    sizes = [
        text(
            language,
            "stats-party-alone" if size.size == 1 else "stats-party-size",
            size=size.size,
            count=_of(size, language),
        )
        for size in company.sizes
    ]
    return quote([text(language, "stats-parties"), *lines, " · ".join(sizes)])


def _names(party: UserParty, language: Language) -> str:
    """The members that have a name, and how many more there are."""
    known = [name(one) for one in party.nicknames if one]
    more = len(party.players) - len(known)
    return ", ".join([*known, *([text(language, "stats-party-more", count=more)] if more else [])])


def _of(count: UserCount, language: Language) -> str:
    return text(language, "stats-of-matches", wins=count.wins, results=count.results, matches=count.matches)
