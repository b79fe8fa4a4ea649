"""公开作出信用承诺: the signed promise that came with the application is made public the way of every commitment. Source: F4; 令第36号."""

from datetime import date

from django.db import transaction

from accounts.models import Officer
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused
from blacklists.repair_rules import COMMITMENT
from commitments import making
from commitments.models import Kind, Template
from credit_platform.keeping import fetch
from ledger.acts import Actor

from .models import Repair


def publish_promise(repair: Repair, *, officer: Officer, actor: Actor, on: date) -> None:
    """承诺书进入信用承诺公示, where the department has a form for it and the officer may receive promises; what cannot be so stays
    with the case, and its page says that the promise is not public.
    """
    proof = repair.proofs.filter(kind=COMMITMENT).order_by("-pk").first()
    forms = Template.objects.usable_by(repair.department).filter(kind=Kind.REPAIR, dated=False)
    form = forms.order_by("-pk").first()
    if proof is None or form is None or repair.commitment_id or not officer.has_role(*making.HANDLERS):
        return
    if repair.subject.kind == "person":  # never public
        return
    try:
        with transaction.atomic():
            made = making.draft(
                repair.subject, template=form, department=repair.department, matter=f"申请信用修复（{repair.number}）",
                officer=None, actor=actor, on=on,
            )  # fmt: skip
            making.receive(made, signed=Paper(proof.name, fetch(proof.path)), officer=officer, actor=actor, on=on)
    except ListRefused:
        return
    repair.commitment = made
    repair.save(update_fields=["commitment"])
