"""行为人: an officer as the ledger names them, in text that outlives the account."""

from datetime import date
from typing import TypedDict

from django.utils import timezone

from ledger.acts import Actor
from ledger.models import Act

from .models import Officer, Role


class Signed(TypedDict):
    """Who acts and when, as use cases take them."""

    actor: Actor
    on: date


def signed(officer: Officer, role: str = "") -> Signed:
    """What `officer` does at a page, today: `use_case(…, **signed(request.user))`."""
    return {"actor": actor_of(officer, Act.Channel.PAGE, role), "on": timezone.localdate()}


class By(Signed):
    """The same with the officer, for use cases that look at roles themselves."""

    officer: Officer


def by(officer: Officer) -> By:
    """`use_case(…, **by(request.user))`."""
    return {"officer": officer, **signed(officer)}


def actor_of(officer: Officer, channel: str, role: str = "", os_user: str = "") -> Actor:
    """Actor for acts of `officer` by `channel` (Act.Channel).

    `role`: the one they act in; empty: all they hold, as one text.
    """
    titles = [str(Role(one).label) for one in ([role] if role else sorted(officer.roles))]
    return Actor(
        name=officer.name,
        channel=channel,
        role="、".join(titles)[:40],
        department=officer.department.name,
        person=officer.public_id,
        os_user=os_user,
    )
