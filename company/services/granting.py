"""The rights of the database role the product runs as: all its work, and never the trail's past."""

from django.db import connection, transaction
from psycopg import sql

from company.models import AuditEvent, TrailSeal

ONLY_ADDED_TO = (AuditEvent, TrailSeal)


@transaction.atomic
def grant_app_role(role: str, password: str) -> None:
    """Make ``role`` if it is missing, set its password, and give it its rights anew. PostgreSQL only.

    Run as the tables' owner after every migration. The role reads and writes rows of all tables, adds to the
    trail and its seals and cannot change or remove them; it owns nothing, so it can neither alter a table nor
    switch a trigger off.
    """
    name, word = sql.Identifier(role), sql.Literal(password)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        verb = sql.SQL("ALTER" if cursor.fetchone() else "CREATE")
        cursor.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
                verb, name, word
            )
        )
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name))
        cursor.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name))
        for table in connection.introspection.table_names(cursor):
            rights = "SELECT, INSERT" if table in _held() else "SELECT, INSERT, UPDATE, DELETE"
            held = sql.Identifier(table)
            cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(held, name))
            cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(rights), held, name))


def _held() -> set[str]:
    return {model._meta.db_table for model in ONLY_ADDED_TO}
