"""Which answer becomes which error, and what an error never tells."""

import copy
import pickle

import pytest
from structlog.testing import capture_logs

from errors import PermanentError, TransientError
from faceit import errors
from faceit.client import FaceitClient, build_local_client
from settings import Settings
from tests.faceit.answering import Given, Server

MATCH = "1-882f6d02-0b5d-4e09-8021-6bd7224d8022"
NOT_FOUND = {"errors": [{"message": "The resource was not found.", "code": "err_nf0", "http_status": 404}]}
PAGE = "<!DOCTYPE html><title>Just a moment...</title>"


@pytest.mark.parametrize(
    ("given", "error", "calls"),
    [
        (Given(NOT_FOUND, 404), errors.FaceitNotFoundError, 1),
        (Given(PAGE, 404), errors.FaceitNotFoundError, 1),
        (Given({"message": "bad key"}, 401), errors.FaceitKeyRejectedError, 1),
        (Given({"message": "no right"}, 403), errors.FaceitKeyRejectedError, 1),
        (Given(PAGE, 403), errors.FaceitBlockedError, 1),
        (Given({"message": "bad"}, 400), errors.FaceitRefusedError, 1),
        (Given(PAGE, 500), errors.FaceitUnavailableError, 1),
        (Given(PAGE, 502), errors.FaceitUnavailableError, 2),
        (Given("", 503), errors.FaceitUnavailableError, 2),
        (Given(PAGE, 504), errors.FaceitUnavailableError, 2),
        (Given(PAGE, 503, {"Retry-After": "30"}), errors.FaceitUnavailableError, 1),
        (Given(PAGE, 301, {"Location": "http://127.0.0.2:9/"}), errors.FaceitUnavailableError, 1),
        (Given(PAGE), errors.FaceitUnavailableError, 1),
        (Given("[1]"), errors.FaceitShapeError, 1),
        (Given({"nothing": "known"}), errors.FaceitShapeError, 1),
        (Given(cut=True), errors.FaceitUnavailableError, 2),
        (Given({}, length=1000), errors.FaceitUnavailableError, 2),
        (Given({}, delay=0.9), errors.FaceitUnavailableError, 1),
        (Given({"a": "b" * 200}, drip=0.05), errors.FaceitUnavailableError, 1),
        (Given(b"[" + b"1," * 5_000_000 + b"1]"), errors.FaceitUnavailableError, 1),
    ],
)
def test_errors(tuned: Settings, server: Server, given: Given, error: type[errors.FaceitError], calls: int) -> None:
    late = given.delay or given.drip
    soon = tuned.faceit.model_copy(update={"timeout_read": 0.6})
    client = build_local_client(tuned.model_copy(update={"faceit": soon}) if late else tuned)
    server.default = lambda _path: given
    scope = client.scope()
    with pytest.raises(error) as caught:
        scope.match(MATCH)
    assert caught.value.path == "/matches/{match_id}"
    assert scope.calls == calls == len(server.paths)
    assert isinstance(caught.value, TransientError) is not isinstance(caught.value, PermanentError)
    assert set(caught.value.args_for_text()) == {"status", "seconds"}
    for twin in (caught.value.again(), copy.copy(caught.value), pickle.loads(pickle.dumps(caught.value))):
        assert (type(twin), str(twin), twin.status) == (error, str(caught.value), caught.value.status)
    client.close()


def test_nothing_listens(tuned: Settings) -> None:
    client = build_local_client(tuned.model_copy(update={"faceit_base_url": "http://127.0.0.1:9"}))
    with pytest.raises(errors.FaceitUnavailableError) as caught:
        client.scope().player_by_nickname("somebody")
    assert "somebody" not in repr(caught.value) + repr(caught.value.__cause__)
    client.close()


def test_logs_and_errors_name_nobody(client: FaceitClient, server: Server) -> None:
    server.queue.append(Given({"message": "player Somebody-9 is unknown"}, 400))
    with capture_logs() as lines, pytest.raises(errors.FaceitRefusedError) as caught:
        client.scope().player_by_nickname("somebody-9")
    assert "somebody-9" not in (repr(lines) + repr(caught.value)).lower()
    assert "test-key" not in repr(lines)
    assert any(line["event"] == "faceit.call" and line["path"] == "/players" for line in lines)
