"""Alembic's entry: `db.migrate` hands over the connection, with its transaction open."""

from alembic import context
from sqlmodel import SQLModel

import admin_dashboard.models  # noqa: F401 - fills the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=False,
)
context.run_migrations()
