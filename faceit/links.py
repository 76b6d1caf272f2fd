"""Room and profile links in what people write, and bare match ids. Only faceit.com and www.faceit.com count."""

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote

NICKNAME = r"[A-Za-z0-9_-]{1,64}"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
HOST = r"(?:https?://)?(?:www\.)?faceit\.com(?::(?:443|80))?"
# "en", "ptbr", "pt-br", and the {lang} that links from the API hold literally or escaped.
LANG = r"(?:/(?:[a-z]{2,5}(?:[-_][a-z]{2,4})?|\{lang\}|%7blang%7d))?"
REST = r"(?:[/?#][^\s<>()\[\]\"'`|,;«»“”]*)?"

# ASCII: otherwise the Kelvin sign would pass for a k and a long s for an s.
FLAGS = re.IGNORECASE | re.ASCII
MATCH = re.compile(
    rf"{HOST}{LANG}/(?:cs2|csgo)/room/(?P<room>(?:\d{{1,4}}-)?{UUID})(?![0-9a-z-]){REST}"
    rf"|(?P<bare>\d{{1,4}}-{UUID})(?![0-9a-z-]|[.@/:\\]\w)",
    FLAGS,
)
OTHER_GAME = re.compile(rf"{HOST}{LANG}/(?!cs2/|csgo/)(?P<game>[a-z0-9_-]{{1,32}}+)/room/(?:\d{{1,4}}-)?{UUID}", FLAGS)
PROFILE = re.compile(
    rf"{HOST}{LANG}/players(?:-modal)?/(?P<name>(?:[a-z0-9_-]|%[0-9a-f]{{2}}){{1,192}}+)(?![\w%@]|\.\w){REST}", FLAGS
)
# Before an address these make it a part of another one: evil.io/faceit.com, user@faceit.com, x-faceit.com.
FOREIGN = frozenset("/\\@=%&?#")
JOINING = "-_+~$"
LANGUAGE = re.compile(r"[a-z]{2,5}", re.ASCII)


def match_ids(text: str) -> list[str]:
    """Match ids of room links and bare ids in `text`, in order, each once, hex in lower case, always with a prefix.

    An old link without a prefix gives `1-<uuid>`, FACEIT's only prefix so far. A bare uuid outside a link is nothing.
    """
    found = ((hit["room"] or hit["bare"]).lower() for hit in _hits(MATCH, text))
    return list(dict.fromkeys(name if len(name) > 36 else f"1-{name}" for name in found))


def other_games(text: str) -> list[str]:
    """Games other than CS2 whose rooms are linked in `text`, each once."""
    return list(dict.fromkeys(hit["game"].lower() for hit in _hits(OTHER_GAME, text)))


def player_names(text: str) -> list[str]:
    """Nicknames of profile links in `text`, in order, each once, as written (`%2D` read as "-")."""
    written = (unquote(hit["name"], errors="replace") for hit in _hits(PROFILE, text))
    return list(dict.fromkeys(name for name in written if re.fullmatch(NICKNAME, name)))


def profile_nickname(text: str) -> str | None:
    """The nickname of the first profile link in `text`, as written there, or None."""
    return next(iter(player_names(text)), None)


def room_link(match_id: str, lang: str = "en") -> str:
    """The address of a match's room in the person's language (English if FACEIT can't know it)."""
    return f"https://www.faceit.com/{lang if LANGUAGE.fullmatch(lang) else 'en'}/cs2/room/{match_id}"


def profile_link(nickname: str, lang: str = "en") -> str:
    """The address of a player's profile in the person's language (English if FACEIT can't know it)."""
    return f"https://www.faceit.com/{lang if LANGUAGE.fullmatch(lang) else 'en'}/players/{quote(nickname, safe='')}"


def _hits(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches that are addresses of their own, not a part of somebody else's."""
    for word in re.finditer(r"\S+", text):
        start = 0
        for hit in pattern.finditer(word.group()):
            before = word.group()[start : hit.start()]
            if not _foreign(before, hit.group()):
                start = hit.end()
                yield hit


def _foreign(before: str, hit: str) -> bool:
    """Whether what stands in the same word before a hit makes it a part of another address."""
    if before in {"", "#"}:
        return False
    glued = before.rstrip(JOINING)[-1:].isalnum()
    subdomain = "." in before and not hit.lower().startswith("http")
    return glued or subdomain or not FOREIGN.isdisjoint(before)
