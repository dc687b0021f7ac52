"""A witness inside the database: triggers that write down every change of a message's state."""

from django.db import connection

SQLITE = (
    """CREATE TABLE machine_history
       (id INTEGER PRIMARY KEY AUTOINCREMENT, message bigint, old varchar(14), new varchar(14))""",
    """CREATE TRIGGER machine_insert AFTER INSERT ON messaging_message BEGIN
       INSERT INTO machine_history (message, old, new) VALUES (NEW.id, '', NEW.state); END""",
    """CREATE TRIGGER machine_update AFTER UPDATE OF state ON messaging_message
       WHEN OLD.state <> NEW.state BEGIN
       INSERT INTO machine_history (message, old, new) VALUES (NEW.id, OLD.state, NEW.state); END""",
)
POSTGRESQL = (
    """CREATE TABLE machine_history
       (id bigserial PRIMARY KEY, message bigint, old varchar(14), new varchar(14))""",
    """CREATE FUNCTION machine_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
       IF TG_OP = 'INSERT' THEN
         INSERT INTO machine_history (message, old, new) VALUES (NEW.id, '', NEW.state);
       ELSIF OLD.state <> NEW.state THEN
         INSERT INTO machine_history (message, old, new) VALUES (NEW.id, OLD.state, NEW.state);
       END IF; RETURN NULL; END $$""",
    """CREATE TRIGGER machine_history AFTER INSERT OR UPDATE ON messaging_message
       FOR EACH ROW EXECUTE FUNCTION machine_note()""",
)


def begin() -> None:
    """Inside the test's transaction, which takes it away again."""
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)


def since(number: int) -> list[tuple[int, int, str, str]]:
    """What was committed after that line: its number, the message, the old state (none at birth), the new."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, message, old, new FROM machine_history WHERE id > %s ORDER BY id", [number]
        )
        return list(cursor.fetchall())
