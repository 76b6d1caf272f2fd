"""The sections of settings.toml, a model each; `settings` puts them together and gives them to everybody."""
