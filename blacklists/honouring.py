"""Honouring (红名单认定): nomination, cross-check, public notice, objections, approval, publication. Source: D2; Hua 一(一)."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from credit_platform.workdays import ONE_DAY, months_later
from ledger.acts import Actor, record_act
from ledger.moves import note
from records.freezing import FROZEN, stands_frozen
from records.models import Record
from records.querysets import departments_within_reach
from rules.calendar import working_calendar
from subjects.models import Subject

from .deciding import Document, missing
from .letters import red_words, write
from .listing import settle
from .models import Campaign, Entry, Letter, Nomination, RedObjection
from .procedure import DECIDERS, procedure
from .querysets import GONE
from .refusals import SELF, ListRefused, keep_paper, locked, move, must_hold, reason_given, words

OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)


@transaction.atomic
def nominate(
    subject: Subject,
    *,
    title: str,
    industry_list: str,
    deeds: str,
    basis: str,
    campaign: Campaign | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Nomination:
    """推荐, out of the department's own industry list. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.OFFICE, said="由填报员或信用办经办推荐。")
    said = words(
        Nomination, {"title": title, "industry_list": industry_list, "deeds": deeds, "basis": basis},
        "title", "industry_list", "deeds", "basis",
    )  # fmt: skip
    if campaign is not None and (campaign.state != Campaign.State.OPEN or on > campaign.nominate_by):
        raise ListRefused(faults={"campaign": f"“{campaign.title}”的推荐已于{campaign.nominate_by}截止。"})
    if subject.merged_into_id:
        raise ListRefused("这个主体已并入其他主体，请推荐合并后的主体。")
    act = record_act("nominate", actor, on, basis=said["basis"])
    try:
        with transaction.atomic():
            made = Nomination.objects.create(
                subject=subject,
                department=officer.department,
                campaign=campaign,
                proposer=officer,
                proposed_on=on,
                **said,
            )
    except IntegrityError as already:
        raise ListRefused("本部门已推荐这个主体同一称号，不用再次推荐。") from already
    note(act, made.object_kind, made.public_id, "nominate", made.state)
    return made


def bad_records(nomination: Nomination, on: date) -> list[dict[str, str]]:
    """不良记录 in force against the subject: black list entries, penalties still public or serious, debts, abnormal lists."""
    subject = nomination.subject
    hits = [
        {"kind": "entry", "public_id": str(one.public_id), "words": f"严重失信主体名单：{one.behaviour_title}（{one.decision_number}）"}
        for one in Entry.objects.in_force(on).about(subject)
    ]  # fmt: skip
    rows = Record.objects.filter(
        subject__in=Subject.objects.one_with(subject), kind__in=["penalty", "debtor", "abnormal", "listed"]
    )
    for row in rows.exclude(state__in=[*GONE, "ended"]).exclude(valid_until__lt=on).order_by("-decided_on", "pk"):
        if row.public_until is None or row.public_until >= on:
            said = f"{row.get_kind_display()}：{row.document_number}（{row.decided_on}）"
            hits.append({"kind": "record", "public_id": str(row.public_id), "words": said})
    return hits


@transaction.atomic
def check(nomination: Nomination, *, officer: Officer, actor: Actor, on: date) -> bool:
    """交叉比对: the result is kept; a hit stops the nomination. Returns whether it passed. Raises ListRefused."""
    must_hold(officer, *OFFICE, said="比对由信用办办理。")
    nomination = locked(nomination, officer)
    hits = bad_records(nomination, on)
    act = record_act("check_nomination", actor, on, reason="发现不良记录" if hits else "")
    move(nomination, "stop" if hits else "pass_check", act, checked_on=on, hits=hits)
    return not hits


@transaction.atomic
def resolve(nomination: Nomination, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """查明后继续: why what was found does not stand against the title, by another than who nominated. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批查明并决定是否继续。")
    nomination = locked(nomination, officer)
    if officer.pk == nomination.proposer_id:
        raise ListRefused(SELF)
    act = record_act("resolve_nomination", actor, on, reason=reason_given(reason, "继续的"))
    move(nomination, "resolve", act, resolution=act.reason, resolver=officer)


@transaction.atomic
def begin_notice(nomination: Nomination, *, officer: Officer, actor: Actor, on: date) -> None:
    """公示征求异议, for as long as the procedure says. Raises ListRefused."""
    must_hold(officer, *OFFICE, said="公示由信用办办理。")
    nomination = locked(nomination, officer)
    if stands_frozen():
        raise ListRefused(FROZEN)
    rules = procedure(on, nomination.department)
    ends = rules.red_notice_ends(on, working_calendar())
    act = record_act("begin_red_notice", actor, on, basis=rules.clause("red_notice_days"))
    move(nomination, "begin_notice", act, notice_from=on, notice_until=ends)


@transaction.atomic
def take_objection(
    nomination: Nomination, *, means: str, text: str, officer: Officer, actor: Actor, on: date
) -> RedObjection:
    """登记异议; not who raised it. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, *OFFICE, said="由经办人员登记异议。")
    nomination = locked(nomination, officer)
    said = words(RedObjection, {"means": means, "text": text}, "means", "text")
    move(nomination, "object", record_act("take_red_objection", actor, on))
    return RedObjection.objects.create(nomination=nomination, received_on=on, taken_by=officer, **said)


