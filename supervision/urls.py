from datetime import date

from django.urls import path, register_converter

from .months import parse
from .views import cases, effect, ordering, rates, reconciling, returns, scoring, security, sheets, tasks


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
    path("reconciliations/", reconciling.listing, name="reconciliations"),
    path("reconciliations/new/", reconciling.start, name="reconcile"),
    path("reconciliations/<uuid:public_id>/", reconciling.detail, name="reconciliation"),
    path("reconciliations/<uuid:public_id>/paper/", reconciling.paper, name="paper"),
    path("findings/<uuid:public_id>/", reconciling.finding, name="finding"),
    path("orders/", ordering.listing, name="orders"),
    path("orders/new/", ordering.new, name="order_new"),
    path("orders/<uuid:public_id>/", ordering.detail, name="order"),
    path("orders/papers/<uuid:public_id>/", ordering.evidence, name="evidence"),
    path("escalations/<uuid:public_id>/", ordering.escalation, name="escalation"),
    path("scorecards/", scoring.listing, name="scorecards"),
    path("scorecards.xlsx", scoring.year_workbook, name="scorecards_workbook"),
    path("scorecards/<uuid:public_id>/", scoring.detail, name="scorecard"),
    path("effect/", effect.overview, name="effect"),
    path("effect/own/", effect.own, name="own_effect"),
    path("effect.csv", effect.table, name="effect_table"),
    path("typical-cases/", cases.listing, name="typical_cases"),
    path("tasks/", tasks.calendar, name="tasks"),
    path("tasks/<uuid:public_id>/", tasks.detail, name="task"),
    path("security/", security.listing, name="security"),
    path("security/new/", security.new, name="security_new"),
    path("security/<uuid:public_id>/", security.detail, name="security_entry"),
]
