"""The overview of a clean server, with a manager, workers and a bench to make things happen."""

import pytest
import redis

from pipelines.overview.reader import Overview
from settings import Settings
from tests.core.conftest import bench, manager, workers

__all__ = ["bench", "manager", "workers"]


@pytest.fixture
def overview(redis_tasks: redis.Redis, settings: Settings) -> Overview:
    """What faces read."""
    return Overview(redis_tasks, settings)
