"""What a worker process counts goes to Redis from its boot to its end."""

from dramatiq import Broker, Middleware, Worker

from connections import redis_client
from measures import recorder
from settings import Settings


class Measuring(Middleware):
    """Starts and stops the recorder of the process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:
        """Begin to write."""
        recorder.start(lambda: redis_client("command", "tasks", self._settings))

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """Write what is left."""
        recorder.stop()
