"""Where a message's state may go, held by the database itself: no code, and no hand, takes a message back.

The trigger is written from ``policy.NEXT`` after every migration, because SQLite drops a table's triggers
when a migration rebuilds it.
"""

import hashlib
from typing import Any  # Django hands signal receivers whatever else the sender gave

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from messaging.policy import NEXT, State

NAME = "messaging_state_moves_forward"


def hold_states(using: str = "default", **_: Any) -> None:
    """Receiver of ``post_migrate``."""
    connection = connections[using]
    if "messaging_message" not in connection.introspection.table_names():
        return  # migrated back to nothing
    if connection.vendor == "postgresql":
        _on_postgresql(connection)
    else:
        _on_sqlite(connection)


def allowed() -> str:
    """The steps that may be made, as a list for SQL; the names are ours, so nothing is quoted."""
    return ", ".join(sorted(f"'{before}>{after}'" for before in State for after in NEXT[before]))


def _on_postgresql(connection: BaseDatabaseWrapper) -> None:
    """Made anew only when the rules have changed, for making it locks the table for a moment."""
    digest = hashlib.sha256(allowed().encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgname = %s", [NAME])
        if cursor.fetchone() == (digest,):
            return
        cursor.execute(f"""
            CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'message % may not go from % to %', OLD.id, OLD.state, NEW.state
                    USING ERRCODE = 'check_violation';
            END $$
        """)
        cursor.execute(f"""
            CREATE OR REPLACE TRIGGER {NAME} BEFORE UPDATE OF state ON messaging_message FOR EACH ROW
            WHEN (OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN ({allowed()}))
            EXECUTE FUNCTION {NAME}()
        """)
        cursor.execute(f"COMMENT ON TRIGGER {NAME} ON messaging_message IS '{digest}'")


def _on_sqlite(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}")
        cursor.execute(f"""
            CREATE TRIGGER {NAME} BEFORE UPDATE OF state ON messaging_message FOR EACH ROW
            WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN ({allowed()})
            BEGIN SELECT RAISE(ABORT, 'a message may not go back to this state'); END
        """)
