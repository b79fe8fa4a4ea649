"""进门: who may open which staff page, and how far a log-in has come.

A log-in is whole when password and second factor were given and the first password was changed. Until then
`request.user` is nobody (middleware.WholeLogin), so that no view can forget to ask; `request.entered` is who it will be.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django_otp import user_has_device

from credit_platform.declaring import Scope

from .models import Officer, Role


class StaffRequest(HttpRequest):
    """A request as views behind `role_required` see it: somebody is logged in."""

    user: Officer


STAFF = frozenset(Role) - {Role.OUTSIDE}


def next_step(officer) -> str | None:
    """URL name of what is missing before the log-in is whole; None where nothing is.

    The second factor comes before the change of the password where there is one: a stolen first password alone must
    not do to change it.
    """
    # Fresh from the password form it has not met OTPMiddleware yet.
    verified = not settings.SECOND_FACTOR_REQUIRED or getattr(officer, "is_verified", lambda: False)()
    if not verified and user_has_device(officer):
        return "accounts:second_factor"
    if officer.must_change_password:
        return "accounts:first_password"
    return None if verified else "accounts:enrol"


def role_required(*roles: str, of: Scope = Scope.NONE, outside: bool = False) -> Callable:
    """Decorator of a staff view: officers who hold one of `roles`; without any, every officer, those of outside bodies
    only where `outside` says so.

    `of`: whose objects its address names. Nobody logged in: to the log-in page, and back. Logged in without the role:
    403. The view says all this of itself (credit_platform/declaring.py); a test walks through all URLs by it.
    """
    allowed = frozenset(Role(role) for role in roles)

    def decorate(view):
        @wraps(view)
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_log_in(request)
            if not (request.user.has_role(*allowed) if allowed else outside or not request.user.is_outside):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        everybody = frozenset(Role) if outside else STAFF
        guarded.allowed_roles, guarded.of = allowed or everybody, of  # type: ignore[attr-defined]
        return guarded

    return decorate


def _to_log_in(request: HttpRequest) -> HttpResponseBase:
    entered = getattr(request, "entered", None)
    step = next_step(entered) if entered is not None and entered.is_authenticated else None
    back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    return redirect_to_login(back, step or settings.LOGIN_URL)
