from django.urls import path

from .views import actions, disclosures, measures, minor, verifications

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
    path("minor/", minor.listing, name="minor_cases"),
    path("minor/open", minor.open_one, name="minor_open"),
    path("minor/<uuid:public_id>/", minor.detail, name="minor_case"),
    path("minor/<uuid:public_id>/step", minor.step, name="minor_step"),
    path("minor/<uuid:public_id>/evidence", minor.evidence, name="minor_evidence"),
    path("minor/letters/<uuid:public_id>/", minor.letter, name="case_letter"),
    path("minor/letters/<uuid:public_id>.pdf", minor.letter_pdf, name="case_letter_pdf"),
    path("minor/letters/<uuid:public_id>/proof", minor.proof, name="case_letter_proof"),
    path("minor/interviews/<uuid:public_id>/record", minor.interview_record, name="interview_record"),
    path("disclosures/", disclosures.listing, name="disclosures"),
    path("disclosures/told/", disclosures.told, name="told"),
    path("disclosures/measures/<uuid:public_id>/", disclosures.propose, name="disclose"),
    path("disclosures/<uuid:public_id>/", disclosures.detail, name="disclosure"),
    path("disclosures/<uuid:public_id>/step", disclosures.step, name="disclosure_step"),
]
