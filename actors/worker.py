"""What `dramatiq actors.worker` loads: logs, then the broker with its actors."""

import dramatiq

import logs
from actors.broker import build_broker
from settings import load

settings = load()
logs.configure(settings)
broker = build_broker(settings)
dramatiq.set_broker(broker)
