"""Every log line of a step carries its run and step."""

from typing import Any

import structlog
from dramatiq import Broker, Middleware

from actors.middleware.run_events import delivery_of


class LogContext(Middleware):
    """Binds run, step and actor to the context of the worker thread."""

    def before_process_message(self, broker: Broker, message: Any) -> None:
        """Bind."""
        delivery = delivery_of(broker, message)
        values = {"run": delivery.run, "step": delivery.step} if delivery else {}
        structlog.contextvars.bind_contextvars(actor=message.actor_name, **values)

    def after_process_message(
        self, broker: Broker, message: Any, *, result: Any = None, exception: BaseException | None = None
    ) -> None:
        """Forget."""
        structlog.contextvars.clear_contextvars()

    after_skip_message = after_process_message
