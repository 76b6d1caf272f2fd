"""/forget_me left the pictures of a person's reports, and Telegram's names of them, for an hour."""

import itertools
from typing import Any

import redis

from actors.pictures import Painter
from connections import redis_client
from faceit.models import FACTIONS, Faction
from pipelines.manager import build_manager, match_wish
from pipelines.pictures import KINDS
from pipelines.shown import build_shown
from settings import Settings
from tasks.pictures import PictureName, PictureStore, build_pictures
from texts.catalogue import LANGUAGES


def kept(client: Any, run: str) -> list[bytes]:
    """Every key of the cache that holds a run's id: in its name, or in a member or field of a book."""
    found = []
    for key in client.scan_iter():
        kind = client.type(key)
        inside: Any = []
        if kind == b"zset":
            inside = client.zrange(key, 0, -1)
        elif kind == b"hash":
            inside = client.hkeys(key)
        found += [one for one in [key, *inside] if run.encode() in one]
    return found


def draw_all(pictures: PictureStore, run: str) -> None:
    kinds = itertools.chain(*KINDS.values())
    sides: tuple[Faction | None, ...] = (None, *FACTIONS)
    for kind, language, side in itertools.product(kinds, LANGUAGES, sides):
        name = PictureName(run, kind, language, side, "mark")
        pictures.put(name, b"png")
        pictures.sent(name, "file")


def test_pictures_of_a_run_go_with_it(settings: Settings, redis_tasks: redis.Redis) -> None:
    manager, pictures = build_manager(settings), build_pictures(settings, "command")
    client = redis_client("consumer", "cache", settings)
    # Given pictures of a run of Ann's alone, and of one that Bob waits for, too
    alone = manager.submit(match_wish("tg:1", "m1")).task.run
    shared = manager.submit(match_wish("tg:1", "m2")).task.run
    assert manager.submit(match_wish("tg:2", "m2")).task.run == shared
    draw_all(pictures, alone)
    draw_all(pictures, shared)
    held = len(kept(client, shared))
    assert len(kept(client, alone)) == held > 0
    # When she is forgotten
    manager.forget("tg:1")
    # Then nothing holds the run's id, his stay as they are, and the books are right
    assert kept(client, alone) == []
    assert len(kept(client, shared)) == held
    sizes = next(key for key in client.scan_iter(match="*pictures:+sizes"))
    book = {name: int(size) for name, size in client.hgetall(sizes).items()}
    assert book.pop(b"total") == sum(book.values())
    # And when he is, too, all of it is gone
    manager.forget("tg:2")
    assert kept(client, shared) == [] and int(client.hget(sizes, "total") or 0) == 0


def test_a_run_that_is_gone_gets_no_picture(settings: Settings, redis_tasks: redis.Redis) -> None:
    manager, pictures = build_manager(settings), build_pictures(settings, "command")
    Painter(manager.store, pictures, build_shown(settings)).draw("gone", "match", "en", None)
    assert kept(redis_client("consumer", "cache", settings), "gone") == []
