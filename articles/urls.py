from django.urls import path

from .views import editing, steps

app_name = "articles"
urlpatterns = [
    path("", editing.listing, name="articles"),
    path("new", editing.new, name="new"),
    path("<uuid:public_id>/", editing.detail, name="article"),
    path("<uuid:public_id>/step", steps.step, name="article_step"),
    path("<uuid:public_id>/attach", steps.attach, name="article_attach"),
    path("papers/<uuid:public_id>", steps.paper, name="article_paper"),
    path("papers/<uuid:public_id>/take-out", steps.take_out, name="article_paper_out"),
]
