"""Department API (部门接口), version 1."""

from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView

from .kinds import Kinds, OneKind, Standing
from .manual import Elsewhere, manual
from .records import Corrections, OneRecord, Records, Withdrawals
from .submissions import OneSubmission, Submissions


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3 of this API; it tells nothing of anybody, so that everybody may read it."""

    renderer_classes = [OpenApiJsonRenderer]
    http_method_names = ["get", "head"]


app_name = "department_api"
urlpatterns = [
    path("", manual, name="manual"),
    path("schema.json", Schema.as_view(), name="schema"),
    path("submissions", Submissions.as_view(), name="submissions"),
    path("submissions/<uuid:public_id>", OneSubmission.as_view(), name="submission"),
    path("records", Records.as_view(), name="records"),
    path("records/<uuid:public_id>", OneRecord.as_view(), name="record"),
    path("records/<uuid:public_id>/corrections", Corrections.as_view(), name="corrections"),
    path("records/<uuid:public_id>/withdrawals", Withdrawals.as_view(), name="withdrawals"),
    path("kinds", Kinds.as_view(), name="kinds"),
    path("kinds/<slug:kind>", OneKind.as_view(), name="kind"),
    path("status", Standing.as_view(), name="status"),
    re_path(r"^.*$", Elsewhere.as_view(), name="elsewhere"),
]
