"""Loaded by a worker of bare Dramatiq."""

import logging

import dramatiq

from benchmarks.noop_bare import build_bare
from connections import redis_client

logging.basicConfig(level=logging.INFO)
broker = build_bare(redis_client("consumer", "tasks"))
dramatiq.set_broker(broker)
