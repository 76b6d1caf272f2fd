"""Forms of ours are sent only from pages of ours: a signed token bound to the user and to a cookie."""

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from settings import Settings

COOKIE = "faceit_csrf"
FIELD = "csrf"
MAX_AGE_S = 12 * 3600


def secret_of(settings: Settings, purpose: str) -> bytes:
    """A key for `purpose`, the same in every process and another one once the password is changed."""
    password = settings.dashboard_password.get_secret_value().encode()
    return hmac.new(password, f"faceit_bot {purpose}".encode(), hashlib.sha256).digest()


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site made it send this."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != request.headers.get("host", "")


class Csrf:
    """Gives tokens to forms and looks at those that come back."""

    def __init__(self, settings: Settings) -> None:
        self._user = settings.dashboard_user
        self._signer = URLSafeTimedSerializer(secret_of(settings, "csrf"), salt="form")

    def token(self, request: Request) -> tuple[str, str]:
        """A token for this browser's forms, and the cookie that has to come back with it."""
        cookie = request.cookies.get(COOKIE, "")
        if not (len(cookie) == 43 and cookie.replace("-", "").replace("_", "").isalnum()):
            cookie = secrets.token_urlsafe(32)
        return self._signer.dumps([self._user, cookie]), cookie

    def set_cookie(self, request: Request, response: Response, cookie: str) -> None:
        """Leave the cookie in the browser, for our pages only."""
        response.set_cookie(
            COOKIE, cookie, path="/admin", httponly=True, samesite="strict", secure=request.url.scheme == "https"
        )

    def holds(self, request: Request, token: str) -> bool:
        """Whether a form with this token was ours, of this user, in this browser, and not too long ago."""
        if from_elsewhere(request):
            return False
        try:
            found = self._signer.loads(token, max_age=MAX_AGE_S)
        except BadData:
            return False
        expected = [self._user, request.cookies.get(COOKIE, "")]
        return isinstance(found, list) and hmac.compare_digest(repr(found).encode(), repr(expected).encode())
