"""From what somebody wrote to a player: a nickname, a profile link or a player id."""

import re

from faceit.errors import FaceitNotFoundError
from faceit.links import NICKNAME, UUID, profile_nickname
from faceit.models import FoundPlayer, Player
from faceit.player_errors import (
    BadNicknameError,
    PlayerAmbiguousError,
    PlayerNoCs2Error,
    PlayerNotFoundError,
    PlayerSimilarError,
)
from faceit.scope import FaceitScope

CORE_LEAST = 3  # no nickname is shorter, so nothing shorter is searched for
SEARCHED = 50  # short nicknames are a part of many others

_ID = re.compile(UUID, re.IGNORECASE | re.ASCII)
_NICKNAME = re.compile(NICKNAME, re.ASCII)


def named(words: str) -> str:
    """The nickname or player id in `words`, as written: out of a profile link, without @ and quotes around it.

    Dashes and underscores at the edges stay, nicknames have them. Raises BadNicknameError when there can be none.
    """
    name = profile_nickname(words)
    if name is None:
        edges = "".join({letter for letter in words if not (letter.isalnum() or letter in "-_")})
        name = words.strip(edges)
    if not _NICKNAME.fullmatch(name):
        raise BadNicknameError(words)
    return name


def find_player(scope: FaceitScope, words: str) -> Player:
    """The player whom `words` name, with three calls at most: one when they are exact, or an id.

    A nickname counts as written first, then in any case. Raises BadNicknameError (without a call),
    PlayerAmbiguousError, PlayerSimilarError, PlayerNotFoundError, PlayerNoCs2Error, and what the calls raise.
    """
    name = named(words)
    try:
        player = scope.player(name.lower(), asked_for=True) if _ID.fullmatch(name) else scope.player_named(name)
    except FaceitNotFoundError as missing:
        if _ID.fullmatch(name):
            raise PlayerNotFoundError(name, status=missing.status, path=missing.path) from None
        player = _search(scope, name)
    if not player.has_cs2:
        raise PlayerNoCs2Error(player.nickname)
    return player


def _search(scope: FaceitScope, name: str) -> Player:
    """Somebody whose nickname is `name` in another case. Raises as find_player."""
    core = name.strip("-_")
    query = core if len(core) >= CORE_LEAST else name
    found = scope.search_players(query, SEARCHED)
    same = [other for other in found if other.nickname.lower() == name.lower()]
    if len(same) > 1:
        raise PlayerAmbiguousError(name, same)
    if same:
        return scope.player(same[0].player_id, asked_for=True)
    try:
        return scope.account_named(name)  # one without CS2: the exact look-up asked for CS2
    except FaceitNotFoundError as missing:
        if found:
            raise PlayerSimilarError(name, _nearest_first(found, core)) from None
        raise PlayerNotFoundError(name, status=missing.status, path=missing.path) from None


def _nearest_first(found: list[FoundPlayer], core: str) -> list[FoundPlayer]:
    """Those who differ by dashes and underscores at the edges come first, the others stay in FACEIT's order."""
    return sorted(found, key=lambda other: other.nickname.strip("-_").lower() != core.lower())
