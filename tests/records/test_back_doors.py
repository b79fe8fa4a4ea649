"""Ways around a hold, a gate, a freeze or a class that somebody once found: each stays shut. Source: B6, B9, D6, L1."""

from datetime import date

import pytest
from django.test import Client

from ledger.models import Act
from records import clock, intake
from records.cataloguing import Item, adopt
from records.cataloguing import propose as propose_catalogue
from records.correcting import propose_correction
from records.freezing import freeze
from records.hiding import HideRefused, confirm, hide, lift_unconfirmed, show_again
from records.joining import merge_subjects, name_subject
from records.models import Proposal, Record
from records.proposing import accept
from records.releasing import ReleaseRefused, hold, release_record
from records.submitting import receive_rows
from records.withdrawing import propose_withdrawal
from subjects.merging import MergeRefused
from subjects.models import Subject
from subjects.renaming import RenameRefused
from tests import factories
from tests.records.making import FRIDAY, acting, days, id_number, licence, only_record, penalty, release, send, staff

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)
LATER = date(2026, 12, 10)


@pytest.fixture
def people():
    return staff()


def by(officer, on=FRIDAY) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": on}


def taken(people, proposal) -> Record:
    accept(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY)
    return Record.objects.get(pk=proposal.record_id)


def withdrawn(people, record, **more) -> Record:
    words = {"ground": "other", "reason": "先撤下"} | more
    return taken(people, propose_withdrawal(record, **words, **by(people.clerk, MONDAY)))


def corrected(people, record, **cells) -> Record:
    submission = propose_correction(
        record, record.version.content | cells, clerk=people.clerk, ground="entry", reason="录入有误",
        actor=acting(people.clerk), on=MONDAY,
    )  # fmt: skip
    intake.run(submission.pk)
    return taken(people, Proposal.objects.get(submission=submission))


def usual(people) -> None:
    for _ in range(4):
        send(people, [penalty(people.body, NR="处以罚款") for _ in range(6)])


def in_yuan(people) -> list[dict]:
    return [penalty(people.body, NR="处以罚款", NR_FK="5000") for _ in range(4)]


def test_what_nobody_saw_is_released_like_a_new_one_after_withdrawal_and_correction(people):
    record = only_record(people, penalty(people.body, CFLB="责令停产停业", NR_FK=""))
    record = corrected(people, withdrawn(people, record), CF_SY="经查，情况属实。")
    assert (record.state, record.grave, record.public_from) == ("awaiting", True, None)
    assert clock.publish_due(LATER) == 1  # escalated
    assert not Record.objects.public(LATER).exists()


def test_a_hold_survives_withdrawal_and_correction(people):
    record = only_record(people, licence(people.body))
    hold(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason="state_secret", note="涉密")
    record = corrected(people, withdrawn(people, record), XK_NR="散装")
    assert (record.state, record.hold_reason) == ("held", "state_secret")


def test_what_was_public_comes_back_by_a_correction_with_reason_only(people):
    record = only_record(people, penalty(people.body))
    release(people, record.submission)
    record = withdrawn(people, record, ground="revoked", reason="复议撤销", revoked_on=FRIDAY)
    submission, report = send(people, [record.version.content | {"CF_SY": "经查，情况属实"}], on=MONDAY)
    assert submission.rejected == 1
    assert [finding.code for _, finding in report.findings if finding.verdict == "error"] == ["withdrawn"]
    assert not Proposal.objects.filter(record=record, state="open").exists()
    record = corrected(people, record, CF_SY="经查，情况属实。")
    assert (record.state, bool(record.public_until)) == ("released", True)


def test_a_correction_out_of_a_held_batch_waits_for_the_office(people):
    row = penalty(people.body, NR="处以罚款")
    record = only_record(people, row)
    release(people, record.submission)
    usual(people)
    batch, _ = send(people, [row | {"CF_NR_FK": "5000"}, *in_yuan(people)])
    assert batch.gated
    with pytest.raises(ReleaseRefused, match="信用办核对"):
        taken(people, Proposal.objects.get(record=record))


def test_calling_a_file_stock_does_not_open_the_gate_for_recent_rows(people):
    usual(people)
    batch, _ = send(people, in_yuan(people), stock=True)
    assert batch.gated
    clock.publish_due(LATER)
    assert not batch.records.filter(state="released").exists()


