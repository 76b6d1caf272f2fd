"""The files for Prometheus and Grafana: accepted by promtool, and every name and label in them is one of the bot's."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from prometheus_client.parser import text_string_to_metric_families

from connections import PREFIX
from measures.catalogue import METRICS
from monitoring.exposition import Scrape, exposition, gauges
from pipelines.overview.reader import Overview
from settings import Settings, load
from tests.monitoring.snapshots import queue, snapshot
from tests.needed import lacking
from tests.processes import ROOT

PROMETHEUS = ROOT / "deploy" / "prometheus"
GRAFANA = ROOT / "deploy" / "grafana"
DASHBOARDS = sorted((GRAFANA / "dashboards").glob("*.json"))
NAME = re.compile(r"faceit_bot_[a-z_]+\b(?!\")")
SELECTED = re.compile(r"(faceit_bot_[a-z_]+)\s*\{([^}]*)\}")
LABEL = re.compile(r"([a-z_]+)\s*(?:=~|!~|!=|=)")
VALUE = re.compile(r'([a-z_]+)\s*(=~|!~|!=|=)\s*"([^"]*)"')
GROUPED = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")


def promtool(*arguments: str) -> str:
    """Its output. Skips where it is not installed, except in CI."""
    tool = shutil.which("promtool")
    if tool is None:
        lacking("promtool is not installed (apt-get install prometheus)")
    done = subprocess.run([tool, *arguments], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_promtool_accepts_config_and_rules() -> None:
    assert "is valid prometheus config" in promtool("check", "config", str(PROMETHEUS / "prometheus.yml"))
    assert "rules found" in promtool("check", "rules", str(PROMETHEUS / "alerts.yml"))


def test_the_rules_do_what_their_tests_say() -> None:
    assert "SUCCESS" in promtool("test", "rules", str(PROMETHEUS / "alerts_test.yml"))


def test_every_rule_is_tested_both_ways() -> None:
    text = (PROMETHEUS / "alerts_test.yml").read_text()
    rules = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"][0]["rules"]
    cases = [case for test in yaml.safe_load(text)["tests"] for case in test.get("alert_rule_test", ())]
    fires = {case["alertname"] for case in cases if case["exp_alerts"]}
    is_silent = {case["alertname"] for case in cases if not case["exp_alerts"]}
    assert fires == is_silent == {rule["alert"] for rule in rules}


def exposed(client: redis.Redis) -> dict[str, set[str]]:
    """Values of every label whose values are known beforehand, as a real /metrics shows them."""
    for job in ("sample", "terms", "reconcile"):
        client.set(f"{PREFIX}done:{job}", int(time.time() * 1000))
    scrape = Scrape(now=Overview(client, load()).now(), totals={})
    values: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(exposition(scrape).decode()):
        for sample in family.samples:
            for label, value in sample.labels.items():
                values.setdefault(label, set()).add(value)
    return values


def test_every_value_of_a_label_is_one_that_is_exposed(settings: Settings, redis_tasks: redis.Redis) -> None:
    known = exposed(redis_tasks)
    assert known.keys() == {"type", "state", "queue", "stream", "job"} and known["job"] == {"sample", "terms"}
    series = re.findall(r"series: '([^']*)'", (PROMETHEUS / "alerts_test.yml").read_text())
    wrong = [
        f"{name} {label}={value}"
        for query in [*all_queries(), *series]
        for name, inside in SELECTED.findall(query)
        for label, sign, value in VALUE.findall(inside)
        if label in known and "$" not in value
        if not any(re.fullmatch(value, one) if "~" in sign else value == one for one in known[label])
    ]
    assert wrong == []


def test_promtool_accepts_the_queries_of_the_dashboards(tmp_path: Path) -> None:
    found = [query for path in DASHBOARDS for query in queries(json.loads(path.read_text()))]
    plain = [re.sub(r"\$__\w+", "5m", query) for query in found if not query.startswith("label_values(")]
    rules = [{"record": f"query:{number}", "expr": query} for number, query in enumerate(plain)]
    assert len(rules) > 30
    path = tmp_path / "queries.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "dashboards", "rules": rules}]}))
    assert f"{len(rules)} rules found" in promtool("check", "rules", str(path))


def test_limits_are_those_of_the_settings() -> None:
    own = load().monitoring
    rules = yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())["groups"][0]["rules"]
    said = {rule["alert"]: " ".join(rule["expr"].split()) for rule in rules}
    assert own.age_critical_seconds == own.age_high_seconds
    for queue_name, limit in (
        ('=~"faceit_bot_(critical|high)"', own.age_high_seconds),
        ('="faceit_bot_default"', own.age_default_seconds),
        ('="faceit_bot_low"', own.age_low_seconds),
    ):
        assert f"{{queue{queue_name}}} > {limit:g}" in said["FaceitBotQueueOld"]
    assert said["FaceitBotRedisMemory"].endswith(f"> {own.memory_high:g}")
    assert said["FaceitBotRedisNearlyFull"].endswith(f"> {own.memory_full:g}")
    assert said["FaceitBotSchedulerSilent"].endswith(f"> {own.scheduler_silent_seconds:g}")
    assert f"> {own.failure_share:g} and" in said["FaceitBotFailures"]
    assert said["FaceitBotFailures"].endswith(f"[{own.failure_minutes:g}m]) or vector(0)) >= {own.failure_count}")
    assert said["FaceitBotHourNearlyUsedUp"].endswith(f">= {load().faceit.hour_last:g}")


def labels_of() -> dict[str, set[str]]:
    """Labels of every series that /metrics can show."""
    known: dict[str, set[str]] = {}
    for metric in METRICS:
        names = {metric.name: metric.labels}
        if metric.kind == "histogram":
            names = {f"{metric.name}_{part}": metric.labels for part in ("sum", "count")}
            names[f"{metric.name}_bucket"] = (*metric.labels, "le")
        known |= {name: set(labels) for name, labels in names.items()}
    scrape = Scrape(now=snapshot([queue("faceit_bot_low")]), totals={})  # type: ignore[arg-type]
    known |= {family.name: set(family._labelnames) for family in gauges(scrape)}  # type: ignore[attr-defined]
    return known


def queries(node: Any) -> Iterator[str]:
    """Every expression of a dashboard or of a file of rules."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"expr", "query"} and isinstance(value, str):
                yield value
            else:
                yield from queries(value)
    elif isinstance(node, list):
        for value in node:
            yield from queries(value)


