"""Links and ids in what people write."""

import re
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faceit.links import NICKNAME, match_ids, player_names, profile_link, profile_nickname, room_link

UUID = "882f6d02-0b5d-4e09-8021-6bd7224d8022"
ID = "1-" + UUID
OTHER = "1-72ffbabd-8200-438b-890f-903cd7c5bc60"
ROOM = f"https://www.faceit.com/en/cs2/room/{ID}"


@pytest.mark.parametrize(
    "text",
    [
        ROOM,
        f"http://faceit.com/en/cs2/room/{ID}",
        f"www.faceit.com/ru/cs2/room/{ID}",
        f"faceit.com/ptbr/csgo/room/{ID}",
        f"faceit.com/pt-br/csgo/room/{ID}",
        f"HTTPS://WWW.FACEIT.COM/EN/CS2/ROOM/{ID.upper()}",
        f"https://www.faceit.com/{{lang}}/cs2/room/{ID}",
        f"{ROOM}/scoreboard",
        f"{ROOM}/",
        f"{ROOM}?utm=1&x={OTHER}",
        f"{ROOM}#stats",
        f"{ROOM}/scoreboard?a=b#c",
        f"look: {ROOM}, nice",
        f"look:{ROOM}",
        f"<{ROOM}>",
        f"({ROOM})",
        f"[room]({ROOM})",
        f"«{ROOM}»!",
        f"**{ROOM}**",
        f"_{ROOM}_",
        f"{ROOM}.",
        f"{ROOM}...",
        f"wow...{ROOM}",
        f"смотри {ROOM}\nи скажи",
        f"{ROOM} {ROOM.upper()}",
        f"https://www.faceit.com/en/cs2/room/{UUID}",
        ID,
        ID.upper(),
        f"({ID})",
        f"match {ID}, please",
        f"match: {ID}.",
        f"#{ID}",
        f"id:{ID}",
    ],
)
def test_one_match(text: str) -> None:
    assert match_ids(text) == [ID]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        UUID,
        f"https://faceit.com.evil.io/en/cs2/room/{ID}",
        f"https://evil.io/faceit.com/en/cs2/room/{ID}",
        f"https://evil.io/https://www.faceit.com/en/cs2/room/{ID}",
        f"https://evil.io/?u={ROOM}",
        f"https://evil.io/({ROOM})",
        f"https://evil.io#{ROOM}",
        f"https://evil.io\\{ROOM}",
        f"https://evil.io/en/cs2/room/{ID}",
        f"https://notfaceit.com/en/cs2/room/{ID}",
        f"https://not-faceit.com/en/cs2/room/{ID}",
        f"https://notwww.faceit.com/en/cs2/room/{ID}",
        f"https://beta.faceit.com/en/cs2/room/{ID}",
        f"beta.faceit.com/en/cs2/room/{ID}",
        f"https://open.faceit.com/data/v4/matches/{ID}",
        f"https://faceit.com@evil.io/en/cs2/room/{ID}",
        f"https://me@faceit.com/en/cs2/room/{ID}",
        f"//faceit.com/en/cs2/room/{ID}",
        f"https://www.faceit.com/en/dota2/room/{ID}",
        f"https://www.faceit.com/en/cs2/room/{ID}0",
        f"https://www.faceit.com/en/cs2/room/{ID}-1",
        f"https://www.face\u0131t.com/en/cs2/room/{ID}",
        f"{ID}0",
        f"x{ID}",
        f"1-{ID}",
        f"{ID}.evil.io",
        f"{ID}@evil.io",
        "1-882f6d02-0b5d-4e09-8021-6bd7224d802g",
    ],
)
def test_no_match(text: str) -> None:
    assert match_ids(text) == []


