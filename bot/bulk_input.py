"""Match ids in a list that somebody gives, as a message or as the bytes of a file."""

import re
from dataclasses import dataclass

from bot.bulk_errors import BulkEmptyError, BulkFileTypeError, BulkNoMatchesError, BulkOtherGameError
from faceit.links import match_ids, other_games

LINE_SHOWN = 60
WORD_READ = 1000
"""Characters of a word that are looked at: no link is longer, and an endless word would take its time."""

NEWLINE = re.compile(r"\r\n?|\n")
"""What an editor and a chat count lines by; str.splitlines knows seven more."""

LIKE_MATCH = re.compile(r"://|faceit\.com|[0-9a-f]{4}-", re.IGNORECASE)
"""What a table's head does not hold: an address, or the beginning of an id."""


@dataclass(frozen=True)
class MatchList:
    """What was read. `bad` are lines without a match, by number and clipped; `dropped` were over the limit.

    `duplicates` counts mentions beyond the first of a match; `other_games` are lines that link another game's room,
    perhaps beside a match.
    """

    matches: tuple[str, ...]
    duplicates: int
    bad: tuple[tuple[int, str], ...]
    other_games: tuple[int, ...]
    dropped: int
    lines: int


def read_list(given: str | bytes, *, limit: int, first: int = 1, table: bool = False) -> MatchList:
    """The first `limit` different matches, in order; `first` is the number of the first line.

    The first line of a `table`, with neither an address nor an id, is taken for its head. Raises BulkEmptyError,
    BulkFileTypeError (no text), BulkNoMatchesError, BulkOtherGameError.
    """
    lines = NEWLINE.split((decoded(given) if isinstance(given, bytes) else given).rstrip("\r\n"))
    found: dict[str, None] = {}
    bad: list[tuple[int, str]] = []
    others: list[int] = []
    named = 0
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        words = _words(line)
        ids = [match for word in words for match in match_ids(word)]
        named += len(ids)
        found.update(dict.fromkeys(ids))
        if any(other_games(word) for word in words):
            others.append(number)
        elif not ids and not (table and number == first and len(lines) > 1 and _is_head(line)):
            bad.append((number, line.strip()[:LINE_SHOWN]))
    if not any(line.strip() for line in lines):
        raise BulkEmptyError
    if not found and others and not bad:
        raise BulkOtherGameError(others)
    if not found:
        raise BulkNoMatchesError(sorted([*others, *(number for number, _ in bad)]) or [first])
    matches = tuple(found)
    return MatchList(
        matches=matches[:limit],
        duplicates=named - len(matches),
        bad=tuple(bad),
        other_games=tuple(others),
        dropped=max(0, len(matches) - limit),
        lines=len(lines),
    )


def decoded(content: bytes) -> str:
    """Text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else the Windows one of Russian.

    Raises BulkFileTypeError for what is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise BulkFileTypeError
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _words(line: str) -> list[str]:
    """The cells of a table's line apart, so that none reads as a part of its neighbour's address."""
    return [word[:WORD_READ] for word in line.translate(_DELIMITERS).split()]


def _is_head(line: str) -> bool:
    return LIKE_MATCH.search(line[:WORD_READ]) is None


_DELIMITERS = str.maketrans(dict.fromkeys(';,\t|"', " "))
