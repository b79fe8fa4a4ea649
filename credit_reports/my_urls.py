"""Addresses of credit reports in the subject's own hands, below /my/."""

from django.urls import path

from .views import mine

app_name = "my_credit_reports"
urlpatterns = [
    path("special", mine.special, name="special"),
    path("public", mine.public, name="public"),
    path("<uuid:public_id>.pdf", mine.file, name="file"),
]
