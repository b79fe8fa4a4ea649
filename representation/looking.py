"""查阅: what a representative opened or took away, in the same access log as the looks of staff. Source: design sentence 4, H4."""

from uuid import UUID

from django.http import HttpRequest

from accounts.models import AccessLog
from credit_platform.addresses import client_address

from .models import Representative

WHO = "信用主体经办人"  # no name: the id says who it was


def note_own_look(
    request: HttpRequest, representative: Representative, what: str, object_kind: str, object_id: UUID
) -> AccessLog:
    """Write one line. `what`: at most 40 characters; a download begins with 下载."""
    return AccessLog.objects.create(
        officer_id=representative.public_id,
        officer=WHO,
        department="",
        what=what,
        object_kind=object_kind,
        object_id=object_id,
        address=client_address(request),
    )
