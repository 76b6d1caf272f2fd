"""Match ids in a list that somebody gives, as a message or as the bytes of a file."""

from dataclasses import dataclass

from bot.bulk_errors import BulkEmptyError, BulkFileTypeError, BulkNoMatchesError
from faceit.links import match_ids, other_games

LINE_SHOWN = 60
LINE_READ = 4000
"""Characters of a line that are looked at: no link is longer."""


@dataclass(frozen=True)
class MatchList:
    """What was read. `bad` are lines without a match, by number from 1 and clipped; `dropped` were over the limit."""

    matches: tuple[str, ...]
    duplicates: int
    bad: tuple[tuple[int, str], ...]
    other_games: tuple[int, ...]
    dropped: int
    lines: int


def read_list(given: str | bytes, *, limit: int) -> MatchList:
    """The first `limit` different matches, in order.

    A first line without a match, before one with a delimiter, is taken for a table's head. Raises BulkEmptyError,
    BulkFileTypeError (no text), BulkNoMatchesError.
    """
    words = decoded(given) if isinstance(given, bytes) else given
    lines = words.splitlines()
    found: dict[str, None] = {}
    bad: list[tuple[int, str]] = []
    others: list[int] = []
    named = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        ids = match_ids(_separated(line[:LINE_READ]))
        named += len(ids)
        found.update(dict.fromkeys(ids))
        if not ids:
            if other_games(_separated(line[:LINE_READ])):
                others.append(number)
            elif not (number == 1 and len(lines) > 1 and isinstance(given, bytes)):
                bad.append((number, line.strip()[:LINE_SHOWN]))
    if not any(line.strip() for line in lines):
        raise BulkEmptyError
    if not found:
        raise BulkNoMatchesError([number for number, _ in bad] or others or [1])
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
    """Text of a file: UTF-8 or UTF-16 by its mark, else UTF-8, else the Windows one of Russian. Raises

    BulkFileTypeError for what is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise BulkFileTypeError
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _separated(line: str) -> str:
    """The cells of a table's line apart, so that none reads as a part of its neighbour's address."""
    return line.translate(_DELIMITERS)


_DELIMITERS = str.maketrans(dict.fromkeys(';,\t|"', " "))
