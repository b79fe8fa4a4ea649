from django.urls import path

from .views import cases, filing, papers

app_name = "repairs"
urlpatterns = [
    path("", cases.listing, name="cases"),
    path("new", filing.new, name="new"),
    path("<uuid:public_id>/", cases.detail, name="case"),
    path("<uuid:public_id>/step", cases.step, name="step"),
    path("papers/<uuid:public_id>", papers.proof, name="proof"),
    path("letters/<uuid:public_id>.pdf", papers.letter, name="letter_pdf"),
    path("handed-over/<uuid:public_id>/", papers.handed_over, name="handed_over"),
]
