"""出具 (自查信用报告): a number, a code for verifying a print, the file as made; free, to the subject itself. Source: H3, H4."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django.db.models import Max

from credit_platform.keeping import keep
from credit_platform.locks import Lock, hold_next
from ledger.acts import Actor, record_act
from ledger.moves import note
from subjects.models import Subject

from .models import Claim, OwnReport, Representative
from .refusals import Refused
from .standing import may_act_for

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is easily read as another
A_DAY = 10  # reports of one subject on one day


@transaction.atomic
def issue(
    subject: Subject,
    claim: Claim,
    *,
    draw: Callable[[str, str], bytes],
    representative: Representative,
    actor: Actor,
    on: date,
) -> OwnReport:
    """`draw(number, code)` typesets it. A natural person's is made for that person alone. Raises Refused."""
    held = may_act_for(representative, subject, on) and Claim.objects.active(on).filter(pk=claim.pk).exists()
    if claim.representative_id != representative.pk or not held:
        raise Refused("您现在不能代表这个主体，请刷新页面查看。")
    person = subject.kind == "person"
    if person and not claim.own:
        raise Refused("个人信用报告只出具给本人。")
    if OwnReport.objects.filter(subject=subject, made_on=on).count() >= A_DAY:
        raise Refused(f"今天已出具{A_DAY}份报告，请下载已出具的，或者明天再来。")
    years = OwnReport.objects.filter(year=on.year)
    last = years.aggregate(last=Max("serial"))["last"] or 0
    serial = hold_next(Lock.OWN_REPORTS, last, lambda number: years.filter(serial=number).exists())
    number, code = f"BG{on.year}{serial:07d}", "".join(secrets.choice(LETTERS) for _ in range(12))
    data = draw(number, code)
    made = OwnReport.objects.create(
        number=number, year=on.year, serial=serial, code=code, subject=subject, person=person,
        representative=representative, claim=claim, made_on=on, pdf_path=keep(data, "own_reports"),
        pdf_sha256=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip
    note(record_act("issue_own_report", actor, on), made.object_kind, made.public_id, "issue_own_report", "made")
    return made


def verified(number: str, code: str) -> OwnReport | None:
    """The report of number and code: whoever holds both holds the paper. None for any other."""
    if not number or not code:
        return None
    return OwnReport.objects.filter(number=number, code=code).select_related("subject").first()
