"""Questions whose SQL is made once.

Django builds the SQL of a queryset anew whenever it is asked, which costs many times what asking costs. A
question on a path that every answer of a candidate takes says here once how it is built; afterwards only the
values in it change. Rows come back as the models a queryset would have given, ``select_related`` and
annotations included, or as ``values_list`` gives them.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any, Generic, TypeVar  # Any: rows and values are the database's

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import query as querying
from django.db.transaction import TransactionManagementError

Value = int | str | datetime
Row = TypeVar("Row")

PLAIN: dict[type, Callable[[Any], Any]] = {
    querying.ValuesListIterable: tuple,
    querying.FlatValuesListIterable: itemgetter(0),
}


class Prepared(Generic[Row]):
    """``build`` makes the queryset from plain values: numbers, texts and moments, never None, never a list.

    It is called once for each thread with stand-ins for the values, so what it does besides asking with
    them happens once; a slice belongs into it.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Row]]) -> None:
        self._build = build
        self._made = threading.local()

    def all(self, *values: Value) -> list[Row]:
        return list(self._asked(values))

    def first(self, *values: Value) -> Row | None:
        """The first row, if there is one."""
        return next(self._asked(values), None)

    def _asked(self, values: Sequence[Value]) -> Iterator[Row]:
        made = getattr(self._made, "statement", None)
        if made is None or made.connection is not connections[made.alias]:
            made = self._made.statement = _Statement(self._build, values)
        rows: Iterator[Row] = made.run(values)
        return rows


class _Statement:
    """One compiled SELECT, bound to this thread's connection."""

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]], values: Sequence[Value]) -> None:
        stand_ins = [_stand_in(value, number) for number, value in enumerate(values)]
        queryset = build(*stand_ins)
        if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]  # not in the stubs
            raise ValueError("prefetching takes further questions")
        self.alias = queryset.db
        self.connection: BaseDatabaseWrapper = connections[self.alias]
        self.locks = queryset.query.select_for_update
        self.compiler: Any = queryset.query.get_compiler(using=self.alias)
        self.sql, parameters = self.compiler.as_sql()
        self.parameters = list(parameters)
        self.places = self._places(stand_ins)
        columns = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        self.read = self._reader(queryset._iterable_class)

    def run(self, values: Sequence[Value]) -> Iterator[Any]:
        if self.locks and not self.connection.in_atomic_block:
            raise TransactionManagementError("select_for_update cannot be used outside of a transaction.")
        parameters = list(self.parameters)
        for place, number in self.places:
            parameters[place] = self._for_database(values[number])
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            rows: Any = cursor.fetchall()
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return (self.read(row) for row in rows)

    def _places(self, stand_ins: Sequence[Value]) -> list[tuple[int, int]]:
        """Which parameter is which value."""
        as_sent = {self._for_database(value): number for number, value in enumerate(stand_ins)}
        places = [
            (place, as_sent[value])
            for place, value in enumerate(self.parameters)
            if isinstance(value, Value) and value in as_sent
        ]
        if {number for _, number in places} != set(range(len(stand_ins))):
            raise ValueError("not every value is sent as it is given")
        return places

    def _for_database(self, value: Value) -> Any:
        if isinstance(value, datetime):
            return self.connection.ops.adapt_datetimefield_value(value)
        return value

    def _reader(self, given_as: type) -> Callable[[Any], Any]:
        """From a row to what the queryset would have given; for models the same steps as ModelIterable."""
        if given_as in PLAIN:
            return PLAIN[given_as]
        info, select = self.compiler.klass_info, self.compiler.select
        model, fields = info["model"], info["select_fields"]
        start, end = fields[0], fields[-1] + 1
        names = [column.target.attname for column, *_ in select[start:end]]
        populators: Any = querying.get_related_populators  # the stubs are those of a later Django
        related = populators(info, select, self.alias)
        more = [(name, itemgetter(place)) for name, place in self.compiler.annotation_col_map.items()]

        def read(row: Any) -> Any:
            found = model.from_db(self.alias, names, row[start:end])
            for one in related:
                one.populate(row, found)
            for name, value in more:
                setattr(found, name, value(row))
            return found

        return read


def _stand_in(value: Value, number: int) -> Value:
    """Something of the same kind that no real value is equal to."""
    if isinstance(value, str):
        return f"\x01stand-in {number}"
    if isinstance(value, datetime):
        return datetime(1900, 1, 1, 1, 1, 1, 1, tzinfo=UTC) + timedelta(days=number)
    return 32_000 + number  # the smallest of columns can hold it
