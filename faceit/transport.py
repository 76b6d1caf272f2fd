"""One GET over a pooled connection, with limits on time and size, and nothing of FACEIT's meaning."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from faceit.endpoints import Call
from faceit.errors import FaceitUnavailableError
from settings import FaceitSettings

BODY_MAX = 8 * 1024 * 1024  # a hundred recorded games are 110 KB
CHUNK = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Reply:
    """An HTTP answer read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Bearer(AuthBase):
    """The API key as a header. As `auth`, a .netrc can't put something else in its place."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request


class Transport:
    """A session shared by the threads of a process. Redirects are not followed, cookies not kept."""

    def __init__(self, *, base_url: str, api_key: str, settings: FaceitSettings) -> None:
        self._base_url = base_url.rstrip("/")
        self._timeout = (settings.timeout_connect, settings.timeout_read)
        self._session = requests.Session()
        # A stand-in on loopback is never asked through the environment's proxy.
        self._session.trust_env = urlsplit(base_url).hostname not in LOOPBACK
        self._session.auth = _Bearer(api_key)
        self._session.headers.update({"Accept": "application/json", "User-Agent": "faceit-analysis-bot"})
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = HTTPAdapter(pool_connections=2, pool_maxsize=max(10, settings.max_concurrent), max_retries=0)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def get(self, call: Call) -> Reply:
        """Make the call. Raises FaceitUnavailableError when no whole answer came."""
        try:
            response = self._session.get(
                self._base_url + call.url_path,
                params=call.params,
                timeout=self._timeout,
                stream=True,
                allow_redirects=False,
            )
            with response:
                return Reply(response.status_code, response.headers, self._read(response, call.path))
        except requests.ConnectTimeout as error:
            raise FaceitUnavailableError("connect timeout", path=call.path, quick=True) from _plain(error)
        except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
            raise FaceitUnavailableError("read timeout", path=call.path) from _plain(error)
        except (requests.ConnectionError, urllib3.exceptions.ProtocolError) as error:
            raise FaceitUnavailableError("connection cut", path=call.path, quick=True) from _plain(error)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise FaceitUnavailableError(type(error).__name__, path=call.path) from _plain(error)

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()

    def _read(self, response: requests.Response, path: str) -> bytes:
        """The body piece by piece: a timeout of the socket alone would let a trickle go on for ever."""
        deadline = time.monotonic() + self._timeout[1]
        body = bytearray()
        while piece := response.raw.read1(CHUNK, decode_content=True):
            body += piece
            if len(body) > BODY_MAX:
                raise FaceitUnavailableError("answer too large", status=response.status_code, path=path)
            if time.monotonic() > deadline:
                raise FaceitUnavailableError("read timeout", status=response.status_code, path=path)
        return bytes(body)


def _plain(error: Exception) -> Exception:
    """The cause by its type only: messages of requests hold the address with the nickname asked for."""
    return RuntimeError(type(error).__name__)
