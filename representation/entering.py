"""进门: who may open a page under /my/, and how far a log-in has come.

A session of its own kind: it begins with a flush, so it never holds an officer's log-in beside it, and where an officer is
logged in nobody is a representative. It ends with the next request once the password, or what ends sessions
(`Representative.access_version`), has changed.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare

from credit_platform.declaring import REPRESENTATIVE, Scope
from subjects.models import Subject

from .models import Claim, Representative

LOG_IN = "representation:log_in"
_WHO, _HASH, _VERIFIED, _CLAIM = (
    "representative",
    "representative_hash",
    "representative_verified",
    "representative_claim",
)


class RepresentativeRequest(HttpRequest):
    """A request as views behind `representative_required` see it."""

    representative: Representative


class SubjectRequest(RepresentativeRequest):
    """A request as views behind `subject_required` see it: somebody acts for a subject."""

    subject: Subject
    claim: Claim


# --- the session -----------------------------------------------------------------------------------------------------


def begin(request: HttpRequest, row: Representative, *, verified: bool = False) -> None:
    """Log in: whatever the session held is gone, its key too."""
    request.session.flush()
    request.session[_WHO] = str(row.public_id)
    request.session[_HASH] = row.session_hash
    request.session[_VERIFIED] = verified
    rotate_token(request)


def go_on(request: HttpRequest, row: Representative, *, verified: bool | None = None) -> None:
    """This session goes on under a new key after what ended all others; `verified`: the second factor was given."""
    request.session.cycle_key()
    request.session[_HASH] = row.session_hash
    if verified is not None:
        request.session[_VERIFIED] = verified


def choose(request: HttpRequest, claim: Claim) -> None:
    """For whom the representative acts from now on."""
    request.session[_CLAIM] = str(claim.public_id)


def entered(request: HttpRequest) -> Representative | None:
    """Whose password was given in this session; the log-in need not be whole."""
    if SESSION_KEY in request.session or _WHO not in request.session:
        return None
    row = Representative.objects.filter(public_id=request.session[_WHO], closed_on__isnull=True).first()
    if row is None or not constant_time_compare(request.session.get(_HASH, ""), row.session_hash):
        return None
    return row


def next_step(request: HttpRequest, row: Representative) -> str | None:
    """URL name of what is missing before the log-in is whole; None where nothing is. As with staff (accounts.access)."""
    verified = request.session.get(_VERIFIED, False)
    if row.factor_since and not verified:
        return "representation:second_factor"
    if row.must_change_password:
        return "representation:first_password"
    if settings.SUBJECT_SECOND_FACTOR_REQUIRED and not row.factor_since:
        return "representation:enrol"
    return None


def whole(request: HttpRequest) -> Representative | None:
    """Who is logged in, wholly."""
    row = entered(request)
    return row if row is not None and next_step(request, row) is None else None


# --- the doors -------------------------------------------------------------------------------------------------------


def representative_required(of: Scope = Scope.NONE) -> Callable:
    """Decorator of a view for whoever holds such an account, whether or not they may act for anybody yet. Where they may,
    `request.subject` and `request.claim` are set as by `subject_required`.
    """
    return _door(of, lambda request: None)


def subject_required(of: Scope = Scope.NONE) -> Callable:
    """Decorator of a view for whoever may act for a subject today.

    `request.representative`, `request.subject` (the one kept, where it was merged) and `request.claim` are set. Nobody
    logged in, an officer too: to the log-in page, and back. Without a claim that holds today: to the claims. `of`: whose
    objects its address names: Scope.SUBJECT, and then the view answers 404 for all others.
    """
    return _door(of, _nobody_yet)


def _door(of: Scope, further: Callable[[HttpRequest], HttpResponseBase | None]) -> Callable:
    def decorate(view):
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            row = whole(request)
            if row is None:
                return _to_log_in(request)
            request.representative = row  # type: ignore[attr-defined]
            _for_whom(request)
            response = further(request) or view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.allowed_roles, guarded.of = frozenset({REPRESENTATIVE}), of  # type: ignore[attr-defined]
        return guarded

    return decorate


def _for_whom(request: HttpRequest) -> None:
    rows = Claim.objects.of(request.representative).active(timezone.localdate())  # type: ignore[attr-defined]
    claims = list(rows.select_related("subject__merged_into", "office").order_by("pk"))
    request.claims = claims  # type: ignore[attr-defined]
    if not claims:
        return
    chosen = request.session.get(_CLAIM)
    claim = next((one for one in claims if str(one.public_id) == chosen), claims[0])
    subject = claim.subject
    assert subject is not None  # a constraint of the database
    while subject.merged_into is not None:
        subject = subject.merged_into
    request.claim, request.subject = claim, subject  # type: ignore[attr-defined]


def _nobody_yet(request: HttpRequest) -> HttpResponseBase | None:
    return None if request.claims else redirect("representation:claims")  # type: ignore[attr-defined]


def _to_log_in(request: HttpRequest) -> HttpResponseBase:
    row = entered(request)
    step = next_step(request, row) if row else None
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return redirect_to_login(back, step or LOG_IN)
