"""Addresses of the subject's own side: the home and the own file. Cases of other apps bring theirs below /my/ themselves."""

from django.urls import path

from . import views

app_name = "my"
urlpatterns = [
    path("", views.home, name="home"),
]
