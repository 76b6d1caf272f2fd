"""Pictures of reports: a report, a language, a side → PNG bytes. Pure; only fonts are kept between calls."""
