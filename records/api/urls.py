"""Department API (部门接口), version 1."""

from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView

from credit_platform.declaring import Scope, open_to_all

from .base import door
from .kinds import Kinds, OneKind, Standing
from .manual import Elsewhere, manual
from .records import Corrections, OneRecord, Records, Withdrawals
from .submissions import OneSubmission, Submissions


@extend_schema(exclude=True)
class Schema(SpectacularAPIView):
    """OpenAPI 3 of this API; it tells nothing of anybody, so that everybody may read it."""

    renderer_classes = [OpenApiJsonRenderer]
    http_method_names = ["get", "head"]


def _open(view):
    door = open_to_all()(view)
    door.methods = ("GET",)  # type: ignore[attr-defined]
    return door


app_name = "department_api"
urlpatterns = [
    path("", _open(manual), name="manual"),
    path("schema.json", _open(Schema.as_view()), name="schema"),
    path("submissions", door(Submissions), name="submissions"),
    path("submissions/<uuid:public_id>", door(OneSubmission, Scope.DEPARTMENT), name="submission"),
    path("records", door(Records), name="records"),
    path("records/<uuid:public_id>", door(OneRecord, Scope.DEPARTMENT), name="record"),
    path("records/<uuid:public_id>/corrections", door(Corrections, Scope.DEPARTMENT), name="corrections"),
    path("records/<uuid:public_id>/withdrawals", door(Withdrawals, Scope.DEPARTMENT), name="withdrawals"),
    path("kinds", door(Kinds), name="kinds"),
    path("kinds/<slug:kind>", door(OneKind), name="kind"),
    path("status", door(Standing), name="status"),
    re_path(r"^[\s\S]*$", _open(Elsewhere.as_view()), name="elsewhere"),
]
