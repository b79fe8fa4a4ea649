from datetime import date

from django.urls import path, register_converter

from .months import parse
from .views import rates, returns, sheets


class Month:
    """A month in an address: 2026-10."""

    regex = r"\d{4}-\d{2}"

    def to_python(self, value: str) -> date:
        return parse(value)  # ValueError: no such address

    def to_url(self, value: date) -> str:
        return f"{value:%Y-%m}"


register_converter(Month, "month")

app_name = "supervision"
urlpatterns = [
    path("rates/", rates.own, name="own_rates"),
    path("rates/<slug:figure>/", rates.rows, name="rows"),
    path("overview/", rates.overview, name="overview"),
    path("overview.xlsx", rates.overview_workbook, name="overview_workbook"),
    path("returns/", returns.listing, name="returns"),
    path("returns/<month:month>/<uuid:department>/", returns.detail, name="return"),
    path("forms/", sheets.listing, name="sheets"),
    path("forms/<slug:form>/<month:month>/", sheets.summary, name="summary"),
    path("forms/<slug:form>/<month:month>.xlsx", sheets.summary_workbook, name="summary_workbook"),
    path("forms/<slug:form>/<month:month>/<uuid:department>/", sheets.detail, name="sheet"),
]
