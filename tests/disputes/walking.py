"""A way through objections for tests: every step by the person whose it is. Names and facts are invented."""

from datetime import date

from blacklists.notifying import Paper
from disputes import deciding, filing, handling, proceedings
from disputes.models import Dispute, Proceeding
from records.models import Record
from representation.models import Claim
from subjects.models import Subject
from tests import factories
from tests.blacklists.walking import again
from tests.factories import DAY
from tests.records.making import Staff, only_record, penalty, release
from tests.representation.making import by_person, by_staff, claimed, representative

SCAN = Paper("营业执照.pdf", b"%PDF-1.4 evidence")


def public_penalty(people: Staff, **cells) -> Record:
    """A fine that a department sent and its reviewer released."""
    record = only_record(people, penalty(people.body, **cells))
    release(people, record.submission)
    return again(record)


def objection(subject: Subject, target, people: Staff, *, on: date = DAY, **fields) -> Dispute:
    """By a representative, online."""
    person = fields.pop("person", None) or representative()
    claimed(subject, people, person, on=on)
    values = {
        "kind": "objection", "subject": subject, "target_kind": target.object_kind, "target_id": target.public_id,
        "ground": "facts", "statement": "处罚决定书所列事实与实际不符，附件可以证明。", "wish": "删除这条记录", "papers": [SCAN],
    }  # fmt: skip
    return filing.file_dispute(**(values | fields), **by_person(person, on))


def by_claim(claim: Claim, people: Staff, on: date = DAY) -> Dispute:
    """By somebody who may act already, on a record of theirs."""
    record = factories.record("penalty", subject=claim.subject, department=people.body)
    return filing.file_dispute(
        kind="objection", subject=claim.subject, target_kind="record", target_id=record.public_id, ground="facts",
        statement="与事实不符", wish="删除", papers=[SCAN], **by_person(claim.representative, on),
    )  # fmt: skip


def proceeding(people: Staff, on: date = DAY) -> Proceeding:
    """A suit against a penalty, registered by the clerk."""
    record = factories.record("penalty", department=people.body)
    return proceedings.open_proceeding(
        target_kind="record", target_id=record.public_id, kind="suit", body="虚构市中级人民法院", case_number="（2026）虚行初1号",
        accepted_on=record.decided_on, paper=SCAN, **by_staff(people.clerk, on),
    )  # fmt: skip


def over(case: Proceeding, people: Staff, result: str = "kept", on: date = DAY) -> Proceeding:
    """Its result registered by the clerk."""
    proceedings.close_proceeding(
        case, result=result, effective_on=on, result_words="法院判决生效", paper=SCAN, **by_staff(people.clerk, on)
    )
    return again(case)


def accepted(case: Dispute, people: Staff, on: date = DAY) -> Dispute:
    handling.accept(case, **by_staff(people.office, on))
    return again(case)


def answered(case: Dispute, people: Staff, outcome: str, on: date = DAY) -> Dispute:
    accepted(case, people, on)
    handling.answer(case, outcome=outcome, wording="经调阅案卷核对。", **by_staff(people.clerk, on))
    return again(case)


def decided(case: Dispute, people: Staff, outcome: str, on: date = DAY) -> Dispute:
    answered(case, people, outcome, on)
    deciding.decide(case, reason="核查结论成立", **by_staff(people.approver, on))
    return again(case)
