"""Keyed hashes: who holds the database alone can't tell which player a row is about, not even by trying all ids."""

import hashlib
import hmac

from errors import ConfigurationError
from settings import Settings


def hash_key(settings: Settings) -> bytes:
    """PRIVACY__HASH_KEY, else one made from BOT_TOKEN: the same in every process that has the same settings.

    Raises ConfigurationError when there is neither: a key of nothing would protect nobody.
    """
    own = settings.privacy.hash_key.get_secret_value()
    if own:
        return hashlib.sha256(own.encode()).digest()
    token = settings.bot_token.get_secret_value()
    if not token:
        raise ConfigurationError("PRIVACY__HASH_KEY", "is not set, and there is no BOT_TOKEN to make it from")
    return hmac.new(token.encode(), b"faceit_bot privacy", hashlib.sha256).digest()


def keyed_hash(key: bytes, *parts: str) -> str:
    """HMAC-SHA256 of the parts, as hexadecimal digits. Parts hold no line feed."""
    return hmac.new(key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()
