"""Addresses of repairs on the subject's own side, below /my/."""

from django.urls import path

from .views import mine

app_name = "my_repairs"
urlpatterns = [
    path("", mine.listing, name="cases"),
    path("new/<uuid:public_id>/", mine.new, name="new"),
    path("<uuid:public_id>/", mine.case, name="case"),
    path("<uuid:public_id>/step", mine.step, name="step"),
    path("letters/<uuid:public_id>.pdf", mine.letter, name="letter"),
    path("papers/<uuid:public_id>", mine.proof, name="proof"),
]
