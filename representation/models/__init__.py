"""信用主体账号: who holds one, and for whom they may act."""

from .claims import Claim
from .mail_links import MailLink
from .owed_mails import NewsPlace, OwedMail
from .reports import OwnReport
from .representatives import Representative, WrongTry

__all__ = ["Claim", "MailLink", "NewsPlace", "OwedMail", "OwnReport", "Representative", "WrongTry"]
