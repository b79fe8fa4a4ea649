"""Addresses of the staff's side of reports of dishonesty. The public's stand in publicity/urls.py."""

from django.urls import path

from .views import reporter, staff

app_name = "dishonesty"
urlpatterns = [
    path("", staff.listing, name="reports"),
    path("new", staff.new, name="new"),
    path("<uuid:public_id>/", staff.detail, name="one"),
    path("<uuid:public_id>/step", staff.step, name="step"),
    path("<uuid:public_id>/reporter", reporter.page, name="reporter"),
    path("<uuid:public_id>/reporter/step", reporter.step, name="reporter_step"),
    path("<uuid:public_id>/reporter/read", reporter.read_once, name="reporter_read"),
    path("papers/<uuid:public_id>", staff.evidence, name="evidence"),
]
