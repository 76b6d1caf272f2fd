"""One's own statistics over many matches: sessions, hours, team-mates, opponents, parties, records, goals."""
