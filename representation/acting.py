"""行为人: a representative as the ledger names them: by the account's public id, and by nothing that says who it is."""

from datetime import date
from typing import TypedDict

from django.http import HttpRequest
from django.utils import timezone

from ledger.acts import Actor
from ledger.models import Act

from .models import Representative

ROLE = "信用主体"
STRANGER = Actor(name="网上注册", channel=Act.Channel.PAGE, role=ROLE)


class BySubject(TypedDict):
    """Who acts for a subject and when, as use cases take them."""

    representative: Representative
    actor: Actor
    on: date


def by_subject(request: HttpRequest) -> BySubject:
    """`use_case(…, **by_subject(request))` behind `subject_required`, as `accounts.acting.by` for staff."""
    representative = request.representative  # type: ignore[attr-defined]
    return {"representative": representative, "actor": actor_of(representative), "on": timezone.localdate()}


def actor_of(representative: Representative, channel: str = Act.Channel.PAGE) -> Actor:
    """No name, no code, no number: the ledger can never be mended (design §5)."""
    return Actor(name="信用主体经办人", channel=channel, role=ROLE, person=representative.public_id)
