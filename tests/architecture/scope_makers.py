"""Makers (造对象): for every URL that names an object, one of somebody's, by the ordinary use cases. For the tests of scope."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from accounts.applying import Wanted, accept, apply_for_accounts
from accounts.models import Application
from accounts.tying import propose_tie
from blacklists.models import Announcement, Campaign, Entry, GradeProposal, Nomination, ReportedAct
from checks import classifying
from checks.matching import Asked
from checks.models import ClassRule, Matter
from commitments.models import Matter as PaperMatter
from commitments.models import Template
from credit_reports import issuing
from exchange.changing import propose_change
from exchange.sending import send
from records import overriding
from records.cataloguing import Item, propose
from records.delivering import add_rule, deliver
from records.joining import merge_subjects
from records.models import Delivery, Proposal
from rules import changing
from rules.jurisdictions import find
from rules.keys import KEYS
from rules.models import CalendarProposal, RuleChange
from sanctions import interviewing, reminding, verifying
from sanctions.models import Measure, MinorCase
from subjects.models import Institution
from supervision import assessing, escalating, findings, ordering, securing
from supervision.models import Finding
from supervision.months import past
from supervision.recurring import make_tasks
from tests import factories
from tests.articles import articles_here
from tests.blacklists import lists_here, offering_here, walking
from tests.checks import asking
from tests.commitments import promising
from tests.credit_reports.reporting import question
from tests.dishonesty_reports import telling
from tests.disputes import walking as disputing
from tests.exchange import reusing
from tests.exchange.conftest import born, by, follow, settled, values
from tests.records import making
from tests.records.calling import token_for
from tests.records.making import Staff, acting
from tests.repairs import mending
from tests.representation.making import claimed, representative
from tests.sanctions import minor_walking as lesser
from tests.sanctions import stories
from tests.sanctions import walking as joint

LIST = ("清单.csv", "文书号,名称,决定日期\n虚罚〔2026〕不在平台号,虚构市某公司,2026-11-18\n".encode())


def _record(people: Staff):
    return making.only_record(people, making.licence(people.body))


def _submission(people: Staff) -> dict:
    return {"public_id": _record(people).submission.public_id}


def _rejected(people: Staff) -> dict:
    submission, _ = making.send(people, [making.licence(people.body, WSH="无"), making.licence(people.body)])
    return {"public_id": submission.public_id, "row": 1}


def _proposal(people: Staff) -> dict:
    row = making.licence(people.body)
    submission, _ = making.send(people, [row])
    making.release(people, submission)
    making.send(people, [row | {"XK_NR": "另一内容"}])
    return {"public_id": Proposal.objects.latest("pk").public_id}


def subject(people: Staff) -> dict:
    return {"public_id": _record(people).subject.public_id}


def _merge(people: Staff) -> dict:
    one, two = factories.subject(code=""), factories.subject()
    made = merge_subjects(
        one, two, officer=people.office, actor=acting(people.office), on=making.FRIDAY, reason="同一主体"
    )
    return {"public_id": made.public_id}


def _act(people: Staff) -> dict:
    from ledger.models import Act

    _record(people)
    return {"public_id": Act.objects.latest("pk").public_id}


def _catalogue(people: Staff) -> dict:
    made = propose(
        people.body, [Item("licence", "arising", "法")], basis="依据", officer=people.clerk, actor=acting(people.clerk),
        on=making.FRIDAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _delivery(people: Staff) -> dict:
    _rule(people)
    making.only_record(people, making.row_of("registration", people.body, JYFW="食品"))
    deliver(factories.DAY)
    return {"public_id": Delivery.objects.filter(department=people.body).latest("pk").public_id}


def _rule(people: Staff) -> dict:
    made = add_rule(people.body, ["食品"], "", officer=people.office, actor=acting(people.office), on=factories.DAY)
    return {"rule": made.pk}


def _institution(people: Staff) -> dict:
    made = Institution.objects.create(
        name="虚构评级公司", code=factories.code(), number="备1", business="评级", state="filed", filed_on=making.FRIDAY,
        proposer=people.office, approver=people.approver,
    )  # fmt: skip
    return {"public_id": made.public_id}


def person(people: Staff) -> dict:
    subject = _record(people).subject
    return {"public_id": subject.public_id, "person": subject.key_people.get().pk}


def _department(people: Staff) -> dict:
    return {"public_id": people.body.public_id}


def _outside(people: Staff) -> dict:
    return {"public_id": offering_here.body_of(people).public_id}


def _officer(people: Staff) -> dict:
    return {"public_id": people.clerk.public_id}


def _token(people: Staff) -> dict:
    return {"public_id": token_for(people, active=False)[0].public_id}


def _closed(people: Staff) -> dict:
    return {"public_id": factories.officer(department=people.body, is_active=False).public_id}


def _public_subject(people: Staff) -> dict:
    return {"public_id": factories.subject().public_id}


def _public_record(people: Staff) -> dict:
    return {"public_id": factories.record("licence", department=people.body).public_id}


def _public_entry(people: Staff) -> dict:
    return {"public_id": walking.published(people, on=factories.ago(40)).public_id}


def _public_exit(people: Staff) -> dict:
    today = timezone.localdate()
    entry = walking.published(people, on=today - timedelta(days=40))
    told = Announcement.objects.create(
        which="black",
        subject=entry.subject,
        department=people.body,
        entry=entry,
        words="移出",
        announced_on=today,
        until=today,
    )
    return {"public_id": told.public_id}


def _public_title(people: Staff) -> dict:
    return {"public_id": walking.honoured(people, on=factories.ago(60)).public_id}


def _re_user(people: Staff) -> dict:
    return {"public_id": reusing.filed(people)[0].public_id}


def _destination(people: Staff) -> dict:
    return {"public_id": settled(people).public_id}


def _destination_change(people: Staff) -> dict:
    asked = propose_change(None, values=values(), reason="对接", **by(people.office))
    return {"public_id": asked.public_id}


def _parcel(people: Staff) -> dict:
    destination = settled(people)
    born(people)
    follow()
    return {"public_id": send(destination, **by(people.office)).public_id}


def _override(people: Staff) -> dict:
    good = factories.code()
    made = overriding.propose(
        code=good[:17] + ("0" if good[17] != "0" else "1"), name="虚构商贸有限公司", reason="如此核发", evidence="登记档案",
        officer=people.office, actor=acting(people.office), on=factories.DAY,
        paper=overriding.Paper("档案.pdf", b"%PDF-1.4"),
    )  # fmt: skip
    return {"public_id": made.public_id}


def _month_of(people: Staff) -> dict:
    return {"month": past(making.FRIDAY, 1)[0], "department": people.body.public_id}


def _sheet(people: Staff) -> dict:
    return {"form": "progress_shaanxi"} | _month_of(people)


def _calendar(people: Staff) -> dict:
    made = CalendarProposal.objects.create(
        year=2100 + CalendarProposal.objects.count(), days=[], source="通知", original="", proposer=people.office,
        proposed_on=making.FRIDAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _tie(people: Staff) -> dict:
    other = factories.department(parent=people.office.department)
    made = propose_tie(
        "on_behalf", people.body, other, basis="文件", since=factories.DAY, officer=people.office,
        actor=acting(people.office), on=factories.DAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _application(people: Staff) -> dict:
    made, _ = apply_for_accounts(
        office=people.office.department, name="虚构市档案馆", code=factories.code("12"), letter=("函.pdf", b"%PDF-1.4"),
        persons=[Wanted("甲", "", "2801234", "clerk")], address=str(uuid.uuid4()), on=factories.DAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _checked_application(people: Staff) -> dict:
    named = _application(people)
    made = Application.objects.get(public_id=named["public_id"])
    accept(made, officer=people.office, actor=acting(people.office), on=factories.DAY)
    return named


def _reconciliation(people: Staff):
    making.only_record(people, making.penalty(people.body))
    return findings.run(
        department=people.body, first=making.FRIDAY.replace(day=1), last=making.FRIDAY, lists={"enforcement": LIST}, paper=True,
        **by(people.office),
    )  # fmt: skip


def _finding(people: Staff) -> dict:
    _reconciliation(people)
    return {"public_id": Finding.objects.filter(department=people.body).latest("pk").public_id}


def _order(people: Staff):
    return ordering.issue(
        department=people.body, ground="other", title="补报", text="请补报", basis="依据", due=making.FRIDAY + making.days(9),
        **by(people.office),
    )  # fmt: skip


def _evidence(people: Staff) -> dict:
    paper = ("a.pdf", b"%PDF-1.4")
    made = ordering.reply(_order(people), text="已补报", papers=[paper], **by(people.clerk))
    return {"public_id": made.papers.get().public_id}


def _escalation(people: Staff) -> dict:
    made = escalating.propose(_order(people), kind="circular", text="通报", basis="依据", **by(people.office))
    escalating.approve(made, **by(people.approver))
    return {"public_id": made.public_id}


def _scorecard(people: Staff) -> dict:
    assessing.draw_up(2026, **by(people.office))
    return {"public_id": people.body.scorecards.get().public_id}


def _task(people: Staff) -> dict:
    make_tasks(making.FRIDAY)
    return {"public_id": people.body.recurring_tasks.latest("pk").public_id}


def _security(people: Staff) -> dict:
    made = securing.enter(
        kind="drill", happened_on=making.FRIDAY, responsible="安全员", finding="无", measure="", due=None, freeze=None,
        **by(factories.officer("security_admin", department=people.office.department)),
    )  # fmt: skip
    return {"public_id": made.public_id}


def _rule_change(people: Staff) -> dict:
    free = set(KEYS) - set(RuleChange.objects.values_list("key", flat=True))  # one open change a rule
    key = next(key for key in sorted(free) if key.endswith("_days") and find([key], factories.DAY))
    made = changing.propose_change(
        key, 1_000, since=factories.DAY, clause="虚构办法第一条", reason="试", officer=people.office,
        actor=acting(people.office), on=factories.DAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _department_rule(people: Staff) -> dict:
    made = changing.file_rule(
        people.body, "repair.steps", ["书面申请"], since=factories.DAY, clause="虚构细则第一条", officer=people.clerk,
        actor=acting(people.clerk), on=factories.DAY,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _entry(people: Staff) -> dict:
    return {"public_id": walking.proposed(people).public_id}


def _minuted(people: Staff) -> dict:
    entry = walking.proposed(people)
    Entry.objects.filter(pk=entry.pk).update(document_path=walking.kept(), document_name="附件.pdf")
    return {"public_id": entry.public_id}


def _statement_paper(people: Staff) -> dict:
    made = walking.delivered(people).statements.create(
        made_on=walking.START, means="written", text="不属实", taken_by=people.clerk, paper_path=walking.kept()
    )
    return {"public_id": made.public_id}


def _withdrawal_paper(people: Staff) -> dict:
    made = walking.nominated(people).statements.create(
        made_on=walking.START, means="written", text="不属实", taken_by=people.clerk, paper_path=walking.kept()
    )
    return {"public_id": made.public_id}


def _leaving_proof(people: Staff) -> dict:
    made = walking.proposed(people).leavings.create(
        exit="revoked", reason="复议撤销", happened_on=walking.START, proposer=people.clerk, proposed_on=walking.START,
        proof_path=walking.kept(), proof_name="附件.pdf",
    )  # fmt: skip
    return {"public_id": made.public_id}


def _copy(people: Staff) -> dict:
    made = walking.proposed(people).copies.create(department=people.body, sent_on=walking.START)
    return {"public_id": made.public_id}


def _letter(people: Staff) -> dict:
    return {"public_id": walking.delivered(people).letters.get().public_id}


def _reported_act(people: Staff) -> dict:
    made = ReportedAct.objects.create(
        subject=factories.subject(), department=people.body, ground="warning", document="虚〔2026〕1号", basis="法",
        decided_on=walking.START, proposer=people.clerk, proposed_on=walking.START,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _grade(people: Staff) -> dict:
    made = GradeProposal.objects.create(
        subject=factories.subject(), department=people.office.department, grade="serious", as_of=walking.START, reasoning=[],
        acts=[], digest="0" * 64,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _nomination(people: Staff) -> dict:
    made = walking.nominated(people)
    Nomination.objects.filter(pk=made.pk).update(document_path=walking.kept(), document_name="附件.pdf")
    return {"public_id": made.public_id}


def _list_file(people: Staff) -> dict:
    return {"public_id": lists_here.taken(people, [lists_here.debtor()]).public_id}


def _candidate(people: Staff) -> dict:
    return {"public_id": offering_here.offered(people).public_id}


def _candidate_paper(people: Staff) -> dict:
    return {"public_id": offering_here.offered(people).papers.get().public_id}


def _campaign(people: Staff) -> dict:
    made = Campaign.objects.create(
        department=people.office.department, year=2000 + Campaign.objects.count(), title="评选", nominate_by=walking.START, opened_by=people.office,
        opened_on=walking.START,
    )  # fmt: skip
    return {"public_id": made.public_id}


def _measure(people: Staff) -> dict:
    """Its own department carries it out, and carried it out."""
    measure = joint.executed(people, joint.Implementer(people.body, people.clerk, people.reviewer))
    return {"public_id": measure.public_id}


def _joint_action(people: Staff) -> dict:
    return {"public_id": Measure.objects.get(**_measure(people)).action.public_id}


def _verification(people: Staff) -> dict:
    measure = Measure.objects.get(**_measure(people))
    made = verifying.open_verification(
        measure.action.entry, facts="有疑问", **walking.by(people.office, walking.day(16))
    )
    return {"public_id": made.public_id}


def _dispute(people: Staff) -> dict:
    return {"public_id": _forwarded(people).public_id}


def _dispute_paper(people: Staff) -> dict:
    return {"public_id": _forwarded(people).attachments.get().public_id}


def _dispute_letter(people: Staff) -> dict:
    case = disputing.decided(disputing.by_claim(claimed(people=people), people), people, "keep")
    return {"public_id": case.letters.get().public_id}


def _forwarded(people: Staff):
    return disputing.accepted(disputing.by_claim(claimed(people=people), people), people)


def _proceeding(people: Staff) -> dict:
    return {"public_id": disputing.proceeding(people).public_id}


def _proceeding_over(people: Staff) -> dict:
    case = disputing.proceeding(people)
    disputing.over(case, people)
    return {"public_id": case.public_id}


def _told(people: Staff) -> dict:
    return {"public_id": telling.forwarded(people).public_id}


def _told_paper(people: Staff) -> dict:
    return {"public_id": telling.forwarded(people).papers.get().public_id}


def _check(people: Staff) -> dict:
    return {"public_id": asking.checked(people.clerk, "虚构市某公司").public_id}


def _check_batch(people: Staff) -> dict:
    return {"public_id": asking.batched(people.clerk, [Asked(name="虚构市某公司")]).public_id}


def _credit_report(people: Staff) -> dict:
    who = {"officer": people.office, "actor": acting(people.office), "on": factories.DAY}
    made = issuing.at_window(factories.subject(), question(), reason="经办人持授权书来办", **who)
    return {"public_id": made.public_id}


def _matter(people: Staff) -> dict:
    return {"public_id": asking.matter(people, title=f"许可{Matter.objects.count()}").public_id}


def _class_rule(people: Staff) -> dict:
    made = classifying.propose(
        scheme="环境信用评价", grade=str(ClassRule.objects.count()), level="key", inspections="每季度一次", basis="办法",
        **walking.by(people.clerk, walking.START),
    )  # fmt: skip
    return {"public_id": made.public_id}


def _authorisation(people: Staff) -> dict:
    made = asking.authorised(people, offering_here.outsider(people), factories.subject())
    return {"public_id": made.public_id}


def _paper_list(people: Staff) -> dict:
    return {"public_id": promising.matter(people, f"事项{PaperMatter.objects.count()}").public_id}


def _template(people: Staff) -> dict:
    return {"public_id": promising.template(people, f"模板{Template.objects.count()}").public_id}


def _commitment(people: Staff) -> dict:
    return {"public_id": promising.received(people).public_id}


def _late_paper(people: Staff) -> dict:
    with override_settings(JURISDICTION="yingkou"):  # a text that knows late papers
        return {"public_id": promising.accepted(people).public_id}


# Of what an outside body may open, which objects the makers make in its name; all others are nobody's of theirs.
OF_A_BODY = ("lists:offered", "checks:authorisation")


def _here(maker: Callable[[Staff], dict]) -> Callable[[Staff], dict]:
    """Made by the rules of the one place that grades acts."""

    def made(people: Staff) -> dict:
        with override_settings(JURISDICTION="hua_county"):
            return maker(people)

    return made


@_here
def _minor_case(people: Staff) -> dict:
    case = lesser.appointed(people)
    interviewing.hold(
        case.interviews.get(), record="已宣讲", held_on=lesser.INTERVIEW, paper=walking.SCAN,
        **walking.by(people.clerk, lesser.INTERVIEW),
    )  # fmt: skip
    reminding.close(
        case, rectification="已备案", rectified_on=lesser.INTERVIEW, evidence=walking.SCAN,
        **walking.by(people.clerk, lesser.INTERVIEW),
    )  # fmt: skip
    return {"public_id": case.public_id}


def _case_letter(people: Staff) -> dict:
    return {"public_id": MinorCase.objects.get(**_minor_case(people)).letter("reminder").public_id}


def _interview(people: Staff) -> dict:
    return {"public_id": MinorCase.objects.get(**_minor_case(people)).interviews.get().public_id}


@_here
def _disclosure(people: Staff) -> dict:
    mine = joint.Implementer(people.body, people.clerk, people.reviewer)
    return {"public_id": lesser.disclosed(people, mine, [people.body]).public_id}


def _article(people: Staff) -> dict:
    return {"public_id": articles_here.published(people).public_id}


def _article_paper(people: Staff) -> dict:
    return {"public_id": articles_here.published(people).papers.get().public_id}


def _typical_case(people: Staff) -> dict:
    return {"public_id": stories.published(people).public_id}


def _case_parcel(people: Staff) -> dict:
    return {"public_id": stories.handed_up(people).public_id}


def _claim(people: Staff) -> dict:
    paper = {"letter_path": walking.kept(), "letter_name": "附件.pdf"}
    made = claimed(people=people, licence_path=walking.kept(), **paper)
    return {"public_id": made.public_id}


def _representative(people: Staff) -> dict:
    return {"public_id": representative().public_id}


def _repair(people: Staff) -> dict:
    return {"public_id": mending.granted(people).public_id}


def _repair_proof(people: Staff) -> dict:
    return {"public_id": mending.filed(people).proofs.first().public_id}


def _repair_letter(people: Staff) -> dict:
    return {"public_id": mending.granted(people).letters.first().public_id}


def _repairable(people: Staff) -> dict:
    return {"public_id": mending.penalty(people, public_until=None).public_id}


MAKERS: dict[str, Callable[[Staff], dict]] = {
    "workbench:claim": _claim,
    "workbench:claim_decide": _claim,
    "workbench:claim_letter": _claim,
    "workbench:claim_licence": _claim,
    "workbench:representative": _representative,
    "workbench:representative_password": _representative,
    "workbench:representative_prove": _representative,
    "workbench:representative_close": _representative,
    "workbench:representative_claim": _representative,
    "workbench:representative_own": _representative,
    "disputes:one": _dispute,
    "disputes:step": _dispute,
    "disputes:evidence": _dispute_paper,
    "disputes:letter": _dispute_letter,
    "disputes:proceeding": _proceeding,
    "disputes:proceeding_notice": _proceeding,
    "disputes:proceeding_result": _proceeding_over,
    "dishonesty:one": _told,
    "dishonesty:step": _told,
    "dishonesty:evidence": _told_paper,
    "dishonesty:reporter": _told,
    "dishonesty:reporter_step": _told,
    "dishonesty:reporter_read": _told,
    "credit_reports:file": _credit_report,
    "checks:receipt": _check,
    "checks:receipt_pdf": _check,
    "checks:feedback": _check,
    "checks:batch": _check_batch,
    "checks:batch_results": _check_batch,
    "checks:matter_step": _matter,
    "checks:class_step": _class_rule,
    "checks:class_subjects": _class_rule,
    "checks:authorisation_step": _authorisation,
    "checks:authorisation_paper": _authorisation,
    "commitments:commitment": _commitment,
    "commitments:commitment_step": _commitment,
    "commitments:commitment_letter": _commitment,
    "commitments:commitment_signed": _commitment,
    "commitments:template": _template,
    "commitments:template_step": _template,
    "commitments:matter": _paper_list,
    "commitments:matter_step": _paper_list,
    "commitments:late_paper": _late_paper,
    "commitments:late_paper_step": _late_paper,
    "commitments:late_paper_letter": _late_paper,
    "commitments:late_paper_signed": _late_paper,
    "publicity:repair_one": _repairable,
    "repairs:case": _repair,
    "repairs:step": _repair,
    "repairs:proof": _repair_proof,
    "repairs:letter_pdf": _repair_letter,
    "repairs:handed_over": _repairable,
    "joint:action": _joint_action,
    "joint:plan": _joint_action,
    "joint:action_step": _joint_action,
    "joint:action_document": _joint_action,
    "joint:measure": _measure,
    "joint:measure_step": _measure,
    "joint:evidence": _measure,
    "joint:verification": _verification,
    "joint:verification_step": _verification,
    "articles:article": _article,
    "articles:article_step": _article,
    "articles:article_attach": _article,
    "articles:article_paper": _article_paper,
    "articles:article_paper_out": _article_paper,
    "publicity:article": _article,
    "publicity:article_paper": _article_paper,
    "joint:case": _typical_case,
    "joint:case_step": _typical_case,
    "joint:case_parcel_file": _case_parcel,
    "joint:case_parcel_receipt": _case_parcel,
    "publicity:typical_case": _typical_case,
    "joint:minor_case": _minor_case,
    "joint:minor_step": _minor_case,
    "joint:minor_evidence": _minor_case,
    "joint:minor_letter": _case_letter,
    "joint:minor_letter_pdf": _case_letter,
    "joint:minor_letter_proof": _case_letter,
    "joint:interview_record": _interview,
    "joint:disclose": _measure,
    "joint:disclosure": _disclosure,
    "joint:disclosure_step": _disclosure,
    "lists:entry": _entry,
    "lists:step": _entry,
    "lists:document": _minuted,
    "lists:statement_paper": _statement_paper,
    "lists:withdrawal_paper": _withdrawal_paper,
    "lists:leaving_proof": _leaving_proof,
    "lists:acknowledge": _copy,
    "lists:letter": _letter,
    "lists:letter_deliver": _letter,
    "lists:letter_pdf": _letter,
    "lists:proof": _letter,
    "lists:act_decide": _reported_act,
    "lists:grade": _grade,
    "lists:grade_answer": _grade,
    "lists:nomination": _nomination,
    "lists:nomination_step": _nomination,
    "lists:red_document": _nomination,
    "lists:campaign_close": _campaign,
    "lists:list_file": _list_file,
    "lists:list_file_step": _list_file,
    "lists:list_file_original": _list_file,
    "lists:lead": _candidate,
    "lists:lead_answer": _candidate,
    "lists:lead_take_up": _candidate,
    "lists:lead_paper": _candidate_paper,
    "lists:offered": _candidate,
    "lists:offered_withdraw": _candidate,
    "lists:offered_paper": _candidate_paper,
    "workbench:rule_change": _rule_change,
    "workbench:rule_change_decide": _rule_change,
    "workbench:department_rule_decide": _department_rule,
    "exchange:destination": _destination,
    "exchange:propose": _destination,
    "exchange:export": _destination,
    "exchange:change": _destination_change,
    "exchange:parcel": _parcel,
    "exchange:parcel_file": _parcel,
    "exchange:receipt": _parcel,
    "exchange:settle": _parcel,
    "supervision:return": _month_of,
    "supervision:reconciliation": lambda people: {"public_id": _reconciliation(people).public_id},
    "supervision:paper": lambda people: {"public_id": _reconciliation(people).public_id},
    "supervision:finding": _finding,
    "supervision:order": lambda people: {"public_id": _order(people).public_id},
    "supervision:evidence": _evidence,
    "supervision:escalation": _escalation,
    "supervision:scorecard": _scorecard,
    "supervision:task": _task,
    "supervision:security_entry": _security,
    "supervision:sheet": _sheet,
    "publicity:subject": _public_subject,
    "publicity:report": _public_subject,
    "public_api:subject": _public_subject,
    "public_api:record": _public_record,
    "public_api:black_entry": _public_entry,
    "public_api:red_entry": _public_title,
    "public_api:exit": _public_exit,
    "public_api:case": _typical_case,
    "public_api:institution": _institution,
    "public_api:article": _article,
    "exchange:re_user": _re_user,
    "exchange:re_user_decide": _re_user,
    "publicity:subject_qr": _public_subject,
    "workbench:submission": _submission,
    "workbench:annotated": _submission,
    "workbench:take_back": _submission,
    "workbench:release_submission": _submission,
    "workbench:let_through": _submission,
    "workbench:dismiss_row": _rejected,
    "workbench:proposal": _proposal,
    "workbench:proposal_take_back": _proposal,
    "workbench:correct": lambda people: {"public_id": _record(people).public_id},
    "workbench:withdraw": lambda people: {"public_id": _record(people).public_id},
    "workbench:calendar": _calendar,
    "workbench:calendar_decide": _calendar,
    "workbench:tie_decide": _tie,
    "workbench:application": _application,
    "workbench:application_decide": _application,
    "workbench:application_letter": _application,
    "accounts:application": _checked_application,
    "workbench:override": _override,
    "workbench:override_decide": _override,
    "workbench:override_paper": _override,
    "workbench:subject": subject,
    "workbench:subject_name": subject,
    "workbench:subject_people": subject,
    "workbench:subject_person": person,
    "workbench:institution": _institution,
    "workbench:institution_change": _institution,
    "publicity:institution": _institution,
    "workbench:subject_merge": subject,
    "workbench:undo_merge": _merge,
    "workbench:act_detail": _act,
    "workbench:audit_officer": _officer,
    "workbench:audit_officer_workbook": _officer,
    "workbench:record": lambda people: {"public_id": _record(people).public_id},
    "workbench:act": lambda people: {"public_id": _record(people).public_id},
    "workbench:catalogue": _department,
    "workbench:catalogue_draw_up": _department,
    "workbench:catalogue_decide": _catalogue,
    "workbench:delivery_answer": _delivery,
    "workbench:delivery_rule_end": _rule,
    "accounts:department_change": _department,
    "accounts:department_end": _department,
    "accounts:department_outside_rename": _outside,
    "accounts:department_outside_end": _outside,
    "accounts:officer": _officer,
    "accounts:officer_new_password": _officer,
    "accounts:officer_hand_over": _officer,
    "accounts:officer_close": _officer,
    "accounts:officer_reopen": _closed,
    "accounts:officer_identify": _officer,
    "accounts:role_grant": _officer,
    "accounts:role_revoke": _officer,
    "accounts:forget_factor": _officer,
    "accounts:token_activate": _token,
    "accounts:token_revoke": _token,
}

# Systems: test_api_scope; whoever acts for a subject: test_own_scope.
