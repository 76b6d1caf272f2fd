"""Pipelines for every message but a run's: those hand over inside the script that ends their step."""

from typing import Any

from dramatiq import Broker
from dramatiq.middleware import Pipelines

from actors.middleware.run_events import delivery_of


class RunPipelines(Pipelines):
    """Dramatiq's own middleware, told to leave the messages of runs alone."""

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        """Enqueue the next message of a pipeline that is not a run."""
        if delivery_of(broker, message) is None:
            super().after_process_message(  # type: ignore[no-untyped-call]
                broker, message, result=result, exception=exception
            )
