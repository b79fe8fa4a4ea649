"""Public API (公开接口), version 1. What stood at /api/public/v1/ before is led here."""

from django.urls import path, re_path

from credit_platform.declaring import Scope

from .base import Nothing, door
from .changes import Bulk, Changes
from .documents import (
    Articles,
    Cases,
    Exits,
    Institutions,
    OneArticle,
    OneCase,
    OneExit,
    OneInstitution,
)
from .lists import BlackList, DebtorList, RedList, Updates
from .receipts import Receipts, Removals
from .records import OneBlackEntry, OneRecord, OneRedEntry, Records, Repairs
from .schema import Schema, manual
from .subjects import OneSubject, Search

app_name = "public_api"
urlpatterns = [
    path("", manual, name="manual"),
    path("openapi.json", door(Schema), name="schema"),
    path("subjects", door(Search), name="subjects"),
    path("subjects/<uuid:public_id>", door(OneSubject, Scope.PUBLIC), name="subject"),
    path("records", door(Records), name="records"),
    path("records/<uuid:public_id>", door(OneRecord, Scope.PUBLIC), name="record"),
    path("lists/black", door(BlackList), name="black"),
    path("lists/black/<uuid:public_id>", door(OneBlackEntry, Scope.PUBLIC), name="black_entry"),
    path("lists/red", door(RedList), name="red"),
    path("lists/red/<uuid:public_id>", door(OneRedEntry, Scope.PUBLIC), name="red_entry"),
    path("lists/debtor", door(DebtorList), name="debtor"),
    path("lists/updates", door(Updates), name="updates"),
    path("repairs", door(Repairs), name="repairs"),
    path("exits", door(Exits), name="exits"),
    path("exits/<uuid:public_id>", door(OneExit, Scope.PUBLIC), name="exit"),
    path("cases", door(Cases), name="cases"),
    path("cases/<uuid:public_id>", door(OneCase, Scope.PUBLIC), name="case"),
    path("institutions", door(Institutions), name="institutions"),
    path("institutions/<uuid:public_id>", door(OneInstitution, Scope.PUBLIC), name="institution"),
    path("articles", door(Articles), name="articles"),
    path("articles/<uuid:public_id>", door(OneArticle, Scope.PUBLIC), name="article"),
    path("changes", door(Changes), name="changes"),
    path("bulk", door(Bulk), name="bulk"),
    path("removals", door(Removals, token=True), name="removals"),
    path("receipts", door(Receipts, token=True), name="receipts"),
    re_path(r"^[\s\S]*$", door(Nothing), name="elsewhere"),
]
