"""Prepared QuerySets (预备语句): a QuerySet whose SQL is made once a process and planned once a connection.

On the subject page making the SQL took four times as long as running it, and planning it three times as long. What is
public stays said once, in the QuerySets; here only their SQL is kept. The arguments are stand-ins while it is made and
become parameters of a prepared statement. Ground.
"""

import uuid
from collections.abc import Callable, Hashable, Sequence
from datetime import date, timedelta
from functools import cached_property
from types import GenericAlias
from typing import TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Model, QuerySet, TextField, Value

from credit_platform.statements import Statement, literal

Row = TypeVar("Row", bound=Model)
Argument = int | str | date | uuid.UUID | Sequence[int] | Sequence[str]
_KINDS: dict[type | GenericAlias, tuple[str, Callable[[int], Argument]]] = {
    int: ("bigint", lambda n: -(2**60) - n),
    str: ("text", lambda n: f"stand-in {n}"),
    date: ("date", lambda n: date(1, 1, 1) + timedelta(days=n)),
    uuid.UUID: ("uuid", lambda n: uuid.UUID(int=n)),
    list: ("bigint[]", lambda n: [-(2**60) - n]),
    list[str]: ("text[]", lambda n: [f"stand-in {n}"]),
}


class AnyOf(Func):
    """`AnyOf("subject_id", ids)`: the column is one of a list that is a single parameter, however long it is. In place of
    `__in`, whose SQL is another for every length.
    """

    template, arg_joiner, output_field = "%(expressions)s)", " = ANY(", BooleanField()

    def __init__(self, column: str, values: Sequence[int] | Sequence[str]):
        of = TextField() if values and isinstance(values[0], str) else BigIntegerField()
        super().__init__(F(column), Value(list(values), ArrayField(of)))


class Prepared:
    """`build(**arguments)` makes a QuerySet of `.values(…)`; `types` says of which type each argument is.

    Arguments may only stand in the SQL as they are: whatever Python works out from them is frozen with the stand-in.
    """

    def __init__(self, build: Callable[..., QuerySet], **types: type | GenericAlias):
        self.build = build
        self.types = types

    @cached_property
    def _made(self) -> tuple[Statement, list[str], dict]:
        """The statement, names of the columns, and Django's converters by column."""
        standins = {name: _KINDS[kind][1](n) for n, (name, kind) in enumerate(self.types.items(), 1)}
        query = self.build(**standins).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        numbers = {_known_by(value): f"${n}" for n, value in enumerate(standins.values(), 1)}
        places = [numbers.get(_known_by(value)) for value in parameters]
        missing = set(numbers.values()).difference(places)
        if missing:
            raise TypeError(f"the SQL of {self.build.__name__} does not ask for {missing}")
        literals = [place or literal(value) for place, value in zip(places, parameters, strict=True)]
        columns = list(query.selected or [*query.values_select, *query.annotation_select])
        fields = [selected[0] for selected in compiler.select[: len(columns)]]
        statement = Statement(sql % tuple(literals), *(_KINDS[kind][0] for kind in self.types.values()))
        return statement, columns, compiler.get_converters(fields)

    def rows(self, **values: Argument) -> list[dict]:
        """As `list(build(**values))` would give."""
        statement, columns, converters = self._made
        # Not strict: what only numbers the rows comes behind the columns.
        found = [
            dict(zip(columns, row, strict=False)) for row in statement.rows(*(values[name] for name in self.types))
        ]
        for place, (functions, expression) in converters.items():
            for row in found:
                for function in functions:
                    row[columns[place]] = function(row[columns[place]], expression, connection)
        return found


def columns_of(model: type[Row], prefix: str = "") -> list[str]:
    """Names of all its columns for `.values(…)` of a Prepared; `prefix`: of the way to it, as "officer__"."""
    return [prefix + field.attname for field in model._meta.concrete_fields]


def made_of(model: type[Row], row: dict, prefix: str = "") -> Row:
    """The row as an object, out of what columns_of asked for."""
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(DEFAULT_DB_ALIAS, names, [row[prefix + name] for name in names])


def _known_by(value: object) -> tuple[type, Hashable]:
    return type(value), tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]
