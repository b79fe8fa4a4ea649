"""谁在办事: `request.representative`, beside `request.user` and never the same. See entering.py."""

from django.utils.functional import SimpleLazyObject

from .entering import whole


class WhoActs:
    """After the session. Lazy, for a public page must not touch the session; falsy where nobody is logged in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.representative = SimpleLazyObject(lambda: whole(request))
        return self.get_response(request)
