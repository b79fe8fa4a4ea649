"""Filing by a page (提出异议、投诉): the form and what becomes of it, the same on line and at the counter. Source: F2, F10."""

from django.http import HttpRequest

from accounts.acting import By
from blacklists.refusals import ListRefused
from representation.acting import BySubject
from subjects.models import Subject

from .. import filing
from ..forms import DisputeForm, HandlingForm
from ..models import Dispute
from ..targets import Target

Form = DisputeForm | HandlingForm


def form_for(request: HttpRequest, kind: str, target: Target | None) -> Form:
    """`target`: None where a complaint is about handling."""
    make = HandlingForm if target is None else DisputeForm
    return make(request.POST or None, request.FILES or None, kind=kind, target_kind=target.kind if target else "")


def filed(
    request: HttpRequest, form: Form, kind: str, subject: Subject, target: Target | None, who: By | BySubject
) -> Dispute | None:
    """The case; None where nothing was sent yet or the form says why not. `who`: the signer of the use case."""
    if request.method == "POST" and form.is_valid():
        try:
            return filing.file_dispute(
                kind=kind,
                subject=subject,
                target_kind=target.kind if target else Dispute.Target.HANDLING,
                target_id=target.public_id if target else None,
                **form.values,
                **who,
            )
        except ListRefused as refused:
            form.refuse(refused)
    form.tidy()
    return None