def test_another_channel_does_not_open_the_gate(people):
    usual(people)
    batch = receive_rows(
        "penalty", in_yuan(people), department=people.body, clerk=people.clerk, system="业务系统",
        actor=acting(people.clerk), on=FRIDAY,
    )  # fmt: skip
    intake.run(batch.pk)
    batch.refresh_from_db()
    assert batch.gated


def test_while_frozen_nothing_hidden_comes_back(people):
    first, second = (only_record(people, licence(people.body)) for _ in range(2))
    for record in (first, second):
        release(people, record.submission)
    sure, unsure = (hide(record, reason="错", **by(people.reviewer)) for record in (first, second))
    confirm(sure, **by(people.office))
    freeze(reason="批量错误", **by(people.office))
    with pytest.raises(HideRefused, match="冻结"):
        show_again(sure, reason="恢复", **by(people.approver))
    later = unsure.confirm_by + days(1)
    assert lift_unconfirmed(later) == 0
    assert not Record.objects.public(later).exists()


def test_the_office_still_learns_of_what_is_not_fit_while_frozen(people):
    record = only_record(people, penalty(people.body, NR_FK="20000"))
    freeze(reason="批量错误", **by(people.office))
    clock.publish_due(LATER)
    record.refresh_from_db()
    assert record.state == "escalated"


def test_names_reach_the_public_by_an_office_with_a_record_of_it_and_not_while_frozen(people):
    record = only_record(people, licence(people.body))
    release(people, record.submission)
    said = {"what": "new", "name": "虚构新名有限公司", "reason": "变更登记"}
    with pytest.raises(RenameRefused, match="本辖区"):
        name_subject(record.subject, **said, **by(staff().office))
    with pytest.raises(RenameRefused, match="手机号码"):
        name_subject(record.subject, **said | {"name": "虚构13800138000公司"}, **by(people.office))
    freeze(reason="批量错误", **by(people.office))
    with pytest.raises(RenameRefused, match="冻结"):
        name_subject(record.subject, **said, **by(people.approver))
    assert "虚构新名" not in Client().get(f"/subject/{record.subject.public_id}/").content.decode()


def test_a_merge_tells_no_name_that_nobody_published(people):
    public, hidden = (only_record(people, licence(people.body)) for _ in range(2))
    release(people, public.submission)
    Subject.objects.filter(pk=hidden.subject_id).update(code="")
    pair = Subject.objects.get(pk=hidden.subject_id), Subject.objects.get(pk=public.subject_id)
    merge_subjects(*pair, reason="同一主体", **by(people.office))
    assert hidden.subject.name not in Client().get(f"/subject/{public.subject.public_id}/").content.decode()
    freeze(reason="批量错误", **by(people.office))
    with pytest.raises(MergeRefused, match="冻结"):
        merge_subjects(factories.subject(code=""), pair[1], reason="同一主体", **by(people.approver))


def test_a_catalogue_reaches_what_still_waits(people):
    record = only_record(people, licence(people.body))
    items = [Item("licence", "month", "办法", public=False)]
    adopt(propose_catalogue(people.body, items, basis="办法", **by(people.clerk)), **by(people.approver))
    clock.publish_due(LATER)
    record.refresh_from_db()
    assert (record.state, record.internal_reason) == ("internal", "kind")


def test_no_id_number_enters_the_ledger(people):
    record = only_record(people, licence(people.body))
    release(people, record.submission)
    number = id_number()
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    hide(record, reason=f"误公开了{number}", **by(people.reviewer))
    freeze(reason=f"身份证 {spaced} 泄露", **by(people.office))
    said = "".join(Act.objects.values_list("reason", flat=True))
    assert number not in said.replace(" ", "")
    assert "误公开了（号码已隐去）" in said


def test_release_of_one_record_asks_the_same(people):
    usual(people)
    batch, _ = send(people, in_yuan(people))
    with pytest.raises(ReleaseRefused):
        release_record(batch.records.first(), reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY)


def test_no_correction_without_a_reason(people):
    row = licence(people.body)
    record = only_record(people, row)
    release(people, record.submission)
    send(people, [row | {"XK_NR": "散装食品销售"}])
    proposal = Proposal.objects.get(record=record)
    with pytest.raises(ReleaseRefused, match="理由"):
        taken(people, proposal)
    accept(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=MONDAY, reason="许可内容录入有误")
    assert Act.objects.filter(what="correct", reason="许可内容录入有误").exists()
