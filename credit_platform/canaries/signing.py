"""Signing (署名): who acts, as use cases take it. Below it stand only the apps."""

from datetime import date
from typing import Any

from accounts.acting import actor_of
from accounts.models import Officer
from ledger.models import Act
from representation.acting import actor_of as acting_subject
from representation.models import Representative


def by(officer: Officer, on: date) -> dict[str, Any]:
    """`use_case(…, **by(officer, on))`."""
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.PAGE), "on": on}


def by_person(row: Representative, on: date) -> dict[str, Any]:
    """The same for whoever acts for a subject."""
    return {"representative": row, "actor": acting_subject(row), "on": on}
