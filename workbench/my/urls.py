"""Addresses of the subject's own side: the home and the own file. Cases of other apps bring theirs below /my/ themselves."""

from django.urls import path

from . import authorisations, views

app_name = "my"
urlpatterns = [
    path("", views.home, name="home"),
    path("file/", views.own_file, name="file"),
    path("deadlines/", views.dates, name="deadlines"),
    path("looks/", views.who_looked, name="looks"),
    path("letters/", views.letters, name="letters"),
    path("letters/<slug:family>/<uuid:public_id>.pdf", views.letter_pdf, name="letter_pdf"),
    path("authorisations/<uuid:public_id>/", authorisations.one, name="authorisation"),
    path("reports/", views.reports, name="reports"),
    path("reports/<uuid:public_id>.pdf", views.report_pdf, name="report_pdf"),
]
