"""What pages and letters say, so that nobody is led astray: states, contacts, links, the public page. Source: D3, D8."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Liaison
from blacklists import honouring, leaving, proposing
from blacklists.models import GradeProposal
from blacklists.refusals import ListRefused
from rules.measures import citable
from sanctions import triggering
from tests import factories
from tests.blacklists.walking import (
    START,
    again,
    by,
    honoured,
    lists_of_long_ago,
    nominated,
    noticed,
    penalty,
    proposed,
    published,
)
from tests.records import making
from tests.sanctions import walking as joint

pytestmark = pytest.mark.django_db
TODAY = factories.DAY


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def page(officer, name, *args, **asked) -> str:
    client = Client()
    if officer is not None:
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=args), asked).content.decode()


def test_what_its_proposer_took_back_is_not_said_to_be_refused(people):
    entry = proposed(people, on=TODAY)
    proposing.take_back(entry, reason="重复提出", **by(people.clerk, TODAY))
    said = page(people.clerk, "lists:entry", entry.public_id)
    assert again(entry).state == "taken_back"
    assert "提出人收回" in said
    assert "不予列入" not in said
    assert "提出人收回" in page(people.clerk, "lists:worklist", show="over")
    proposed(people, record=entry.grounds.get().record, on=TODAY)  # it may be proposed again


def test_the_notice_says_whom_to_ask_and_for_how_long_it_would_be(people):
    Liaison.objects.create(department=people.body, name="甲某", phone="0000-1234567", since=START)
    parts = dict(noticed(people).letters.get().content["parts"])
    assert parts["联系方式"].startswith(f"{people.body.name}，电话：0000-1234567")
    assert "甲某" not in str(parts)
    assert "12个月至36个月" in parts["拟列入的期限"]


def test_a_record_leads_to_a_proposal_where_it_may_ground_one(people):
    record = penalty(people)
    address = f"{reverse('lists:propose')}?subject={record.subject.public_id}&amp;record={record.public_id}"
    assert address in page(people.clerk, "workbench:record", record.public_id)
    assert address not in page(people.reviewer, "workbench:record", record.public_id)
    licence = factories.record(department=people.body)
    assert "据此提出列入" not in page(people.clerk, "workbench:record", licence.public_id)
    assert f'value="{record.public_id}" checked' in page(
        people.clerk, "lists:propose", subject=record.subject.public_id, record=record.public_id
    )


def test_the_public_page_has_the_list_among_its_tabs_and_says_the_behaviour_once_beside_the_timeline(people):
    entry = published(people, on=TODAY - timedelta(days=30))
    said = page(None, "publicity:subject", entry.subject.public_id)
    assert re.search(r'<a href="#black-list">[^<]*<strong>1</strong>', said)
    timeline = re.search(r'<details class="timeline">.*?</details>', said, re.DOTALL)[0]
    assert (timeline.count(entry.behaviour_title), said.count(entry.behaviour_title)) == (1, 2)


def test_who_left_is_told_without_saying_the_list_twice(people):
    entry = published(people, on=TODAY - timedelta(days=30))
    type(entry).objects.filter(pk=entry.pk).update(until=TODAY - timedelta(days=1))
    leaving.note_ended(TODAY)
    said = page(None, "publicity:list_updates")
    line = said[said.index(entry.subject.name) - 30 :][:200]
    assert "期限届满" in line
    assert "移出严重失信主体名单，原因" not in line


def test_nobody_reads_notes_of_ours(people):
    for name in ("publicity:behaviour_list", "publicity:measure_list"):
        assert "待核对" not in page(None, name)


def test_a_stopped_nomination_says_whose_the_next_step_is(people):
    made = nominated(people, on=TODAY)
    penalty(people, made.subject, decided_on=TODAY, public_from=TODAY)
    honouring.check(made, **by(people.office, TODAY))
    assert "由信用办审批办理" in page(people.office, "lists:nomination", made.public_id)
    assert "查明后继续</button>" in page(people.approver, "lists:nomination", made.public_id)


def test_a_grade_leads_to_its_records_and_is_found_by_name(people):
    record = penalty(people)
    made = GradeProposal.objects.create(
        subject=record.subject, department=people.office.department, grade="serious", as_of=TODAY, reasoning=[],
        acts=[{"kind": "record", "public_id": str(record.public_id)}], digest="0" * 64,
    )  # fmt: skip
    assert reverse("workbench:record", args=[record.public_id]) in page(people.office, "lists:grade", made.public_id)
    assert record.subject.name in page(people.office, "lists:grades", q=record.subject.name[3:9])
    assert record.subject.name not in page(people.office, "lists:grades", q="没有这个名字")


def test_joint_action_on_a_company_takes_no_measure_of_persons(people, settings):
    action, who = joint.triggered(people), joint.implementer(people)
    settings.JURISDICTION = "suining_anju"
    joint.item()
    said = page(people.clerk, "joint:plan", action.public_id, q="限制出境")
    assert "清单中没有符合的措施" in said
    from rules.measures import measures

    abroad = measures(joint.LISTED, text="限制出境").filter(kind="sanction").first()
    assert citable(abroad.public_id, joint.LISTED)
    with pytest.raises(ListRefused, match="不适用于这个对象"):
        triggering.plan(action, item=abroad.public_id, department=who.body, **by(people.clerk, joint.LISTED))


def test_steps_of_joint_action_opened_by_hand_lead_to_their_page(people):
    action = joint.triggered(people)
    client = Client()
    client.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("joint:action_step", args=[action.public_id]))
    assert (answer.status_code, answer.url) == (302, reverse("joint:action", args=[action.public_id]))


def test_a_title_says_its_withdrawal_step_by_step(people):
    made = honoured(people, on=TODAY - timedelta(days=20))
    client = Client()
    client.force_login(people.office, backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("lists:nomination_step", args=[made.public_id])
    client.post(address, {"action": "propose_withdrawal", "breach": "重大失信", "withdrawal_basis": "条例第四十条"})
    assert "待信用办审批制发告知书" in page(people.office, "lists:nomination", made.public_id)
    said = page(people.approver, "lists:nomination", made.public_id)
    assert "制发拟取消称号告知书" in said
    assert "只能决定不予取消" in said
    assert timezone.localdate() == TODAY
