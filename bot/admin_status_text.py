"""The state of everything as one message, the verdict first; and a day in numbers."""

import math
from html import escape

from bot.admin_words import UNKNOWN, memory, moment, page_of, percent, safe, seconds, share, short
from pipelines.overview.model import Ended, Figures, Finding, QueueNow, Snapshot, Spread, StepSpread, WorkerNow
from texts.catalogue import Language, has_text, text

SILENT_S = 15.0
"""A worker beats every five seconds."""

WORKERS = 12
STEPS = 6
"""The slowest steps beside the day's numbers; the others have pages of their own."""
STEPS_OF_PAGE = 20


def status(now: Snapshot, language: Language) -> str:
    """`/admin_queue_status`."""
    lines = [text(language, f"admin-{now.verdict.value}"), *(finding(one, language) for one in now.findings), ""]
    lines += [text(language, "admin-queues"), *(_queue(one, language) for one in now.queues), ""]
    lines += [*_workers(now.workers, language), ""]
    lines.append(text(language, "admin-now", running=str(now.running), people=str(now.active_people)))
    lines.append(text(language, "admin-ended-hour", ended=_ended(now.hour, language)))
    lines.append(text(language, "admin-ended-day", ended=_ended(now.day, language)))
    if any(now.matches_day.counts):
        lines.append(text(language, "admin-ended-matches", ended=_ended(now.matches_day, language)))
    lines += [_redis(now, language), _faceit(now, language), text(language, "admin-moment", at=moment(now.at_ms))]
    return page_of(lines)


def finding(one: Finding, language: Language) -> str:
    """Why a verdict is not good, in words."""
    key = f"finding-{one.code}"
    args = {name: escape(short(value)) for name, value in one.args.items()}
    words = text(language, key, args) if has_text(language, key) else " ".join([one.code, *args.values()])
    return f"{'❗' if one.bad else '•'} {words}"


def _queue(one: QueueNow, language: Language) -> str:
    line = text(
        language,
        "admin-queue",
        name=short(one.queue),
        waiting=str(one.waiting),
        held=str(one.held),
        delayed=str(one.delayed),
    )
    if one.oldest_s is not None:
        line += text(language, "admin-queue-oldest", age=seconds(language, one.oldest_s))
    if one.paused:
        line += f" {text(language, 'admin-queue-paused')}"
    return line if one.consumers else f"{line} {text(language, 'admin-queue-nobody')}"


def _workers(workers: tuple[WorkerNow, ...], language: Language) -> list[str]:
    if not workers:
        return [text(language, "admin-workers-none")]
    busy, threads = sum(one.busy for one in workers), sum(one.threads for one in workers)
    title = text(language, "admin-workers", count=str(len(workers)), busy=str(busy), threads=str(threads))
    # Those who are silent are what one looks for.
    shown = sorted(workers, key=lambda one: -one.beat_age_s)[:WORKERS]
    more = len(workers) - len(shown)
    rest = [text(language, "admin-more", count=str(more))] if more else []
    return [title, *(_worker(one, language) for one in shown), *rest]


def _worker(one: WorkerNow, language: Language) -> str:
    values = {
        "name": safe(f"{one.host}:{one.pid}", 40),
        "queues": escape(", ".join(short(queue) for queue in one.queues)),
        "beat": seconds(language, one.beat_age_s),
    }
    if one.beat_age_s > SILENT_S:
        return text(language, "admin-worker-silent", values)
    return text(
        language,
        "admin-worker",
        values,
        busy=str(one.busy),
        threads=str(one.threads),
        cpu=percent(one.cpu),
        memory=memory(one.memory),
    )


def _ended(ended: Ended, language: Language) -> str:
    return text(
        language,
        "admin-ended",
        completed=str(ended.completed),
        failed=str(ended.failed),
        faults=_faults(ended, language),
        cancelled=str(ended.cancelled),
        success=percent(ended.success),
    )


