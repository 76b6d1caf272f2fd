"""What can be wrong with a list of matches."""

from collections.abc import Mapping, Sequence

from errors import InputError

SHOWN = 10
"""Numbers of lines in one message."""


def _shown(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:SHOWN])) + ("…" if len(lines) > SHOWN else "")


class BulkEmptyError(InputError):
    """There is nothing in the list."""

    code = "bulk-empty"


class BulkFileTypeError(InputError):
    """The file is no list: another kind by its name, or no text."""

    code = "bulk-file-type"


class BulkFileSizeError(InputError):
    """The file is larger than a list may be."""

    code = "bulk-file-size"

    def __init__(self, limit_kb: int) -> None:
        super().__init__(f"larger than {limit_kb} KB")
        self.limit_kb = limit_kb

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": str(self.limit_kb)}


class BulkNoMatchesError(InputError):
    """There are lines, but no match in any; `lines` are their numbers."""

    code = "bulk-no-matches"

    def __init__(self, lines: Sequence[int]) -> None:
        super().__init__(f"no match in {len(lines)} lines")
        self.lines = tuple(lines)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"lines": _shown(self.lines), "count": len(self.lines)}


class BulkOtherGameError(InputError):
    """Every link leads to a match of another game; `lines` are their numbers."""

    code = "bulk-other-game"

    def __init__(self, lines: Sequence[int]) -> None:
        super().__init__(f"another game in {len(lines)} lines")
        self.lines = tuple(lines)

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"lines": _shown(self.lines), "count": len(self.lines)}


class BulkCountError(InputError):
    """The number of last matches is out of range."""

    code = "bulk-count"

    def __init__(self, limit: int) -> None:
        super().__init__(f"not within 1..{limit}")
        self.limit = limit

    def args_for_text(self) -> Mapping[str, str | int | float]:
        return {"limit": str(self.limit)}


class BulkNeedsLinkError(InputError):
    """A number alone means one's own matches, and it is not known who this person is on FACEIT."""

    code = "bulk-needs-link"
