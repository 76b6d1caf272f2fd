"""Loaded by `dramatiq tests.probe.worker`."""

import dramatiq

import logs
from actors.broker import build_broker
from settings import load
from tests.probe.script import probes

logs.configure(load())
broker = build_broker(load(), steps=probes)
dramatiq.set_broker(broker)
