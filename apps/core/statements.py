"""Statements that stand in the code once and are asked again and again: PostgreSQL plans them once a session.

Django writes a statement anew each time it is asked and puts the values into its text, so that PostgreSQL
reads and plans each one as if it had never seen it. A request that asks twenty pays for that twenty times.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import psycopg
import psycopg.sql
from django.core.exceptions import EmptyResultSet
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


def uuids(values: Iterable[UUID]) -> str:
    """Write ids for `%s::uuid[]`, in a seventh of the time that the driver takes to write a list."""
    return f"{{{','.join([f'{one.int:032x}' for one in values])}}}"


def texts(values: Sequence[str]) -> str | list[str]:
    """Write texts for `%s::text[]`; a list, which the driver writes, where one has to be escaped."""
    joined = '","'.join(values)
    if "\\" in joined or joined.count('"') != 2 * (len(values) - 1):
        return list(values)
    return f'{{"{joined}"}}'


M = TypeVar("M", bound=models.Model)
Value = UUID | str | dt.datetime | Collection[UUID]


@dataclass(frozen=True, slots=True)
class _Place:
    """Which value goes there."""

    place: tuple[str, int]


class Written:
    """A query of Django's whose text is written once and asked with other values from then on.

    build: makes the query from its values by name, and asks nothing itself. Django writes it for stand-ins
    that are found again among what it would ask with; so a value may not decide what the query looks like.
    How many ids a collection has may: for each number there is a text of its own. Safe to use in threads.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._texts: dict[tuple[int, ...], tuple[str, list[_Place]] | None] = {}

    def ask(self, **values: Value) -> list[tuple[Any, ...]]:
        """Return the rows as the database says them: nothing is converted."""
        shape = tuple(1 if isinstance(one, UUID | str | dt.datetime) else len(one) for one in values.values())
        if shape not in self._texts:
            self._texts[shape] = self._write(values)
        text = self._texts[shape]
        if text is None:
            return []
        given = dict(_flat(values))
        return ask(text[0], [given[one.place] for one in text[1]])

    def _write(self, values: Mapping[str, Value]) -> tuple[str, list[_Place]] | None:
        marks = {name: _mark(one) for name, one in values.items()}
        places = {mark: _Place(place) for place, mark in _flat(marks)}
        query = self._build(**marks).query
        try:
            sql, told = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            return None
        return _spelled(sql, told, places)


def _spelled(sql: str, told: Sequence[Any], places: Mapping[Any, _Place]) -> tuple[str, list[_Place]]:
    """Put into the text what never differs: an index of some rows alone is used for what the text says."""
    pieces = sql.split("%s")
    found: list[_Place] = []
    text = [pieces[0]]
    for value, piece in zip(told, pieces[1:], strict=True):
        place = places.get(value) if isinstance(value, UUID | str | dt.datetime) else None
        text += ["%s" if place else psycopg.sql.quote(value).replace("%", "%%"), piece]
        found += [place] if place else []
    return "".join(text), found


def _flat(values: Mapping[str, Any]) -> Iterator[tuple[tuple[str, int], Any]]:
    for name, one in values.items():
        each = [one] if isinstance(one, UUID | str | dt.datetime) else one
        yield from (((name, number), value) for number, value in enumerate(each))


def _mark(value: Value) -> Value:
    """Return a stand-in that nothing else in a query equals."""
    number = next(_NUMBERS)
    if isinstance(value, UUID):
        return UUID(int=number)
    if isinstance(value, str):
        return f"stand-in-{number}"
    if isinstance(value, dt.datetime):
        return _LONG_AGO + dt.timedelta(microseconds=number)
    return tuple(UUID(int=next(_NUMBERS)) for _ in value)


_NUMBERS = itertools.count(1)
_LONG_AGO = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)


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


def names_of(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns of a model by the names of their attributes, as `row_of` takes their values."""
    return _shape(model).names


def row_of(model: type[M], values: Sequence[Any]) -> M:
    """Return a row of a model from all its values as the database said them."""
    row: Any = _shape(model).row(values)
    found: M = row
    return found


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
