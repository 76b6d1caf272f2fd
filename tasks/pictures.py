"""Drawn pictures between the worker that draws and the bot that sends: kept a while, in the cache's database."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from connections import PREFIX, Profile, redis_client
from faceit.cache import RedisCache
from faceit.models import FACTIONS, Faction
from settings import Settings
from texts.catalogue import LANGUAGES, Language

DRAWN, SENT = "drawn", "sent"


@dataclass(frozen=True)
class PictureName:
    """Which picture: of a run, in a language, from a side; `of` marks the very report that it shows (`mark_of`)."""

    run: str
    kind: str
    language: Language
    side: Faction | None
    of: str = field(default="", compare=False)

    @property
    def key(self) -> str:
        """As it is kept."""
        return f"{self.run}:{self.kind}:{self.language}:{self.side or '-'}"


@dataclass(frozen=True)
class Drawn:
    """What came of drawing: the PNG, or none because there is nothing to show or because it failed."""

    png: bytes | None


def mark_of(report: Mapping[str, Any]) -> str:
    """The same for the same report only: a picture drawn before somebody was hidden in it is not shown after that."""
    return hashlib.sha256(json.dumps(report, sort_keys=True).encode()).hexdigest()[:16]


class PictureStore:
    """Blocking, thread-safe. A store that is away counts as one that has nothing, and so does one of another report."""

    def __init__(self, cache: RedisCache, keep_s: float) -> None:
        self._cache = cache
        self._keep_s = keep_s

    def drawn(self, name: PictureName) -> Drawn | None:
        """What was drawn, None while nothing came of it yet."""
        body = self._cache.get(DRAWN, name.key)
        if body is None:
            return None
        if not body.get("png"):
            return Drawn(None)
        return Drawn(base64.b64decode(body["png"])) if body.get("of") == name.of else None

    def put(self, name: PictureName, png: bytes | None) -> None:
        """Keep what was drawn."""
        self._cache.put(
            DRAWN, name.key, {"png": base64.b64encode(png).decode() if png else "", "of": name.of}, self._keep_s
        )

    def file_id(self, name: PictureName) -> str | None:
        """Telegram's id of the picture, once it was sent to anybody."""
        body = self._cache.get(SENT, name.key)
        return str(body["file_id"]) if body and body.get("of") == name.of else None

    def sent(self, name: PictureName, file_id: str) -> None:
        """It was sent: the next one needs no upload."""
        self._cache.put(SENT, name.key, {"file_id": file_id, "of": name.of}, self._keep_s)

    def forget(self, run: str, kinds: Iterable[str]) -> None:
        """Keep nothing of a run, in any language or from any side. Raises redis.RedisError."""
        sides: tuple[Faction | None, ...] = (None, *FACTIONS)
        names = [PictureName(run, kind, language, side) for kind in kinds for language in LANGUAGES for side in sides]
        for what in (DRAWN, SENT):
            self._cache.drop(what, [name.key for name in names])


def build_pictures(settings: Settings, profile: Profile) -> PictureStore:
    """A store on a client of its own."""
    cache = RedisCache(
        redis_client(profile, "cache", settings),
        max_bytes=settings.pictures.cache_max_mb * 1024 * 1024,
        prefix=PREFIX + "cache:pictures:",
    )
    return PictureStore(cache, settings.pictures.keep_minutes * 60)
