"""What the administration's pages share: who acts, and how a refusal reaches the page."""

from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from ledger.acts import Actor
from ledger.models import Act

from ..acting import actor_of
from ..models import Role
from ..refusals import Refused

SYSTEM = (Role.SYSTEM_ADMIN,)
SECURITY = (Role.SECURITY_ADMIN,)
ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
READERS = (*ADMINS, Role.AUDITOR)


def actor(request: HttpRequest) -> Actor:
    """The officer of the request, by page."""
    return actor_of(request.user, Act.Channel.PAGE)  # type: ignore[arg-type]


@contextmanager
def refusals_as_messages(request: HttpRequest, done: str):
    """Tell what was done, or why not."""
    try:
        yield
    except Refused as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, done)
