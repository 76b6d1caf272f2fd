"""What outlives Redis: accounts, preferences, history, predictions, opt-outs and the anonymous histograms.

A SQLite file by default, PostgreSQL by DATABASE_URL. The bot uses the async stores, steps in worker threads the sync
ones. Every store raises StorageUnavailableError when the database can't be reached, answers too late or has no schema.
"""
