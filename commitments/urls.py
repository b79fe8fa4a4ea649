from django.urls import path

from .views import late, made, matters, templates

app_name = "commitments"
urlpatterns = [
    path("", made.listing, name="commitments"),
    path("new", made.new, name="commitment_new"),
    path("<uuid:public_id>/", made.detail, name="commitment"),
    path("<uuid:public_id>/step", made.step, name="commitment_step"),
    path("<uuid:public_id>/letter.pdf", made.letter, name="commitment_letter"),
    path("<uuid:public_id>/signed", made.signed, name="commitment_signed"),
    path("templates/", templates.listing, name="templates"),
    path("templates/new", templates.new, name="template_new"),
    path("templates/<uuid:public_id>/", templates.detail, name="template"),
    path("templates/<uuid:public_id>/step", templates.step, name="template_step"),
    path("late/", late.listing, name="late_papers"),
    path("late/new", late.new, name="late_paper_new"),
    path("late/<uuid:public_id>/", late.detail, name="late_paper"),
    path("late/<uuid:public_id>/step", late.step, name="late_paper_step"),
    path("late/<uuid:public_id>/letter.pdf", late.letter, name="late_paper_letter"),
    path("late/<uuid:public_id>/signed", late.signed, name="late_paper_signed"),
    path("matters/", matters.listing, name="matters"),
    path("matters/new", matters.new, name="matter_new"),
    path("matters/<uuid:public_id>/", matters.detail, name="matter"),
    path("matters/<uuid:public_id>/step", matters.step, name="matter_step"),
]
