"""What a release looks at before it migrates: each refusal and each warning on one line, without a secret in it."""

import os
import re
import time
from urllib.parse import urlsplit

import redis

import connections
from errors import ConfigurationError
from settings import Settings
from storage.engines import sql_url

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
"""As @BotFather writes it: the bot's number and 35 letters, digits, dashes."""
WAIT_FOR_REDIS_S = 8.0
"""A server added to the app a moment ago may not answer yet; one whose connections are all in use may have one soon."""
NO_CONNECTION_LEFT = "max number of clients reached"
"""As Redis says it. Behind TLS it says nothing: the connection drops before the handshake."""
LEAST_PASSWORD = 12
WEBHOOK_PORTS = frozenset({None, 443, 80, 88, 8443})
"""Where Telegram delivers: https://core.telegram.org/bots/api#setwebhook"""


def refusals(settings: Settings) -> list[str]:
    """What keeps the processes from serving people; takes up to eight seconds when Redis does not answer."""
    found = []
    token = settings.bot_token.get_secret_value()
    if not token:
        found.append("BOT_TOKEN is not set; @BotFather gives one")
    elif not TOKEN.fullmatch(token):
        found.append("BOT_TOKEN does not look like a token; @BotFather gives it as 123456789:AA…")
    if not settings.faceit_api_key.get_secret_value():
        found.append("FACEIT_API_KEY is not set; FACEIT answers nothing without a server-side key")
    return [*found, *filter(None, (_webhook(settings), _database(settings), _redis(settings)))]


def warnings(settings: Settings) -> list[str]:
    """What works but should not stay so."""
    found = []
    if not settings.admins:
        found.append("ADMIN_IDS is not set: nobody gets alerts or admin commands")
    password = settings.dashboard_password.get_secret_value()
    if not password:
        found.append("DASHBOARD_PASSWORD is not set: there is no dashboard")
    elif len(password) < LEAST_PASSWORD or len(set(password)) < 5 or password == settings.dashboard_user:
        found.append(f"DASHBOARD_PASSWORD is weak: take {LEAST_PASSWORD} characters or more")
    if settings.redis.db_tasks == settings.redis.db_cache:
        found.append("redis.db_tasks and redis.db_cache are the same: a full cache would stop the broker")
    if not settings.privacy.contact:
        found.append("PRIVACY__CONTACT is not set: /privacy names nobody to write to")
    return found


def _webhook(settings: Settings) -> str:
    url = settings.telegram_webhook_url
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        good = parts.scheme == "https" and bool(parts.hostname) and parts.port in WEBHOOK_PORTS
    except ValueError:
        good = False
    return "" if good else "TELEGRAM_WEBHOOK_URL must be https://host on port 443, 80, 88 or 8443"


def _database(settings: Settings) -> str:
    if os.environ.get("DYNO") and not settings.database_url.get_secret_value():
        return "DATABASE_URL is not set: a dyno's files are lost at every restart; add a PostgreSQL to the app"
    try:
        sql_url(settings)
    except ConfigurationError as error:
        return str(error)
    return ""


def _redis(settings: Settings) -> str:
    url = settings.redis_url.get_secret_value()
    if not url and os.environ.get("DYNO"):
        return "REDIS_URL is not set; add a Redis to the app"
    try:
        parts = urlsplit(url)
        # A port that is none raises, with a piece of the address in its words.
        good = not url or (parts.scheme in {"redis", "rediss"} and bool(parts.hostname) and parts.port != 0)
    except ValueError:
        good = False
    if not good:
        return "REDIS_URL is no address; it looks like redis://:…@host:6379 or rediss://…"
    deadline = time.monotonic() + WAIT_FOR_REDIS_S
    while True:
        refused = _answer(settings)
        if not refused or time.monotonic() >= deadline:
            return refused
        time.sleep(0.5)


def _answer(settings: Settings) -> str:
    """Why Redis can't be used; "" when it answers, takes writes and keeps them."""
    where = connections.address(settings)
    try:
        client = connections.redis_client("command", "tasks", settings)
        try:
            policy = str(client.info("memory").get("maxmemory_policy", "noeviction"))
        finally:
            client.close()
    except redis.AuthenticationError:
        return f"REDIS_URL: {where.host}:{where.port} refuses the password"
    except (redis.RedisError, OSError) as error:
        if NO_CONNECTION_LEFT in str(error):
            return f"REDIS_URL: {where.host}:{where.port} has no connection left: all that its plan allows are in use"
        dropped = where.tls and isinstance(error, redis.ConnectionError)
        hint = "; a server drops new connections when all that its plan allows are in use" if dropped else ""
        return f"REDIS_URL: no answer from {where.host}:{where.port} ({type(error).__name__}){hint}"
    if policy != "noeviction":
        return f"REDIS_URL: the server drops keys when it is full ({policy}); set maxmemory-policy noeviction"
    return ""
