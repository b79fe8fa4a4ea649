from django.urls import path

from .views import asking, batches, classes, matters, outside, unasked

app_name = "checks"
urlpatterns = [
    path("", asking.ask, name="ask"),
    path("receipts/", asking.receipts, name="receipts"),
    path("receipts/<uuid:public_id>/", asking.receipt, name="receipt"),
    path("receipts/<uuid:public_id>/pdf", asking.print_out, name="receipt_pdf"),
    path("receipts/<uuid:public_id>/feedback", asking.feedback, name="feedback"),
    path("batches/", batches.batches, name="batches"),
    path("batches/template.xlsx", batches.batch_template, name="batch_template"),
    path("batches/<uuid:public_id>/", batches.batch, name="batch"),
    path("batches/<uuid:public_id>/results", batches.batch_results, name="batch_results"),
    path("matters/", matters.matters, name="matters"),
    path("matters/<uuid:public_id>/step", matters.matter_step, name="matter_step"),
    path("matters/unasked/", unasked.unasked, name="unasked"),
    path("classes/", classes.classes, name="classes"),
    path("classes/<uuid:public_id>/step", classes.class_step, name="class_step"),
    path("classes/<uuid:public_id>/subjects", classes.class_subjects, name="class_subjects"),
    path("authorisations/", outside.authorisations, name="authorisations"),
    path("authorisations/<uuid:public_id>/step", outside.authorisation_step, name="authorisation_step"),
    path("authorisations/<uuid:public_id>/paper", outside.authorisation_paper, name="authorisation_paper"),
    path("list-notices/", outside.list_notices, name="list_notices"),
    path("list-notices.xlsx", outside.list_notices_sheet, name="list_notices_sheet"),
    path("list-receipts/", outside.list_receipts, name="list_receipts"),
]