def test_several_in_order() -> None:
    assert match_ids(f"{OTHER} {ROOM} {OTHER.upper()}") == [OTHER, ID]
    assert match_ids(f"{ROOM},{ROOM.replace(ID, OTHER)}") == [ID, OTHER]
    assert match_ids(f"{ID},{OTHER};{ID}") == [ID, OTHER]
    assert match_ids(f"evil.io/{ID} {OTHER}") == [OTHER]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("https://www.faceit.com/en/players/Tarisha_34", ["Tarisha_34"]),
        ("faceit.com/ru/players-modal/-x-", ["-x-"]),
        ("https://www.faceit.com/en/players/a/stats/cs2?x=1, https://faceit.com/en/players/b.", ["a", "b"]),
        ("(https://www.faceit.com/players/abc)", ["abc"]),
        ("https://www.faceit.com/en/players/a https://www.faceit.com/en/players/a", ["a"]),
        ("https://www.faceit.com/en/players/", []),
        ("https://www.faceit.com/en/players/ab-%20c", []),
        ("https://www.faceit.com/en/players/" + "a" * 65, []),
        ("https://faceit.com.evil.io/en/players/abc", []),
        ("https://evil.io/faceit.com/en/players/abc", []),
        ("https://beta.faceit.com/en/players/abc", []),
        (ROOM, []),
    ],
)
def test_player_names(text: str, names: list[str]) -> None:
    assert player_names(text) == names


@given(st.uuids(), st.integers(0, 9999), st.sampled_from(["en", "ru", "ptbr", "uk-ua"]), st.data())
def test_any_room_link_is_found(value: uuid.UUID, prefix: int, lang: str, data: st.DataObject) -> None:
    match_id = f"{prefix}-{value}"
    scheme = data.draw(st.sampled_from(["https://", "http://", ""]))
    host = data.draw(st.sampled_from(["www.faceit.com", "faceit.com", "FACEIT.com"]))
    rest = data.draw(st.sampled_from(["", "/", "/scoreboard", "?a=1", "#x", "/stats?y=z#q"]))
    before, after = data.draw(st.sampled_from([("", ""), ("<", ">"), ("(", ")."), ("см. ", "!"), ('"', '"')]))
    game = data.draw(st.sampled_from(["cs2", "csgo"]))
    assert match_ids(f"{before}{scheme}{host}/{lang}/{game}/room/{match_id}{rest}{after}") == [match_id]
    assert match_ids(room_link(match_id, lang)) == [match_id]


@given(
    st.from_regex(r"\A[a-z0-9-]{1,10}\.[a-z]{2,5}\Z").filter(lambda host: host != "faceit.com"),
    st.sampled_from(["https://", "http://", ""]),
    st.text(alphabet="abc/?#=&%.-_(:,", max_size=8).map(lambda path: "/" + path),
)
def test_foreign_hosts_are_never_taken(host: str, scheme: str, path: str) -> None:
    assert match_ids(f"{scheme}{host}{path}{ROOM}") == []
    assert match_ids(f"{scheme}{host}{path}{ID}") == []
    assert match_ids(f"{scheme}faceit.com.{host}/en/cs2/room/{ID}") == []
    assert player_names(f"{scheme}{host}{path}faceit.com/en/players/abc") == []


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    assert all(len(name) >= 38 for name in match_ids(text))
    assert all(name for name in player_names(text))


def test_long_text_is_quick() -> None:
    began = time.monotonic()
    for text in (ROOM * 500, "faceit.com/" * 5000, "1-882f6d02-" * 5000, "https://" * 5000, "/players/" * 5000):
        match_ids(text)
        player_names(text)
    assert time.monotonic() - began < 2.0


def test_room_link() -> None:
    assert room_link(ID, "ru") == f"https://www.faceit.com/ru/cs2/room/{ID}"
    assert room_link(ID, "../x") == ROOM


