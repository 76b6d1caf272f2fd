"""Heroku's buildpack sets WEB_CONCURRENCY at every start; uvicorn read it and refused to serve: web ended at once."""

import sys
import urllib.request
from pathlib import Path

import pytest

from sandbox.ports import free_port
from settings import Settings
from tests.processes import Child


@pytest.mark.processes
def test_web_serves_whatever_the_platform_proposes(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("WEB_CONCURRENCY", "2")
    child = Child("web", [sys.executable, "-m", "web"], tmp_path)
    try:
        child.begun_with("Uvicorn running")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            assert answer.status == 200
    finally:
        child.kill()
