"""Public API (公开接口), version 1: the lists. Everything else public follows later."""

from django.urls import path, re_path

from credit_platform.declaring import open_to_all

from .list_api import BlackList, DebtorList, Nothing, RedList, Schema, Updates, manual


def _open(view):
    door = open_to_all()(view.as_view())
    door.methods = ("GET",)  # type: ignore[attr-defined]
    return door


app_name = "public_api"
urlpatterns = [
    path("", manual, name="manual"),
    path("schema.json", _open(Schema), name="schema"),
    path("lists/black", _open(BlackList), name="black"),
    path("lists/red", _open(RedList), name="red"),
    path("lists/debtor", _open(DebtorList), name="debtor"),
    path("lists/updates", _open(Updates), name="updates"),
    re_path(r"^[\s\S]*$", _open(Nothing), name="elsewhere"),
]
