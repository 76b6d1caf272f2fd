"""Each picture of an album without a link was told anew that it holds none."""

from bot.albums import REMEMBERED, Albums
from tests.bot.test_links import message


def test_an_album_counts_once_and_single_pictures_always() -> None:
    albums = Albums()
    assert [albums.answered(message(media_group_id="1")) for _ in range(3)] == [False, True, True]
    assert not albums.answered(message()) and not albums.answered(message())


def test_only_so_many_are_remembered() -> None:
    albums = Albums()
    for number in range(REMEMBERED + 1):
        assert not albums.answered(message(media_group_id=str(number)))
    assert not albums.answered(message(media_group_id="0"))
