from django.urls import path

from . import applications, check_pages, commitments, institutions, lists, rules_pages, status, views
from . import applications, check_pages, institutions, lists, rules_pages, status, views
from . import applications, cases, institutions, lists, rules_pages, status, views
from . import applications, cases, effect, institutions, lists, rules_pages, status, views
from . import applications, cases, check_pages, effect, institutions, lists, rules_pages, status, views

app_name = "publicity"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("captcha/<slug:key>.png", views.captcha_image, name="captcha_image"),
    path("captcha/<slug:key>.wav", views.captcha_audio, name="captcha_audio"),
    path("subject/<uuid:public_id>/", views.subject, name="subject"),
    path("institutions/", institutions.listing, name="institutions"),
    path("institutions/<uuid:public_id>/", institutions.detail, name="institution"),
    path("effect/", effect.page, name="effect"),
    path("cases/", cases.listing, name="typical_cases"),
    path("cases/<uuid:public_id>/", cases.detail, name="typical_case"),
    path("black-list/", lists.black_list, name="black_list"),
    path("red-list/", lists.red_list, name="red_list"),
    path("debtor-list/", lists.debtor_list, name="debtor_list"),
    path("commitment-list/", commitments.commitment_list, name="commitment_list"),
    path("lists-updates/", lists.updates, name="list_updates"),
    path("lists/behaviours/", rules_pages.behaviour_list, name="behaviour_list"),
    path("lists/behaviours.xlsx", rules_pages.behaviour_sheet, name="behaviour_sheet"),
    path("lists/measures/", rules_pages.measure_list, name="measure_list"),
    path("lists/measures.xlsx", rules_pages.measure_sheet, name="measure_sheet"),
    path("must-check/", check_pages.must_check, name="must_check"),
    path("receipt/", check_pages.verify_receipt, name="verify_receipt"),
    path("statement", views.statement, name="statement"),
    path("status", status.page, name="status"),
    path("status.json", status.data, name="status_json"),
    path("apply", applications.form_page, name="apply"),
    path("apply/status", applications.status_page, name="apply_status"),
    path("robots.txt", views.robots, name="robots"),
]
