from django.urls import path

from .views import actions, measures, verifications

app_name = "joint"
urlpatterns = [
    path("", measures.tasks, name="tasks"),
    path("actions/", actions.listing, name="actions"),
    path("actions/<uuid:public_id>/", actions.detail, name="action"),
    path("actions/<uuid:public_id>/plan", actions.plan, name="plan"),
    path("actions/<uuid:public_id>/step", actions.step, name="action_step"),
    path("actions/<uuid:public_id>/document", actions.document, name="action_document"),
    path("measures/<uuid:public_id>/", measures.detail, name="measure"),
    path("measures/<uuid:public_id>/step", measures.step, name="measure_step"),
    path("measures/<uuid:public_id>/evidence", measures.evidence, name="evidence"),
    path("verifications/", verifications.listing, name="verifications"),
    path("verifications/<uuid:public_id>/", verifications.detail, name="verification"),
    path("verifications/<uuid:public_id>/step", verifications.step, name="verification_step"),
]
