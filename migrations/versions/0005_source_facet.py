"""Users are found by their source through the search index."""

from alembic import op

from admin_dashboard.db.search_ddl import WITH_SOURCE

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    for statement in WITH_SOURCE[op.get_context().dialect.name]:
        op.get_bind().exec_driver_sql(statement)
