from django.urls import path

from .views import candidates, entries, grades, leads, letters, red

app_name = "lists"
urlpatterns = [
    path("", entries.worklist, name="worklist"),
    path("propose", entries.propose, name="propose"),
    path("entries/<uuid:public_id>/", entries.detail, name="entry"),
    path("entries/<uuid:public_id>/step", entries.step, name="step"),
    path("entries/<uuid:public_id>/document", letters.document, name="document"),
    path("statements/<uuid:public_id>/paper", letters.statement_paper, name="statement_paper"),
    path("copies/<uuid:public_id>/acknowledge", entries.acknowledge, name="acknowledge"),
    path("letters/<uuid:public_id>/", letters.letter, name="letter"),
    path("letters/<uuid:public_id>/letter.pdf", letters.letter_pdf, name="letter_pdf"),
    path("letters/<uuid:public_id>/proof", letters.proof, name="proof"),
    path("candidates/", candidates.listing, name="candidates"),
    path("candidates/offer", candidates.offer, name="offer"),
    path("candidates/<uuid:public_id>/", candidates.detail, name="offered"),
    path("candidates/<uuid:public_id>/withdraw", candidates.withdraw, name="offered_withdraw"),
    path("candidates/papers/<uuid:public_id>", candidates.paper, name="offered_paper"),
    path("leads/", leads.listing, name="leads"),
    path("leads/<uuid:public_id>/", leads.detail, name="lead"),
    path("leads/<uuid:public_id>/answer", leads.answer, name="lead_answer"),
    path("leads/<uuid:public_id>/take-up", leads.take_up, name="lead_take_up"),
    path("leads/papers/<uuid:public_id>", leads.paper, name="lead_paper"),
    path("acts/", grades.acts, name="acts"),
    path("acts/<uuid:public_id>/decide", grades.decide_act, name="act_decide"),
    path("grades/", grades.grades, name="grades"),
    path("grades/<uuid:public_id>/", grades.grade, name="grade"),
    path("grades/<uuid:public_id>/answer", grades.answer, name="grade_answer"),
    path("red/", red.listing, name="red"),
    path("red/nominate", red.nominate, name="nominate"),
    path("red/campaigns/", red.campaigns, name="campaigns"),
    path("red/campaigns/<uuid:public_id>/close", red.close, name="campaign_close"),
    path("red/<uuid:public_id>/", red.detail, name="nomination"),
    path("red/<uuid:public_id>/step", red.step, name="nomination_step"),
    path("red/<uuid:public_id>/document", letters.red_document, name="red_document"),
]
