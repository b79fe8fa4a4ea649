"""查询凭证: what a solved captcha buys: ten minutes of one search, its pages included. No cookie, nothing stored."""

import unicodedata

from django.core.signing import BadSignature, TimestampSigner

MAX_AGE = 10 * 60  # seconds

_signer = TimestampSigner(salt="publicity.search")


def normalised(query: str) -> str:
    """The query as the pass knows it: width, case and blanks do not make another search."""
    return " ".join(unicodedata.normalize("NFKC", query).casefold().split())


def issue(query: str) -> str:
    """Signed time, bound to the query."""
    return ":".join(_signer.sign(normalised(query)).rsplit(":", 2)[1:])


def holds(query: str, given: str) -> bool:
    """Whether `given` was issued for this query within the last ten minutes."""
    try:
        _signer.unsign(f"{normalised(query)}:{given}", max_age=MAX_AGE)
    except BadSignature:
        return False
    return True
