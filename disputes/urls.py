"""Addresses of the staff's side of objections and complaints."""

from django.urls import path

from .views import proceedings, staff

app_name = "disputes"
urlpatterns = [
    path("", staff.listing, name="cases"),
    path("counter", staff.counter, name="counter"),
    path("proceedings/", proceedings.listing, name="proceedings"),
    path("proceedings/new", proceedings.new, name="proceeding_new"),
    path("proceedings/<uuid:public_id>/", proceedings.one, name="proceeding"),
    path("proceedings/<uuid:public_id>/notice", proceedings.notice, name="proceeding_notice"),
    path("proceedings/<uuid:public_id>/result", proceedings.result, name="proceeding_result"),
    path("<uuid:public_id>/", staff.detail, name="one"),
    path("<uuid:public_id>/step", staff.step, name="step"),
    path("papers/<uuid:public_id>", staff.evidence, name="evidence"),
    path("letters/<uuid:public_id>.pdf", staff.letter, name="letter"),
]
