"""Many rows at once: COPY on PostgreSQL, ``executemany`` on SQLite, and their indexes made afterwards."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeVar  # a cell is whatever its column takes

from django.db import connection, models

T = TypeVar("T")
Row = Sequence[Any]
CHUNK = 4000


class Shape:
    """How the rows of a model are written: the fields that vary, and one value for each of the others."""

    def __init__(self, model: type[models.Model], *varying: str, **same: Any) -> None:
        self.table = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        if unknown := {*varying, *same} - {field.attname for field in fields}:
            raise ValueError(f"{self.table} has no {', '.join(sorted(unknown))}")
        by_name = {field.attname: field for field in fields}
        rest = [field for field in fields if field.attname not in varying]
        self.columns = [by_name[name].column for name in varying] + [field.column for field in rest]
        self.varying = len(varying)
        self.rest = [_plain(field, same.get(field.attname, field.get_default())) for field in rest]


class Loader(Protocol):
    def load(self, shape: Shape, rows: Iterable[Row]) -> None: ...


class Copying:
    """PostgreSQL: one COPY, in the text format."""

    def load(self, shape: Shape, rows: Iterable[Row]) -> None:
        columns = ", ".join(f'"{name}"' for name in shape.columns)
        tail = "".join(f"\t{_cell(value)}" for value in shape.rest) + "\n"
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{shape.table}" ({columns}) FROM STDIN') as copy,
        ):
            for lines in _chunks("\t".join(map(_cell, row)) + tail for row in rows):
                copy.write("".join(lines))


class Inserting:
    """SQLite: one prepared statement."""

    def load(self, shape: Shape, rows: Iterable[Row]) -> None:
        columns = ", ".join(f'"{name}"' for name in shape.columns)
        marks = ", ".join(["%s"] * len(shape.columns))
        statement = f'INSERT INTO "{shape.table}" ({columns}) VALUES ({marks})'  # noqa: S608  our own names
        with connection.cursor() as cursor:
            for part in _chunks(rows):
                cursor.executemany(statement, [(*row, *shape.rest) for row in part])


def loader() -> Loader:
    return Copying() if connection.vendor == "postgresql" else Inserting()


def _chunks(rows: Iterable[T]) -> Iterator[list[T]]:
    part: list[T] = []
    for row in rows:
        part.append(row)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """As the database stores it; true and false are 1 and 0, which both databases read."""
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    prepared = field.get_db_prep_save(value, connection)
    return int(prepared) if isinstance(prepared, bool) else prepared


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    text = value if type(value) is str else str(value)
    if "\n" in text or "\\" in text or "\t" in text:
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return text


@contextmanager
def indexes_afterwards(tables: Sequence[str]) -> Iterator[None]:
    """PostgreSQL: foreign keys and indexes, but for primary keys, are made when all rows are there.

    One check of a whole table is many times cheaper than one a row, and is just as strict.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would be in the way
        constraints = _asked(cursor, CONSTRAINTS, tables)
        indexes = _asked(cursor, INDEXES, tables)
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for _table, name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _table, _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in sorted(constraints, key=lambda one: "FOREIGN" in one[2]):
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u', 'x')
    ORDER BY contype DESC, conname
"""
INDEXES = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
"""


def _asked(cursor: Any, query: str, tables: Sequence[str]) -> list[tuple[str, str, str]]:
    cursor.execute(query, [list(tables)])
    return [tuple(row) for row in cursor.fetchall()]