@transaction.atomic
def check_objection(
    objection: RedObjection, *, upheld: bool, answer: str, officer: Officer, actor: Actor, on: date
) -> None:
    """核查异议, by another than who took it. Raises ListRefused."""
    must_hold(officer, *OFFICE, said="异议由信用办核查。")
    nomination = locked(objection.nomination, officer)
    objection = RedObjection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    if officer.pk == objection.taken_by_id:
        raise ListRefused("自己登记的异议不能由自己核查，请由另一位同事操作。")
    if objection.checked_on:
        raise ListRefused("这条异议已经核查。")
    objection.answer = words(RedObjection, {"answer": answer}, "answer")["answer"]
    objection.upheld, objection.checker, objection.checked_on = upheld, officer, on
    objection.save(update_fields=["answer", "upheld", "checker", "checked_on"])
    act = record_act("check_red_objection", actor, on)
    note(act, nomination.object_kind, nomination.public_id, "check_red_objection", nomination.state)


@transaction.atomic
def end_notice(nomination: Nomination, *, officer: Officer, actor: Actor, on: date) -> None:
    """公示结束: the days are over and every objection is answered; one upheld ends the nomination. Raises ListRefused."""
    must_hold(officer, *OFFICE, said="由信用办办理。")
    nomination = locked(nomination, officer)
    if nomination.notice_until is None or on <= nomination.notice_until:
        raise ListRefused(f"公示到{nomination.notice_until}为止，期满后才能结束。")
    if nomination.objections.filter(checked_on__isnull=True).exists():
        raise ListRefused("还有异议没有核查，请先核查。")
    if nomination.objections.filter(upheld=True).exists():
        raise ListRefused("有异议成立，不能继续；请不予列入。")
    move(nomination, "end_notice", record_act("end_red_notice", actor, on))


@transaction.atomic
def approve(nomination: Nomination, *, document: Document, officer: Officer, actor: Actor, on: date) -> None:
    """批准, by the document of whom the procedure names; recorded by another than who nominated. Raises ListRefused."""
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批登记批准文件。")
    nomination = locked(nomination, officer)
    if officer.pk == nomination.proposer_id:
        raise ListRefused(SELF)
    rules = procedure(on, nomination.department)
    faults = missing(document, f"{DECIDERS[rules.red_decider]}批准文件的")
    if document.dated and not (nomination.notice_until and nomination.notice_until < document.dated <= on):
        faults["document_date"] = "批准文件的日期应在公示结束之后、今天之前，请核对。"
    if faults or document.paper is None:
        raise ListRefused(faults=faults)
    said = words(Nomination, {"document_title": document.title, "document_number": document.number})
    path, name = keep_paper(document.paper.name, document.paper.data)
    act = record_act("approve_nomination", actor, on, basis=said["document_number"])
    move(
        nomination, "approve", act, approver=officer, approved_on=on, decider=rules.red_decider, months=rules.red_months,
        document_date=document.dated, document_path=path, document_name=name, **said,
    )  # fmt: skip


@transaction.atomic
def publish(nomination: Nomination, *, officer: Officer, actor: Actor, on: date) -> bool:
    """发文并公布, after one more cross-check: what came up meanwhile stops it. Returns whether it was published.
    Raises ListRefused.
    """
    must_hold(officer, *OFFICE, said="由信用办公布。")
    nomination = locked(nomination, officer)
    if stands_frozen():
        raise ListRefused(FROZEN)
    known = {one["public_id"] for one in nomination.hits}
    hits = bad_records(nomination, on)
    if any(one["public_id"] not in known for one in hits):
        act = record_act("check_nomination", actor, on, reason="公布前比对发现新的不良记录")
        move(nomination, "stop", act, checked_on=on, hits=hits, approver=None, approved_on=None)
        return False
    act = record_act("publish_red", actor, on, basis=nomination.document_number)
    until = months_later(on, nomination.months or procedure(on).red_months) - ONE_DAY
    write(Letter.Kind.RED, nomination, red_words(nomination, on, until), maker=officer, act=act)
    move(nomination, "publish", act, public_from=on, until=until)
    settle([nomination.subject_id], on)
    return True


@transaction.atomic
def drop(nomination: Nomination, *, officer: Officer, actor: Actor, on: date, reason: str) -> None:
    """不予列入, by the office. Raises ListRefused."""
    must_hold(officer, *OFFICE, said="由信用办决定不予列入。")
    nomination = locked(nomination, officer)
    move(nomination, "drop", record_act("drop_nomination", actor, on, reason=reason_given(reason, "不予列入的")))


def open_campaigns(officer: Officer, on: date):
    """进行中的年度评选 that the officer's department may nominate for: those of an office above it."""
    mine = departments_within_reach(officer)
    running = Campaign.objects.filter(state="open", nominate_by__gte=on).select_related("department")

    return [
        one for one in running
        if one.department in mine or Department.objects.tree(one.department).filter(pk=officer.department_id).exists()
    ]  # fmt: skip
