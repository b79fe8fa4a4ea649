"""Beside the product's pages: the bare view, and the page of results as Django's `icontains` would give it."""

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from publicity.results import PER_PAGE, results_page
from subjects.models import Subject
from subjects.search import COUNTED, Found, Hit, Why


def bare(request: HttpRequest) -> HttpResponse:
    """The limit: the same server and middleware, no work."""
    return HttpResponse("ok")


def by_icontains(request: HttpRequest) -> HttpResponse:
    """The same template. Less work than ours: current names only, not normalised, counted up to 1,001 too."""
    query = request.GET["q"]
    rows = Subject.objects.public().filter(name__icontains=query)
    best = rows.order_by(Length("name"), "id")[:PER_PAGE]
    hits = [Hit(row.pk, row.public_id, row.name, row.code, row.name, Why.NAME) for row in best]
    found = Found(hits, lambda: (rows[: COUNTED + 1].count(), False))
    return HttpResponse(results_page(query, found, 1, ""))


urlpatterns = [
    path("bench/bare", bare),
    path("bench/icontains", by_icontains),
    path("", include("credit_platform.urls")),
]
