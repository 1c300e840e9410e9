"""Statements that stand in the code once and are asked again and again: PostgreSQL plans them once a session.

Django writes a statement anew each time it is asked and puts the values into its text, so that PostgreSQL
reads and plans each one as if it had never seen it. A request that asks twenty pays for that twenty times.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.models.base import ModelState


class _Cursor(ServerBindingCursor, psycopg.Cursor[Any]):
    """Django's cursor that leaves the values to the server; the second base is what it is made of already."""


def ask(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Ask a statement whose text never changes, and return its rows; ids and instants come as such.

    A value of JSON comes as its text.
    """
    database = connections[DEFAULT_DB_ALIAS]
    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors, _Cursor(database.connection) as plain:
        wrapped = CursorDebugWrapper if database.queries_logged else CursorWrapper
        wrapped(plain, database).execute(sql, values)
        return [] if plain.rownumber is None else plain.fetchall()


def read(
    said: str, values: Sequence[Any], /, *, more: tuple[str, ...] = (), **of: type[models.Model]
) -> list[tuple[Any, ...]]:
    """Read rows of models by a statement whose text never changes.

    said: what follows the columns, from its FROM on. of: the models by the name that they have in it; where
    an outer join finds no row, None. more: what else is read of each row, after the models.
    """
    told = ask(f"{_columns(tuple(of.items()), more)} {said}", values)
    shapes = [_shape(model) for model in of.values()]
    return [_revived(row, shapes) for row in told]


def relate(row: models.Model, **to: models.Model | None) -> None:
    """Say which rows a row belongs to, or has, so that nobody asks for them again; None: there is none."""
    row._state.fields_cache.update(to)


def _revived(row: tuple[Any, ...], shapes: Sequence["_Shape"]) -> tuple[Any, ...]:
    found: list[Any] = []
    place = 0
    for shape in shapes:
        until = place + len(shape.names)
        found.append(shape.row(row[place:until]))
        place = until
    return (*found, *row[place:])


@cache
def _columns(of: tuple[tuple[str, type[models.Model]], ...], more: tuple[str, ...]) -> str:
    columns = [f"{name}.{column}" for name, model in of for column in _shape(model).columns]
    return f"SELECT {', '.join((*columns, *more))}"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How rows of one model are read. turned: what makes a value of what the database says, by its place."""

    model: type[models.Model]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    key: int
    turned: tuple[tuple[int, Callable[..., Any]], ...]

    def row(self, values: Sequence[Any]) -> models.Model | None:
        if values[self.key] is None:
            return None
        columns = dict(zip(self.names, values, strict=True))
        for place, turn in self.turned:
            name = self.names[place]
            columns[name] = turn(columns[name], None, connections[DEFAULT_DB_ALIAS])
        row = self.model.__new__(self.model)
        row.__dict__.update(columns)
        row._state = ModelState()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        return row


@cache
def _shape(model: type[models.Model]) -> _Shape:
    fields, database = model._meta.concrete_fields, connections[DEFAULT_DB_ALIAS]
    turned = [(place, turn) for place, one in enumerate(fields) for turn in one.get_db_converters(database)]
    return _Shape(
        model=model,
        names=tuple(field.attname for field in fields),
        columns=tuple(database.ops.quote_name(str(field.column)) for field in fields),
        key=next(place for place, field in enumerate(fields) if field.primary_key),
        turned=tuple(turned),
    )
