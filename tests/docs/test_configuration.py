"""The committed page of settings is what is generated, names every setting, and shows no secret."""

import tomllib

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from docs import configuration
from settings import TOML, Settings
from tests.processes import ROOT


def test_the_committed_page_is_the_generated_one() -> None:
    committed = (ROOT / "docs" / "configuration.md").read_text()
    assert committed == configuration.page(), "run: python -m docs.configuration"


def test_every_setting_and_variable_stands_in_it() -> None:
    page = configuration.page()
    for section, keys in tomllib.loads(TOML.read_text()).items():
        for key in keys:
            assert f"| `{section}.{key}` | `{section}__{key}`".upper() in page.upper()
    flat = {name.upper() for name, field in Settings.model_fields.items() if not field.is_required()}
    assert flat == set(configuration.ENVIRONMENT)


def test_the_environment_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    before = configuration.page()
    monkeypatch.setenv("BOT_TOKEN", "123456:hunter2")
    monkeypatch.setenv("REDIS__PASSWORD", "hunter2")
    assert configuration.page() == before


def test_a_secret_default_is_not_shown() -> None:
    field = FieldInfo(annotation=SecretStr)
    assert "hunter2" not in configuration.shown(field, "hunter2")
    assert configuration.shown(field, "") == "secret, empty"


def test_a_sign_in_quotes_is_no_comment() -> None:
    assert configuration._comment('key = "a # b" # meaning') == "meaning"
    assert configuration._comment("key = 1") == ""
