"""Pure analysis: FACEIT models in, report models out. Numbers and codes; no language, no clock but an argument."""
