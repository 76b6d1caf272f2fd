"""Sums over matches: what lifetime and segment statistics are made of."""

import random
from dataclasses import dataclass, field, fields

from sandbox.faceit.draws import around, hits
from sandbox.faceit.match import COUNTED, Line
from sandbox.faceit.players import Player


@dataclass(slots=True)
class Sums:
    """Totals over some matches on one map, or on all of them.

    ``counts`` covers every match, ``extended`` only those with the extended stats: the site says ``Matches`` for the
    first and ``Total Matches`` for the second.
    """

    matches: int = 0
    wins: int = 0
    rounds: int = 0
    kd_ratios: float = 0.0
    kr_ratios: float = 0.0
    headshot_percents: float = 0.0
    extended_matches: int = 0
    extended_rounds: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    extended: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))

    def add_line(self, line: Line, rounds: int, *, won: bool) -> None:
        """Add one played map."""
        self.matches += 1
        self.wins += won
        self.rounds += rounds
        self.kd_ratios += round(kill_death_ratio(line), 2)
        self.kr_ratios += round(line.kills / rounds, 2)
        self.headshot_percents += headshot_percent(line)
        self.extended_matches += 1
        self.extended_rounds += rounds
        for name in COUNTED:
            value: int = getattr(line, name)
            self.counts[name] += value
            self.extended[name] += value

    def add(self, other: "Sums") -> None:
        """Add another sum."""
        for item in fields(self):
            value = getattr(other, item.name)
            if isinstance(value, dict):
                own = getattr(self, item.name)
                for name, count in value.items():
                    own[name] += count
            else:
                setattr(self, item.name, getattr(self, item.name) + value)


def kill_death_ratio(line: Line) -> float:
    """Return kills over deaths of one map: kills alone for somebody who never died."""
    return line.kills / max(1, line.deaths)


def headshot_percent(line: Line) -> int:
    """Return the headshot share in whole percent."""
    return round(100 * line.headshots / line.kills) if line.kills else 0


def older_matches(rng: random.Random, player: Player, matches: int) -> Sums:
    """Return sums over matches of before August 2024: nothing extended, and no lines of their own to look up."""
    kills = around(rng, matches * (15.5 + 0.9 * player.fragging), 1 + matches**0.5)
    deaths = around(rng, matches * (15.6 - 0.3 * player.fragging), 1 + matches**0.5)
    rounds = around(rng, matches * 23.5, matches**0.5)
    triples, quadros, pentas = (hits(rng, kills, chance) for chance in (0.045, 0.008, 0.001))
    sums = Sums(matches, hits(rng, matches, 0.5), rounds)
    # The mean of match ratios lies .056 above the ratio of sums.
    sums.kd_ratios = round(matches * (kills / max(1, deaths) + 0.056), 2)
    sums.kr_ratios = round(kills / max(1, rounds) * matches, 2)
    sums.headshot_percents = round(100 * player.headshot_rate * matches)
    sums.counts |= {
        "kills": kills,
        "deaths": deaths,
        "assists": around(rng, matches * 4.4, matches**0.5),
        "headshots": hits(rng, kills, player.headshot_rate),
        "mvps": around(rng, matches * 2.2, matches**0.5),
        "triple_kills": triples,
        "quadro_kills": quadros,
        "penta_kills": pentas,
    }
    return sums
