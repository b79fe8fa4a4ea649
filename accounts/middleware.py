"""登录是否完成: until a log-in is whole, the request has no user. See access.py."""

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from .access import next_step
from .forms import WhyForm
from .looking import ReasonNeeded


class WholeLogin:
    """After OTPMiddleware. Lazy, for a public page must not touch the session."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        entered = request.user
        request.entered = entered
        request.user = SimpleLazyObject(lambda: _whole(entered))
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Before an auditor takes private papers away the reason is asked for; nothing was given or written yet."""
        if not isinstance(exception, ReasonNeeded):
            return None
        form = WhyForm(initial={"case": exception.case, "back": request.get_full_path()})
        form.tidy()
        return render(request, "accounts/why.html", {"form": form}, status=428)


def _whole(entered):
    if entered.is_authenticated and next_step(entered) is not None:
        return AnonymousUser()
    return entered
