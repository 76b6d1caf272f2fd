"""What the watch knows of each finding, from its first look to the word that it is over. Pure.

A finding is told when two looks have seen it, told once more when it turns from worth a look into bad, and is over when
it was gone for a minute (`[monitoring] gone_seconds`). One that comes back is counted in the same telling; one that
comes back soon after it was over is told anew, but must then be gone for twice as long (at most 16 minutes) before that
is told: what comes and goes every few minutes falls silent by itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pipelines.overview.model import Finding

LOOKS = 2
LOOKS_OF = {"faceit-limited": 4}
"""What may be seen twice by chance, a short pause of FACEIT's, is told when it lasts or comes back again and again."""
GONE_MS = 60_000
AGAIN_MS = 600_000
"""One that comes back within this is the same story."""
DOUBLINGS = 4
IDENTITY = ("queue", "worker", "job")
"""Arguments that make two findings of one code different; the others say how much."""
NOT_TOLD = frozenset({"paused", "queue-deep", "hour-short", "hour-last"})
"""An admin's own doing, or what passes by itself."""


@dataclass(frozen=True)
class Watched:
    """One finding. Moments are Unix ms, 0 when there is none; `told` and `told_over`: chats that were told.

    `since`: first seen; `seen`: last seen; `gone`: when it was missing first; `over`: taken to be over; `back`: times
    it came back since it was confirmed; `story`: how many times it was told and over again shortly before; `worst`: it
    has been bad in this story, so that going to and fro between both is told once.
    """

    finding: Finding
    since: int
    seen: int
    looks: int = 1
    gone: int = 0
    over: int = 0
    back: int = 0
    story: int = 0
    confirmed: bool = False
    worst: bool = False
    told: frozenset[int] = field(default_factory=frozenset)
    told_over: frozenset[int] = field(default_factory=frozenset)

    @property
    def active(self) -> bool:
        """Whether it is there, or only just gone, and has been seen often enough."""
        return self.confirmed and not self.over

    @property
    def lasted_s(self) -> float:
        """From when it was seen first to when it was missing, or last seen."""
        return max(0, (self.gone or self.seen) - self.since) / 1000


def key_of(finding: Finding) -> str:
    """What makes a finding the same at the next look."""
    return "/".join([finding.code, *(finding.args[name] for name in IDENTITY if name in finding.args)])


def watched(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Those that admins are told of, by key."""
    return {key_of(one): one for one in findings if one.bad or one.code not in NOT_TOLD}


def look(
    known: Mapping[str, Watched], findings: Iterable[Finding], now: int, gone_ms: int = GONE_MS
) -> dict[str, Watched]:
    """What is known after a look at `now` (Unix ms); what is forgotten is left out."""
    there = watched(findings)
    after = {key: _seen(known.get(key), finding, now) for key, finding in there.items()}
    for key, one in known.items():
        if key not in there and (missing := _missing(one, now, gone_ms)) is not None:
            after[key] = missing
    return after


def gone_needed_ms(one: Watched, gone_ms: int = GONE_MS) -> int:
    """How long it must be gone before it is over."""
    return gone_ms << min(one.story, DOUBLINGS)


def _seen(one: Watched | None, finding: Finding, now: int) -> Watched:
    if one is None:
        return Watched(finding, since=now, seen=now, worst=finding.bad)
    if one.over:
        return Watched(finding, since=now, seen=now, story=one.story + 1, worst=finding.bad)
    looks = one.looks + 1
    back = one.back + (1 if one.gone and one.confirmed else 0)
    worse = finding.bad and not one.worst
    return replace(
        one,
        finding=finding,
        seen=now,
        looks=looks,
        gone=0,
        back=back,
        confirmed=one.confirmed or looks >= LOOKS_OF.get(finding.code, LOOKS),
        worst=one.worst or finding.bad,
        # Who was told that it is worth a look has not been told this.
        told=frozenset() if worse else one.told,
    )


def _missing(one: Watched, now: int, gone_ms: int) -> Watched | None:
    if one.over:
        # A recovery that Telegram does not take is tried until the finding is forgotten.
        return one if now - one.over < max(AGAIN_MS, gone_needed_ms(one, gone_ms)) else None
    gone = one.gone or now
    if now - gone < gone_needed_ms(one, gone_ms):
        return replace(one, gone=gone)
    # Never confirmed: nobody was told, and nothing is to be told.
    return replace(one, gone=gone, over=now) if one.confirmed else None
