"""Owners and subjects as admins see them: keyed hashes, the same everywhere, from which nobody is found by trying."""

from errors import ConfigurationError
from faceit.links import match_ids
from settings import Settings
from storage.privacy import hash_key, keyed_hash
from tasks.states import TaskType

DIGITS = 10
OPERATOR = "cli"
GROUP = "bulk:"


class Owners:
    """Hashes under the key of the settings; without a key people are shown as nobody in particular."""

    def __init__(self, settings: Settings) -> None:
        self._key: bytes | None
        try:
            self._key = hash_key(settings)
        except ConfigurationError:
            self._key = None

    def owner(self, owner: str) -> str:
        """An owner. The operator and a bulk, which are no people, are shown as they are."""
        return owner if owner == OPERATOR or owner.startswith(GROUP) else self._hashed("owner", owner)

    def subject(self, task_type: TaskType, subject: str) -> str:
        """What a task is about: a match by its id, players as a hash, a list of matches by how many they are."""
        if task_type is TaskType.MATCH_ANALYSIS:
            return (match_ids(subject) or ["–"])[0]
        if task_type is TaskType.BULK_ANALYSIS and not subject.startswith("last:"):
            return f"×{len(subject.split())}"
        return self._hashed("subject", subject.lower())

    def _hashed(self, kind: str, value: str) -> str:
        return keyed_hash(self._key, kind, value)[:DIGITS] if self._key else "–"
