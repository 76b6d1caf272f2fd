"""What runs of this process share, built when the first of them needs it."""

from actors.archive import Archive, open_archive
from faceit.client import FaceitClient, build_local_client
from settings import Settings
from storage.engines import ALONE


class Tools:
    """One FACEIT client with this process' share of the rate, and one archive."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._faceit: FaceitClient | None = None
        self._archive: Archive | None = None

    @property
    def faceit(self) -> FaceitClient:
        """The client."""
        if self._faceit is None:
            self._faceit = build_local_client(self._settings, rate_share=self._settings.fallback.rate_share)
        return self._faceit

    @property
    def archive(self) -> Archive:
        """The archive. Raises ConfigurationError."""
        if self._archive is None:
            self._archive = open_archive(self._settings, ALONE)
        return self._archive

    def close(self) -> None:
        """Close what was opened."""
        if self._archive is not None:
            self._archive.close()
