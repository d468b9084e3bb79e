"""The audit trail only grows: the one change the database admits is to erase an entry's detail."""

from alembic import op

revision = "0002"
down_revision = "0001"

KEPT = ("id", "batch_id", "number", "at", "actor_id", "door", "action", "user_id", "detail_digest")
ERASES_DETAIL = "new.detail IS NULL AND " + " AND ".join(f"new.{column} IS old.{column}" for column in KEPT)
REFUSE = "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"

SQLITE = (
    f"CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries WHEN NOT ({ERASES_DETAIL}) {REFUSE}",
    f"CREATE TRIGGER audit_entries_delete BEFORE DELETE ON audit_entries {REFUSE}",
    f"CREATE TRIGGER audit_batches_update BEFORE UPDATE ON audit_batches {REFUSE}",
    f"CREATE TRIGGER audit_batches_delete BEFORE DELETE ON audit_batches {REFUSE}",
    # INSERT OR REPLACE takes the old row away without asking the delete trigger.
    "CREATE TRIGGER audit_entries_replace BEFORE INSERT ON audit_entries"
    f" WHEN EXISTS (SELECT 1 FROM audit_entries WHERE id = new.id) {REFUSE}",
    "CREATE TRIGGER audit_batches_replace BEFORE INSERT ON audit_batches"
    f" WHEN EXISTS (SELECT 1 FROM audit_batches WHERE id = new.id) {REFUSE}",
)

POSTGRESQL = (
    """CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the audit trail is append-only';
        END
    $$""",
    """CREATE FUNCTION check_audit_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF new.detail IS NULL AND to_jsonb(new) - 'detail' = to_jsonb(old) - 'detail' THEN
                RETURN new;
            END IF;
            RAISE EXCEPTION 'the audit trail is append-only';
        END
    $$""",
    "CREATE TRIGGER audit_entries_update BEFORE UPDATE ON audit_entries"
    " FOR EACH ROW EXECUTE FUNCTION check_audit_erasure()",
    "CREATE TRIGGER audit_entries_delete BEFORE DELETE OR TRUNCATE ON audit_entries"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_batches_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_batches"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)


def upgrade() -> None:
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)
