"""信用主体账号: who holds one, and for whom they may act."""

from .claims import Claim
from .mail_links import MailLink
from .reports import OwnReport
from .representatives import Representative, WrongTry

__all__ = ["Claim", "MailLink", "OwnReport", "Representative", "WrongTry"]
