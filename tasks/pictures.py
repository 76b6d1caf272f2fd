"""Drawn pictures between the worker that draws and the bot that sends: kept a while, in the cache's database."""

import base64
from dataclasses import dataclass

from connections import PREFIX, Profile, redis_client
from faceit.cache import RedisCache, ResponseCache
from faceit.models import Faction
from settings import Settings
from texts.catalogue import Language

DRAWN, SENT = "drawn", "sent"


@dataclass(frozen=True)
class PictureName:
    """Which picture: of a run, in a language, from a side."""

    run: str
    kind: str
    language: Language
    side: Faction | None

    @property
    def key(self) -> str:
        """As it is kept."""
        return f"{self.run}:{self.kind}:{self.language}:{self.side or '-'}"


@dataclass(frozen=True)
class Drawn:
    """What came of drawing: the PNG, or none because there is nothing to show or because it failed."""

    png: bytes | None


class PictureStore:
    """Blocking, thread-safe. A store that is away counts as one that has nothing."""

    def __init__(self, cache: ResponseCache, keep_s: float) -> None:
        self._cache = cache
        self._keep_s = keep_s

    def drawn(self, name: PictureName) -> Drawn | None:
        """What was drawn, None while nothing came of it yet."""
        body = self._cache.get(DRAWN, name.key)
        if body is None:
            return None
        return Drawn(base64.b64decode(body["png"]) if body.get("png") else None)

    def put(self, name: PictureName, png: bytes | None) -> None:
        """Keep what was drawn."""
        self._cache.put(DRAWN, name.key, {"png": base64.b64encode(png).decode() if png else ""}, self._keep_s)

    def file_id(self, name: PictureName) -> str | None:
        """Telegram's id of the picture, once it was sent to anybody."""
        body = self._cache.get(SENT, name.key)
        return str(body["file_id"]) if body else None

    def sent(self, name: PictureName, file_id: str) -> None:
        """It was sent: the next one needs no upload."""
        self._cache.put(SENT, name.key, {"file_id": file_id}, self._keep_s)


def build_pictures(settings: Settings, profile: Profile) -> PictureStore:
    """A store on a client of its own."""
    cache = RedisCache(
        redis_client(profile, "cache", settings),
        max_bytes=settings.pictures.cache_max_mb * 1024 * 1024,
        prefix=PREFIX + "cache:pictures:",
    )
    return PictureStore(cache, settings.pictures.keep_minutes * 60)
