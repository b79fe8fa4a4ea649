"""What was corrected says so to the public, and never what was wrong; what was withdrawn is gone. Source: B7."""

from datetime import timedelta

import pytest
from django.urls import reverse

from records import intake
from records.correcting import proposal_of, propose_correction
from records.proposing import accept
from records.releasing import release_submission
from records.withdrawing import propose_withdrawal
from tests.factories import DAY
from tests.records.making import acting, only_record, penalty, send, staff

pytestmark = pytest.mark.django_db
PAST = (DAY - timedelta(days=5)).isoformat()


@pytest.fixture
def people():
    return staff()


def public_record(people, row):
    record = only_record(people, row, on=DAY)
    release_submission(record.submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY)
    return record


def page_of(client, record):
    return client.get(reverse("publicity:subject", args=[record.subject.public_id]))


def test_a_corrected_record_says_when_and_why_not_what(people, client):
    record = public_record(people, penalty(people.body, JDRQ=PAST, SY="误写的违法事实"))
    said = page_of(client, record).content.decode()
    assert "误写的违法事实" in said
    assert "更正" not in said.replace("更正与", "")
    cells = record.version.content | {"CF_SY": "正确的违法事实"}
    submission = propose_correction(
        record, cells, clerk=people.clerk, ground="entry", reason="经办人员笔误", actor=acting(people.clerk), on=DAY
    )
    intake.run(submission.pk)
    assert "误写的违法事实" in page_of(client, record).content.decode()  # until a second person has said so
    accept(proposal_of(submission), reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY, reason="录入有误")
    said = page_of(client, record).content.decode()
    assert f"本条信息已于 {DAY.isoformat()} 更正（录入有误）" in said
    assert "正确的违法事实" in said
    for secret in ("误写的违法事实", "经办人员笔误", people.clerk.name):
        assert secret not in said


def test_one_corrected_by_upload_says_when(people, client):
    row = penalty(people.body, JDRQ=PAST)
    record = public_record(people, row)
    send(people, [row | {"CF_SY": "正确的违法事实"}], on=DAY)
    accept(record.proposals.get(), reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY, reason="录入有误")
    assert f"本条信息已于 {DAY.isoformat()} 更正<" in page_of(client, record).content.decode()


def test_a_withdrawn_one_is_gone(people, client):
    record = public_record(people, penalty(people.body, JDRQ=PAST))
    assert page_of(client, record).status_code == 200
    proposal = propose_withdrawal(
        record,
        officer=people.clerk,
        ground="revoked",
        reason="复议撤销",
        revoked_on=DAY,
        actor=acting(people.clerk),
        on=DAY,
    )
    accept(proposal, reviewer=people.reviewer, actor=acting(people.reviewer), on=DAY, reason="录入有误")
    answer = page_of(client, record)
    assert record.document_number not in answer.content.decode()
    assert answer.status_code in (404, 410)
