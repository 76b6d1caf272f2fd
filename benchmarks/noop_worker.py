"""Loaded by a worker of this project whose steps do nothing; all middleware is real."""

import logging

import dramatiq

from actors.broker import build_broker
from actors.context import StepContext
from actors.step import StepFunction
from pipelines.plans import PLANS
from settings import load
from tasks.states import TaskType

logging.basicConfig(level=logging.INFO)


def _nothing(_ctx: StepContext) -> None:
    """A step that does nothing."""


def _last(ctx: StepContext) -> None:
    ctx.result = {}


def noops(task_type: TaskType) -> list[StepFunction]:
    """No-op steps for the plan of a task type."""
    return [_nothing] * (len(PLANS[task_type].steps) - 1) + [_last]


broker = build_broker(load(), steps=noops)
dramatiq.set_broker(broker)
