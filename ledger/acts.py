"""Acts (行为): who does something, and the one row that says so."""

import getpass
import uuid
from dataclasses import dataclass
from datetime import date

from credit_platform.personal import without_id_numbers

from .models import Act


@dataclass(frozen=True)
class Actor:
    """行为人: frozen text about whoever acts. `person` is the officer's public id; None for the clock and commands."""

    name: str
    channel: str
    role: str = ""
    department: str = ""
    person: uuid.UUID | None = None
    os_user: str = ""


CLOCK = Actor(name="法定时限", channel=Act.Channel.CLOCK)


def command_line() -> Actor:
    """Whoever runs a management command without naming an officer: the operating system's user."""
    return Actor(name="系统维护", channel=Act.Channel.COMMAND, os_user=os_user())


def os_user() -> str:
    """Login name of the process; its number where it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        import os

        return str(os.getuid())


def record_act(what: str, actor: Actor, day: date, *, reason: str = "", basis: str = "") -> Act:
    """Write the act. Call it inside the transaction of the use case: no act without its effect, nor the reverse.

    What looks like an ID number is hidden in `reason` and `basis`: nothing can be mended here later (design sentence 9).
    """
    return Act.objects.create(
        what=what,
        day=day,
        actor_id=actor.person,
        actor=actor.name,
        role=actor.role,
        department=actor.department,
        reason=without_id_numbers(reason),
        basis=without_id_numbers(basis),
        channel=actor.channel,
        os_user=actor.os_user,
    )
