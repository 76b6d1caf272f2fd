"""What `periodiq actors.scheduler` loads: logs, then a broker with the periodic actors."""

import dramatiq
import pendulum

import logs
from actors.sender import build_sender
from settings import load

# In a zone with summer time periodiq sends nothing for an hour in the night when that ends.
pendulum.set_local_timezone(pendulum.UTC)
settings = load()
logs.configure(settings)
broker = build_sender(settings)
dramatiq.set_broker(broker)
