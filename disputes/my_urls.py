"""Addresses of the subject's own objections and complaints, below /my/."""

from django.urls import path

from .views import mine

app_name = "my_disputes"
urlpatterns = [
    path("disputes/", mine.listing, name="cases"),
    path("disputes/choose", mine.choose, name="choose"),
    path("disputes/new", mine.new, name="new"),
    path("disputes/<uuid:public_id>/", mine.one, name="one"),
    path("disputes/<uuid:public_id>/step", mine.step, name="step"),
    path("disputes/papers/<uuid:public_id>", mine.evidence, name="evidence"),
    path("disputes/letters/<uuid:public_id>", mine.letter, name="letter"),
]
