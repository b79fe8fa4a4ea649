"""通知邮箱: where an officer's notices are mailed to, and whether; set by the officer. Source: C6."""

from datetime import date

from django.db import transaction

from ledger.acts import Actor, record_act
from ledger.moves import note

from .models import Officer


@transaction.atomic
def change_mail(officer: Officer, *, email: str, mail_notices: bool, by: Actor, on: date) -> bool:
    """Note address (may be empty) and switch; False where nothing changes. The ledger does not hold the address."""
    email = email.strip()
    if (officer.email, officer.mail_notices) == (email, mail_notices):
        return False
    officer.email, officer.mail_notices = email, mail_notices
    officer.save(update_fields=["email", "mail_notices"])
    note(record_act("修改通知邮箱", by, on), Officer.object_kind, officer.public_id, "change_mail", "active")
    return True
