from django.urls import path

from .views import acts, home, looks, records, review, subjects, submissions, typing

app_name = "workbench"
urlpatterns = [
    path("", home.home, name="home"),
    path("notices/read/", home.read_notices, name="read_notices"),
    path("submissions/", submissions.listing, name="submissions"),
    path("submissions/new/", submissions.upload, name="upload"),
    path("submissions/<uuid:public_id>/", submissions.detail, name="submission"),
    path("submissions/<uuid:public_id>/annotated.xlsx", submissions.annotated_workbook, name="annotated"),
    path("submissions/<uuid:public_id>/take-back/", submissions.take_it_back, name="take_back"),
    path("submissions/<uuid:public_id>/release/", review.release_all, name="release_submission"),
    path("submissions/<uuid:public_id>/rows/<int:row>/dismiss/", submissions.dismiss_row, name="dismiss_row"),
    path("templates/<slug:kind>.xlsx", submissions.template_workbook, name="template"),
    path("type/<slug:kind>/", typing.type_row, name="type"),
    path("review/", review.waiting, name="review"),
    path("proposals/", review.proposals, name="proposals"),
    path("proposals/<uuid:public_id>/", review.decide, name="proposal"),
    path("escalated/", review.escalated, name="escalated"),
    path("subjects/", subjects.listing, name="subjects"),
    path("subjects/<uuid:public_id>/", subjects.detail, name="subject"),
    path("subjects/<uuid:public_id>/name/", subjects.change_name, name="subject_name"),
    path("subjects/<uuid:public_id>/people/", subjects.add_person, name="subject_people"),
    path("subjects/<uuid:public_id>/merge/", subjects.merge, name="subject_merge"),
    path("merges/<uuid:public_id>/undo/", subjects.undo, name="undo_merge"),
    path("acts/", acts.listing, name="acts"),
    path("acts/<uuid:public_id>/", acts.detail, name="act_detail"),
    path("looks/", looks.listing, name="looks"),
    path("records/", records.listing, name="records"),
    path("records/<uuid:public_id>/", records.detail, name="record"),
    path("records/<uuid:public_id>/act/", records.act, name="act"),
]