def all_queries() -> list[str]:
    found = list(queries(yaml.safe_load((PROMETHEUS / "alerts.yml").read_text())))
    for path in DASHBOARDS:
        found += queries(json.loads(path.read_text()))
    assert len(found) > 50
    return found


def bare(query: str) -> str:
    return re.sub(r'"[^"]*"', '""', query)


def faults(query: str, known: dict[str, set[str]]) -> list[str]:
    """Names and labels of a query that nothing has."""
    names = set(NAME.findall(bare(query)))
    wrong = [f"no metric {name}" for name in sorted(names - set(known))]
    allowed = set().union(*(known[name] for name in names & set(known)))
    for name, inside in SELECTED.findall(bare(query)):
        wrong += [f"{name} has no {label}" for label in LABEL.findall(inside) if label not in known.get(name, {label})]
    for inside in GROUPED.findall(bare(query)):
        labels = {label.strip() for label in inside.split(",")} - {""}
        wrong += [f"nothing has {label}" for label in sorted(labels - allowed)]
    return wrong


def test_every_metric_and_label_is_the_bots() -> None:
    known = labels_of()
    assert {query: found for query in all_queries() if (found := faults(query, known))} == {}


@pytest.mark.parametrize(
    "query",
    [
        "faceit_bot_queue_dept",
        "rate(faceit_bot_task_seconds[5m])",
        'faceit_bot_queue_depth{type="x"}',
        "sum by (queue) (faceit_bot_tasks_ended_total)",
        "sum by (le) (rate(faceit_bot_task_seconds_count[5m]))",
    ],
)
def test_a_wrong_name_would_be_seen(query: str) -> None:
    assert faults(query, labels_of())


def test_every_metric_is_shown_somewhere() -> None:
    shown = {name for query in all_queries() for name in NAME.findall(bare(query))}
    shown = {re.sub(r"_seconds_(?:bucket|count|sum)$", "_seconds", name) for name in shown}
    known = {re.sub(r"_seconds_(?:bucket|count|sum)$", "_seconds", name) for name in labels_of()}
    assert known - shown == set()


@pytest.mark.parametrize("path", DASHBOARDS, ids=lambda path: path.stem)
def test_a_dashboard_is_whole(path: Path) -> None:
    board = json.loads(path.read_text())
    source = yaml.safe_load((GRAFANA / "provisioning" / "datasources" / "faceit_bot.yml").read_text())
    uids = {one["uid"] for one in source["datasources"]}
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    squares: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        own = {(place["x"] + dx, place["y"] + dy) for dx in range(place["w"]) for dy in range(place["h"])}
        assert not own & squares and place["x"] + place["w"] <= 24, panel["title"]
        squares |= own
        for target in panel.get("targets", ()):
            assert target["datasource"]["uid"] in uids
    variables = {one["name"] for one in board["templating"]["list"]}
    used = set(re.findall(r"\$([a-z]\w*)", path.read_text())) - {"__all", "__rate_interval"}
    assert used <= variables
