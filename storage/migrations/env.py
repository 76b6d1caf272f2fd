"""What Alembic runs to migrate: on the connection storage.release gives, else on one of the settings."""

from alembic import context
from sqlalchemy import Connection

from settings import load
from storage.engines import sql_engine
from storage.models import metadata


def migrate(connection: Connection) -> None:
    """All migrations in the transaction under way."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def run() -> None:
    """For `alembic` itself and for storage.release alike."""
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    with sql_engine(load()).begin() as connection:
        migrate(connection)


# Alembic loads this file under this name; imported as a module it must do nothing.
if __name__ == "env_py":
    run()
