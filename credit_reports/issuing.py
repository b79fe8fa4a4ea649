"""出具: a number, a code for the check page, the words of the day with their digest, the file; free. Source: H1.

Four ways to the same: the public at the page of an organisation (public data, nothing kept), the subject for itself, the window for
whoever stands there (with the reason), and the command line.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Officer
from credit_platform.keeping import keep
from credit_platform.locks import Lock, hold_next, hold_one
from credit_platform.personal import personal_number_in
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from representation.models import Claim, Representative
from representation.reporting import LETTERS
from subjects.models import Subject, SubjectKind

from .domains import domains
from .drawing import Head, draw, public_data, rare_in, special_data
from .gathering import about, kept, public_sections, same
from .items import Item, digest_of, digests
from .models import CreditReport
from .refusals import Refused
from .special import Question, check, items

A_DAY = 10  # reports of one subject on one day, in its own hands
PREFIX = {CreditReport.Kind.PUBLIC: "GX", CreditReport.Kind.SPECIAL: "ZX"}
NUMBERS = {CreditReport.Kind.PUBLIC: Lock.PUBLIC_REPORTS, CreditReport.Kind.SPECIAL: Lock.SPECIAL_REPORTS}
PUBLIC = Actor(name="公众", channel=Act.Channel.PAGE)
Made = tuple[CreditReport, bytes]
Who = dict[str, Any]  # columns that say in whose hands it came


@transaction.atomic
def for_public(subject: Subject, *, actor: Actor, on: date) -> Made:
    """公开版, of an organisation whose page is public. The same number again while nothing has changed on the day. Raises Refused."""
    subject = kept(subject)
    if subject.kind == SubjectKind.PERSON or subject.public_since is None:
        raise Refused("没有这个主体正在公示的信息，不能出具公开的报告。")
    return _public(subject, {}, actor, on, again=True)


@transaction.atomic
def for_subject(
    subject: Subject, claim: Claim, question: Question | None, *, representative: Representative, actor: Actor, on: date
) -> CreditReport:
    """In the subject's own hands; `question` None: the public version. A natural person's to that person alone. Raises Refused."""
    if claim.representative_id != representative.pk or not Claim.objects.active(on).filter(pk=claim.pk).exists():
        raise Refused("您现在不能代表这个主体，请刷新页面查看。")
    person = subject.kind == SubjectKind.PERSON
    if person and (not claim.own or question is None):
        raise Refused("自然人的信息不对外公示，只为本人出具专项报告和本人自查报告。")
    if CreditReport.objects.filter(subject=subject, made_on=on, representative__isnull=False).count() >= A_DAY:
        raise Refused(f"今天已出具{A_DAY}份报告，请下载已出具的，或者明天再来。")
    who: Who = {"representative": representative, "claim": claim}
    if question is None:
        return _public(subject, who, actor, on)[0]
    return _special(subject, question, who, actor, on)[0]


@transaction.atomic
def at_window(
    subject: Subject, question: Question | None, *, reason: str, officer: Officer, actor: Actor, on: date
) -> CreditReport:
    """窗口代办 for whoever stands there with the papers of an organisation. Raises Refused."""
    if subject.kind == SubjectKind.PERSON:
        raise Refused("自然人的报告只出具给本人：请到“窗口开户”为本人开通账号，由本人登录出具。")
    reason = reason.strip()
    if not 2 <= len(reason) <= 200:
        raise Refused("请写明谁来办、办什么用（2到200字），例如“法定代表人持营业执照来办，投标用”。")
    if personal_number_in(reason):
        raise Refused("事由里像是有身份证号、手机号或银行卡号，请删去。")
    who: Who = {"department": officer.department, "reason": reason}
    if question is None:
        return _public(kept(subject), who, actor, on)[0]
    return _special(kept(subject), question, who, actor, on)[0]


@transaction.atomic
def by_command(subject: Subject, question: Question | None, *, actor: Actor, on: date) -> Made:
    """Of what is public only. Raises Refused."""
    if question is None:
        return for_public(subject, actor=actor, on=on)
    if not question.public_only or subject.kind == SubjectKind.PERSON:
        raise Refused("命令行只出具单位的、只含公开信息的报告。")
    return _special(kept(subject), question, {}, actor, on)


def _public(subject: Subject, who: Who, actor: Actor, on: date, *, again: bool = False) -> Made:
    ids = same(subject)
    if again:
        hold_one(Lock.REPORT_SUBJECTS, subject.pk)
    if not Subject.objects.public().filter(pk=subject.pk).exists():
        raise Refused("这个主体现在没有正在公示的信息；可以出具专项报告。")
    found = public_sections(subject, ids, on)
    every = [item for one in found for item in (*one.items, *one.totals)]
    if again and (before := _unchanged(subject, every, on)):
        return before, draw(public_data(subject, found, Head(before.number, before.code, on)), on)
    head = _head(CreditReport.Kind.PUBLIC, on)
    return _kept(
        subject,
        every,
        public_data(subject, found, head),
        head,
        CreditReport.Kind.PUBLIC,
        CreditReport.Basis.PUBLIC,
        actor,
        who,
    )


def _special(subject: Subject, question: Question, who: Who, actor: Actor, on: date) -> Made:
    check(question, on)
    ids = same(subject)
    found = items(subject, ids, question, on)
    basis = CreditReport.Basis.PUBLIC if question.public_only else CreditReport.Basis.OWN
    head = _head(CreditReport.Kind.SPECIAL, on)
    data = special_data(subject, found, question, domains(on), head)
    asked = {"since": question.since, "until": question.until, "domains": [one.key for one in question.domains]}
    return _kept(
        subject, [about(subject, ids), *found], data, head, CreditReport.Kind.SPECIAL, basis, actor, who | asked
    )


def _head(kind: CreditReport.Kind, on: date) -> Head:
    """The next number: whoever draws another at the same time has another, and nobody waits for a wide one."""
    years = CreditReport.objects.filter(kind=kind, year=on.year)
    last = years.aggregate(last=Max("serial"))["last"] or 0
    serial = hold_next(NUMBERS[kind], last, lambda number: years.filter(serial=number).exists())
    return Head(f"{PREFIX[kind]}{on.year}{serial:07d}", "".join(secrets.choice(LETTERS) for _ in range(12)), on)


def _kept(
    subject: Subject,
    every: Sequence[Item],
    data: dict[str, Any],
    head: Head,
    kind: CreditReport.Kind,
    basis: CreditReport.Basis,
    actor: Actor,
    who: Who,
) -> Made:
    printed = draw(data, head.made_on)
    contents = digests(every, head.code)
    person = subject.kind == SubjectKind.PERSON
    asked_for = "representative" in who or "department" in who
    made = CreditReport.objects.create(
        number=head.number, kind=kind, basis=basis, year=head.made_on.year, serial=int(head.number[6:]), code=head.code,
        subject=subject, person=person, subject_name="" if person else subject.name, subject_code="" if person else subject.code,
        made_on=head.made_on, contents=contents, digest=digest_of(contents, head.code), rare=rare_in(subject, every)[:200],
        pdf_path=keep(printed, "credit_reports") if asked_for else "", pdf_sha256=hashlib.sha256(printed).hexdigest(), **who,
    )  # fmt: skip
    act = record_act("issue_credit_report", actor, head.made_on, reason=who.get("reason", ""))
    note(act, made.object_kind, made.public_id, "issue_credit_report", "made")
    return made, printed


def _unchanged(subject: Subject, every: Sequence[Item], on: date) -> CreditReport | None:
    rows = CreditReport.objects.filter(
        subject=subject, made_on=on, kind=CreditReport.Kind.PUBLIC, representative__isnull=True, department__isnull=True
    )
    return next((one for one in rows if one.contents == digests(every, one.code)), None)
