"""People send files: the bot hears of them, loads them, and is refused what is too large."""

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.telegram import Config, TelegramStandIn

TOKEN = "123456:TESTTOKENTESTTOKENTESTTOKENTESTTOKE"


@pytest.fixture
def telegram() -> Iterator[TelegramStandIn]:
    with TelegramStandIn(Config(token=TOKEN)) as stand_in:
        yield stand_in


def call(telegram: TelegramStandIn, method: str, **arguments: Any) -> dict[str, Any]:
    request = urllib.request.Request(
        f"{telegram.url}/bot{TOKEN}/{method}",
        data=json.dumps(arguments).encode(),
        headers={"content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as error:
        return dict(json.load(error))


def test_a_file_reaches_the_bot_with_its_caption(telegram: TelegramStandIn) -> None:
    ann = telegram.add_person("Ann", started=True)
    telegram.send_document(ann, "list.txt", b"1-abc\n", caption="/bulk please")
    (update,) = [one for one in call(telegram, "getUpdates")["result"] if "document" in one.get("message", {})]
    message = update["message"]
    assert message["caption"] == "/bulk please"
    assert message["caption_entities"][0]["type"] == "bot_command"
    document = message["document"]
    assert (document["file_name"], document["file_size"], document["mime_type"]) == ("list.txt", 6, "text/plain")
    path = call(telegram, "getFile", file_id=document["file_id"])["result"]["file_path"]
    with urllib.request.urlopen(f"{telegram.url}/file/bot{TOKEN}/{path}", timeout=5) as answer:
        assert answer.read() == b"1-abc\n"


def test_a_file_stays_in_its_topic(telegram: TelegramStandIn) -> None:
    ann = telegram.add_person("Ann", started=True)
    forum = telegram.add_group("five", [ann], forum=True)
    topic = telegram.do("add_topic", chat_id=forum["id"], name="lists")
    sent = telegram.send_document(ann, "list.txt", b"x", caption="/bulk", chat=forum["id"], thread=topic)
    assert sent["message_thread_id"] == topic


def test_over_http_the_bytes_come_in_base64(telegram: TelegramStandIn) -> None:
    ann = telegram.add_person("Ann", started=True)
    content = base64.b64encode("матч\n".encode()).decode()
    sent = telegram.do("send_document", user_id=ann["id"], name="a.csv", content=content)
    assert sent["document"]["file_size"] == len("матч\n".encode())
    with pytest.raises(ValueError, match="[Bb]ase64|padding|alphabet"):
        telegram.do("send_document", user_id=ann["id"], name="a.csv", content="no base64!")


def test_more_than_twenty_megabytes_is_not_given_out(telegram: TelegramStandIn) -> None:
    ann = telegram.add_person("Ann", started=True)
    sent = telegram.send_document(ann, "big.txt", b"x" * (20 * 1024 * 1024 + 1))
    answer = call(telegram, "getFile", file_id=sent["document"]["file_id"])
    assert not answer["ok"] and "too big" in answer["description"]


def test_in_a_group_a_file_without_a_command_is_not_for_the_bot() -> None:
    with TelegramStandIn(Config(token=TOKEN, privacy_mode=True)) as telegram:
        ann = telegram.add_person("Ann", started=True)
        group = telegram.add_group("five", [ann])
        telegram.send_document(ann, "a.txt", b"x", chat=group["id"])
        telegram.send_document(ann, "b.txt", b"x", caption="/bulk", chat=group["id"])
        heard = [one["message"] for one in call(telegram, "getUpdates")["result"] if "message" in one]
        assert [one["document"]["file_name"] for one in heard if "document" in one] == ["b.txt"]
