"""邮箱 of an account: whether mails go out here at all, and what happens when an address stops being the account's. Source: F1."""

import uuid

from django.conf import settings

from .models import OwedMail, Representative


def available() -> bool:
    """Whether mails go out here at all, with links that lead back. Where not, the window is the way and the pages say so."""
    return bool(settings.MAIL_ON and settings.SITE_URL)


def forget_mail(row: Representative) -> None:
    """Without saving the account."""
    owe_farewell(row)
    row.sealed_email, row.email_since = "", None


def owe_farewell(row: Representative) -> None:
    """The address that stops being the account's is told so, whoever did it. Call before it is changed, in the same transaction."""
    if row.sealed_email and available():
        OwedMail.objects.create(
            representative=row, about=OwedMail.About.MOVED, key=f"moved:{uuid.uuid4()}", sealed_email=row.sealed_email
        )
