"""搜索引擎: what others' search may keep. A record that left the site must not live on in somebody's index, so nothing is kept unless
its page says so here: pages that tell of the platform and of no subject. Source: 撤下 rule, law §3; robots.txt says the same to those
who read it first.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER, CLOSED = "X-Robots-Tag", "noindex, noarchive"
OPEN = frozenset({
    "publicity:home", "publicity:columns", "publicity:statistics", "publicity:guides", "publicity:guide", "publicity:repair_guide",
    "publicity:statement", "publicity:behaviour_list", "publicity:measure_list", "publicity:must_check", "publicity:open_data",
    "publicity:policies", "publicity:announcements", "publicity:knowledge", "publicity:article", "publicity:components",
})  # fmt: skip


class Crawlers:
    """Middleware: closes every answer but those of OPEN."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if response.status_code != 200 or match is None or match.view_name not in OPEN:
            response.headers[HEADER] = CLOSED
        return response
