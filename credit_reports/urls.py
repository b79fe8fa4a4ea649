"""Addresses of the window that issues credit reports."""

from django.urls import path

from .views import window

app_name = "credit_reports"
urlpatterns = [
    path("", window.issued, name="issued"),
    path("new", window.new, name="new"),
    path("<uuid:public_id>.pdf", window.file, name="file"),
]
