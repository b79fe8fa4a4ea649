"""Addresses of what the office keeps in order (信用办管理): codes, calendar, tree, liaison officers, applications."""

from django.urls import path

from .views import overrides

urlpatterns = [
    path("overrides/", overrides.listing, name="overrides"),
    path("overrides/<uuid:public_id>/", overrides.detail, name="override"),
    path("overrides/<uuid:public_id>/decide/", overrides.decide, name="override_decide"),
    path("overrides/<uuid:public_id>/paper", overrides.paper, name="override_paper"),
]
