"""Invented credit reports (虚构信用报告) for the demo: a special one in a company's own hands, one that a window handed out."""

from datetime import date

from accounts.models import Officer, Role
from blacklists.inventing import by
from credit_platform.commands import Refused, rehearsal
from credit_platform.workdays import months_later
from representation.acting import actor_of
from representation.models import Claim
from subjects.models import Subject

from . import issuing
from .domains import domains
from .models import CreditReport
from .special import Question


def invent(on: date) -> int:
    """Returns how many. Raises Refused outside demo and test, or where there are some."""
    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if CreditReport.objects.exists():
        raise Refused("库中已有信用报告，不再装入演示数据。")
    question = Question(months_later(on, -36), on, tuple(domains(on)))
    claim = Claim.objects.active(on).exclude(subject__kind="person").select_related("subject", "representative").first()
    if claim is not None and claim.subject is not None:
        who = claim.representative
        issuing.for_subject(claim.subject, claim, question, representative=who, actor=actor_of(who), on=on)
    office = Officer.objects.holding(Role.OFFICE).select_related("department").order_by("pk").first()
    plain = Subject.objects.public().exclude(code="").order_by("pk").first()
    if office is not None and plain is not None:
        issuing.at_window(plain, question, reason="经办人持营业执照和授权书来办，投标用", **by(office, on))
    return CreditReport.objects.count()
