"""Addresses of what the office keeps in order (信用办管理): codes, calendar, tree, liaison officers, applications."""

from django.urls import path

from .views import applications, calendars, jurisdictions, liaisons, list_revisions, overrides, trees

urlpatterns = [
    path("calendars/", calendars.listing, name="calendars"),
    path("calendars/<uuid:public_id>/", calendars.detail, name="calendar"),
    path("calendars/<uuid:public_id>/decide/", calendars.decide, name="calendar_decide"),
    path("jurisdictions/", jurisdictions.listing, name="jurisdictions"),
    path("jurisdictions/<slug:pack>/", jurisdictions.detail, name="jurisdiction"),
    path("lists/", list_revisions.listing, name="list_revisions"),
    path("lists/<slug:family>/<slug:pack>.xlsx", list_revisions.sheet, name="list_revision_sheet"),
    path("lists/<slug:family>/<slug:pack>/revise/", list_revisions.revise, name="list_revise"),
    path("rule-changes/new/", jurisdictions.change, name="rule_propose"),
    path("rule-changes/<uuid:public_id>/", jurisdictions.change_detail, name="rule_change"),
    path("rule-changes/<uuid:public_id>/decide/", jurisdictions.change_decide, name="rule_change_decide"),
    path("department-rules/", jurisdictions.own_rules, name="department_rules"),
    path("department-rules/<uuid:public_id>/decide/", jurisdictions.own_rule_decide, name="department_rule_decide"),
    path("overrides/", overrides.listing, name="overrides"),
    path("overrides/<uuid:public_id>/", overrides.detail, name="override"),
    path("overrides/<uuid:public_id>/decide/", overrides.decide, name="override_decide"),
    path("overrides/<uuid:public_id>/paper", overrides.paper, name="override_paper"),
    path("tree/", trees.tree, name="tree"),
    path("ties/", trees.ties, name="ties"),
    path("ties/<uuid:public_id>/decide/", trees.decide, name="tie_decide"),
    path("liaisons/", liaisons.listing, name="liaisons"),
    path("liaisons/own/", liaisons.own, name="own_liaisons"),
    path("applications/", applications.listing, name="applications"),
    path("applications/<uuid:public_id>/", applications.detail, name="application"),
    path("applications/<uuid:public_id>/decide/", applications.decide, name="application_decide"),
    path("applications/<uuid:public_id>/letter", applications.letter, name="application_letter"),
]
