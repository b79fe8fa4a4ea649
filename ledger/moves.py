"""The two doors (状态变更): the only places that change a state, each with its events in the same transaction.

`apply` moves one row, `apply_set` a whole query in one statement. A model that has a state names its move table as
`lifecycle` and itself as `object_kind`. Source: design sentence 2.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models.sql import UpdateQuery

from credit_platform.lifecycle import IllegalMove

from .models import Act, Event


@dataclass(frozen=True)
class Facts:
    """What an event says beside move and state: digest of the version, days of publication."""

    digest: str = ""
    public_from: Any = None
    public_until: Any = None


def facts_of(row: models.Model) -> Facts:
    """Facts of rows that have them (records); empty for all others."""
    version = getattr(row, "version", None)
    return Facts(
        digest=getattr(version, "digest", ""),
        public_from=getattr(row, "public_from", None),
        public_until=getattr(row, "public_until", None),
    )


def note(act: Act, object_kind: str, object_id: UUID, move: str, state: str, facts: Facts = Facts()) -> Event:
    """Write one event for an object that has no move table, or that was just born in `state`."""
    return Event.objects.create(
        act=act,
        object_kind=object_kind,
        object_id=object_id,
        move=move,
        state=state,
        digest=facts.digest,
        public_from=facts.public_from,
        public_until=facts.public_until,
    )


def apply(row: Any, move: str, act: Act, **changes: Any) -> None:
    """Move one row; `changes` are other columns set with it. The row given is brought up to date.

    Locks the row and looks at the state that the database has now. Raises IllegalMove. Call inside a transaction.
    """
    model = type(row)
    with transaction.atomic():
        state = model.objects.select_for_update().values_list("state", flat=True).get(pk=row.pk)
        if model.lifecycle.move(move).needs_reason and not act.reason:
            raise IllegalMove(f"{move!r} needs a reason")
        row.state = model.lifecycle.after(move, state)
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *changes])
        note(act, model.object_kind, row.public_id, move, row.state, facts_of(row))


def apply_set(
    rows: models.QuerySet, move: str, act: Act, *, limit: int | None = None, wait: bool = False, **changes: Any
) -> list[UUID]:
    """Move every row of the query whose state the move starts from; returns the public ids of those moved.

    One statement: the rows are locked (those locked by others are left for the next run, or waited for with `wait`),
    updated, and their events inserted. `changes` are values or expressions, as for QuerySet.update. Raises IllegalMove for an unknown move.
    """
    model = rows.model
    line = model.lifecycle.move(move)
    if line.needs_reason and not act.reason:
        raise IllegalMove(f"{move!r} needs a reason")
    chosen = rows.filter(state__in=line.sources).select_for_update(skip_locked=not wait, of=("self",)).values("pk")
    if limit:
        chosen = chosen[:limit]
    set_sql, set_params = _assignments(model, changes | ({"state": line.target} if line.target else {}))
    table = connection.ops.quote_name(model._meta.db_table)
    returning, join = _returning(model)
    with transaction.atomic(), connection.cursor() as cursor:  # without one Django compiles no lock
        chosen_sql, chosen_params = chosen.query.sql_with_params()
        sql = (
            f"WITH chosen (id) AS ({chosen_sql}), moved AS ("
            f" UPDATE {table} SET {set_sql} FROM chosen WHERE {table}.id = chosen.id RETURNING {table}.*)"
            " INSERT INTO ledger_event (act_id, object_kind, object_id, move, state, digest, public_from, public_until)"
            f" SELECT %s, %s, moved.public_id, %s, moved.state, {returning} FROM moved {join} RETURNING object_id"
        )
        cursor.execute(sql, [*chosen_params, *set_params, act.pk, model.object_kind, move])
        return [public_id for (public_id,) in cursor.fetchall()]


def _assignments(model: type[models.Model], changes: dict[str, Any]) -> tuple[str, list]:
    """`SET` of an UPDATE, compiled by Django itself, so that fields, expressions and quoting are its own."""
    if not changes:
        column = connection.ops.quote_name("state")
        return f"{column} = {column}", []
    query = UpdateQuery(model)
    query.add_update_values(changes)
    sql, params = query.get_compiler(connection=connection).as_sql()
    # "UPDATE table SET …", without a WHERE since the query has none
    return sql.partition(" SET ")[2], list(params)


def _returning(model: type[models.Model]) -> tuple[str, str]:
    """Event columns (digest, public_from, public_until) taken from the `moved` rows, and the join they need: the model
    says them as `event_columns`, since what it joins lies above us.
    """
    return getattr(model, "event_columns", ("'', NULL::date, NULL::date", ""))
