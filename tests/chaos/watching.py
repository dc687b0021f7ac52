"""A memory inside the database: each version of the rows that matter, and when it was committed."""

import psycopg

TABLES = ("messaging_message", "scheduling_interview", "candidates_application", "messaging_suppression")

SCHEMA = """
CREATE SCHEMA chaos;
CREATE TABLE chaos.history (
    id bigserial PRIMARY KEY,
    source text NOT NULL,
    row_id bigint NOT NULL,
    transaction xid NOT NULL DEFAULT pg_current_xact_id()::xid,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    content jsonb
);
CREATE FUNCTION chaos.remember() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO chaos.history (source, row_id, content) VALUES (TG_TABLE_NAME, OLD.id, NULL);
    ELSE
        INSERT INTO chaos.history (source, row_id, content)
        VALUES (TG_TABLE_NAME, NEW.id, to_jsonb(NEW) - 'values' - 'attachments' - 'body');
    END IF;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER chaos_history AFTER INSERT OR UPDATE OR DELETE ON {0}
FOR EACH ROW EXECUTE FUNCTION chaos.remember();
"""


def watch(url: str) -> None:
    """From now on every change is kept, with the transaction that made it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(SCHEMA)
        for table in TABLES:
            connection.execute(TRIGGER.format(table).encode())