def _faults(ended: Ended, language: Language) -> str:
    if ended.faults is None or not ended.failed:
        return ""
    return text(language, "admin-ended-faults", faults=str(ended.faults))


def _redis(now: Snapshot, language: Language) -> str:
    one = now.redis
    return text(
        language,
        "admin-redis",
        version=safe(one.version, 20),
        ping=f"{one.ping_ms:.1f}",
        memory=memory(one.memory),
        limit=memory(one.memory_limit),
        clients=str(one.clients),
        most=str(one.clients_limit),
        keys=str(one.keys),
        aof=text(language, "admin-yes" if one.aof else "admin-no"),
    )


def _faceit(now: Snapshot, language: Language) -> str:
    calls, limit = now.faceit.calls, now.faceit.limit
    return text(
        language, "admin-faceit", calls=str(calls), limit=str(limit), percent=str(100 * calls // limit if limit else 0)
    )


def metrics_pages(figures: Figures) -> int:
    """How many pages there are: the day, and the steps that have no room beside it."""
    return 1 + math.ceil(max(0, len(figures.steps) - STEPS) / STEPS_OF_PAGE)


def more_steps(figures: Figures, page: int, language: Language) -> str:
    """The steps of a page from 2 on, the slowest first."""
    first = STEPS + (page - 2) * STEPS_OF_PAGE
    shown = _slowest(figures)[first : first + STEPS_OF_PAGE]
    foot = text(language, "admin-page", page=str(page), pages=str(metrics_pages(figures)))
    return page_of([text(language, "admin-metrics-steps"), "", *(_step(one, language) for one in shown), "", foot])


def _slowest(figures: Figures) -> list[StepSpread]:
    return sorted(figures.steps, key=lambda one: -(one.spread.p95 or 0))


def metrics(figures: Figures, now: Snapshot, language: Language) -> str:
    """`/admin_queue_metrics`."""
    lines = [
        text(language, "admin-metrics"),
        text(language, "admin-metrics-pace", pace=f"{figures.per_minute:.1f}"),
        "",
    ]
    types = [_type(name, spread, figures, language) for name, spread in figures.types.items()]
    lines += types or [text(language, "admin-metrics-none")]
    slowest = _slowest(figures)[:STEPS]
    if slowest:
        lines += ["", text(language, "admin-metrics-steps"), *(_step(one, language) for one in slowest)]
    calls, errors = figures.faceit_calls, figures.faceit_errors
    looks = figures.cache_hits + figures.cache_misses
    lines += [
        "",
        text(
            language, "admin-metrics-faceit", calls=str(calls), errors=str(errors), share=percent(share(errors, calls))
        ),
        text(language, "admin-metrics-cache", share=percent(share(figures.cache_hits, looks)), count=str(looks)),
        text(language, "admin-metrics-wait", _spread(figures.budget_wait, language)),
        text(language, "admin-metrics-sends", sends=str(figures.sends), refused=str(figures.sends_refused)),
        text(language, "admin-metrics-delivery", _spread(figures.delivery, language)),
        "",
        _redis(now, language),
        _faceit(now, language),
    ]
    return page_of(lines)


def _spread(spread: Spread, language: Language) -> dict[str, str]:
    return {
        "count": str(spread.count),
        "p50": seconds(language, spread.p50),
        "p95": seconds(language, spread.p95),
    }


def _type(name: str, spread: Spread, figures: Figures, language: Language) -> str:
    ended = next((one for kind, one in figures.ended.items() if kind == name), None)
    counts = {
        "completed": str(ended.completed) if ended else UNKNOWN,
        "failed": str(ended.failed) if ended else UNKNOWN,
        "cancelled": str(ended.cancelled) if ended else UNKNOWN,
    }
    return text(language, "admin-metrics-type", {"type": str(name), **counts, **_spread(spread, language)})


def _step(one: StepSpread, language: Language) -> str:
    values = {"type": str(one.type), "name": one.name, **_spread(one.spread, language)}
    return text(language, "admin-metrics-step", values)