@pytest.mark.parametrize(
    "text",
    [
        "https://www.faceit.com/en/players/-k1te-",
        "http://faceit.com/ru/players/-k1te-",
        "faceit.com/players/-k1te-",
        "www.faceit.com/pt-br/players/-k1te-/",
        "https://www.faceit.com/{lang}/players/-k1te-",
        "https://www.faceit.com/en/players/-k1te-/stats/cs2",
        "https://www.faceit.com/en/players/-k1te-/stats/cs2?from=x#y",
        "https://www.faceit.com/en/players/-k1te-?utm=1",
        "https://www.faceit.com/en/players-modal/-k1te-",
        "https://www.faceit.com/en/players/%2Dk1te%2d",
        "https://www.faceit.com/en/players/-%6B1te-/stats",
        "HTTPS://WWW.FACEIT.COM/EN/PLAYERS/-k1te-",
        "look: (https://www.faceit.com/en/players/-k1te-), good",
        "«faceit.com/en/players/-k1te-».",
        "https://www.faceit.com/en/players/-k1te- https://www.faceit.com/en/players/other",
    ],
)
def test_profile_link_forms(text: str) -> None:
    assert profile_nickname(text) == "-k1te-"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-k1te-",
        "players/-k1te-",
        "https://www.faceit.com/en/players/",
        "https://www.faceit.com/en/players/a%20b",
        "https://www.faceit.com/en/players/a%2Fb",
        "https://www.faceit.com/en/players/a%",
        "https://www.faceit.com/en/players/a%zz",
        "https://www.faceit.com/en/players/%00",
        "https://www.faceit.com/en/players/%D0%BA%D0%B8%D1%82",
        "https://www.faceit.com/en/players/кит",
        "https://www.faceit.com/en/players/" + "%41" * 65,
        "https://evil.io/en/players/-k1te-",
        "https://faceit.com.evil.io/en/players/-k1te-",
        "https://evil.io/?u=https://www.faceit.com/en/players/-k1te-",
        "https://evil.io#faceit.com/en/players/-k1te-",
        "https://faceit.com@evil.io/en/players/-k1te-",
        "https://me@faceit.com/en/players/-k1te-",
        "https://open.faceit.com/data/v4/players/-k1te-",
        "https://notfaceit.com/en/players/-k1te-",
        "https://www.face\u0131t.com/en/players/-k1te-",
        "https://www.faceit.com/en/teams/-k1te-",
        ROOM,
    ],
)
def test_no_profile(text: str) -> None:
    assert profile_nickname(text) is None


@given(st.from_regex(rf"\A{NICKNAME}\Z"), st.sampled_from(["en", "ru", "ptbr", "../x"]))
def test_any_profile_link_reads_back(nickname: str, lang: str) -> None:
    assert profile_nickname(profile_link(nickname, lang)) == nickname
    escaped = "".join(f"%{ord(letter):02X}" for letter in nickname)
    assert profile_nickname(f"faceit.com/players/{escaped}/stats") == nickname


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=20),
    st.from_regex(r"\A[a-z0-9-]{1,12}\.(?:io|ru|com|faceit)\Z").filter(lambda host: host != "faceit.com"),
    st.sampled_from(["https://", "http://", "", "//"]),
)
def test_any_text_gives_a_nickname_or_nothing_and_foreign_hosts_nothing(text: str, host: str, scheme: str) -> None:
    for words in (text, f"https://www.faceit.com/en/players/{text}", f"{text}faceit.com/players/abc{text}"):
        name = profile_nickname(words)
        assert name is None or re.fullmatch(NICKNAME, name)
    assert profile_nickname(f"{scheme}{host}/en/players/abc") is None
    assert profile_nickname(f"{scheme}{host}/faceit.com/en/players/abc") is None
    assert profile_nickname(f"{scheme}www.faceit.com.{host}/en/players/abc") is None


def test_profile_link() -> None:
    assert profile_link("__moss__", "ru") == "https://www.faceit.com/ru/players/__moss__"
    assert profile_link("a/b?c") == "https://www.faceit.com/en/players/a%2Fb%3Fc"
