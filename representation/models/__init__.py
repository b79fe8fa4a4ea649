"""信用主体账号: who holds one, and for whom they may act."""

from .claims import Claim
from .representatives import Representative, WrongTry

__all__ = ["Claim", "Representative", "WrongTry"]
