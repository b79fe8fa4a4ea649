from django.urls import URLPattern, URLResolver, include, path

from publicity.api.moved import moved

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("publicity.urls")),
    path("accounts/", include("accounts.urls")),
    path("my/", include("workbench.my.urls")),
    path("my/", include("representation.urls")),
    path("my/", include("disputes.my_urls")),
    path("workbench/", include("workbench.urls")),
    path("api/department/v1/", include("checks.api_urls")),
    path("api/department/v1/", include("records.api.urls")),
    path("api/v1/", include("publicity.api.urls")),
    path("api/public/v1/<path:rest>", moved),
    path("api/public/v1/", moved, {"rest": ""}),
    path("lists/", include("blacklists.urls")),
    path("joint/", include("sanctions.urls")),
    path("checks/", include("checks.urls")),
    path("repairs/", include("repairs.urls")),
    path("my/repairs/", include("repairs.my_urls")),
    path("disputes/", include("disputes.urls")),
    path("credit-reports/", include("credit_reports.urls")),
    path("my/credit-reports/", include("credit_reports.my_urls")),
    path("dishonesty/", include("dishonesty_reports.urls")),
    path("commitments/", include("commitments.urls")),
    path("exchange/", include("exchange.urls")),
    path("supervision/", include("supervision.urls")),
]
