"""Own file: every state of a record has its words; cases, letters and looks of disputes and repairs are told; rights in the report."""

import pytest

from records.models import Record
from representation import claiming
from representation.models import Claim
from representation.refusals import Refused
from rules.models import CaseClock
from tests.disputes.walking import decided, objection, public_penalty
from tests.records.making import FRIDAY, staff
from tests.repairs import mending
from tests.representation.making import by_person, by_staff, claimed, enter, filed, number_of, representative
from workbench.my import records
from workbench.my.deadlines import deadlines
from workbench.my.items import Item, same
from workbench.my.letters import received
from workbench.my.looks import _objects
from workbench.my.report import rights_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


@pytest.mark.parametrize("state", Record.State.values)
def test_every_state_of_a_record_has_its_words(state):
    row = {"state": state, "shown": False, "public_until": None, "release_by": None, "hold_reason": "", "internal_reason": "", "seriousness": ""}  # fmt: skip
    assert all(records._standing(row, FRIDAY))


def test_the_own_file_opens_after_a_grant(people):
    record = mending.penalty(people)
    mending.granted(people, record)
    page = enter(claimed(record.subject, people)).get("/my/file/")
    assert "已修复，停止公示、共享和使用" in page.content.decode()


def test_cases_and_letters_of_disputes_and_repairs(people):
    record = public_penalty(people)
    case = objection(record.subject, record, people, on=FRIDAY)
    ids = same(record.subject)
    told = [one.words for one in deadlines(record.subject, ids, FRIDAY)]
    assert any("您不用做什么" in words for words in told)
    assert not any("须在此日前办结" in words and "由" not in words for words in told)
    decided_case = decided(case, people, "keep", FRIDAY)
    letter = decided_case.letters.get()
    assert [(one.family, one.number) for one in received(ids)] == [("dispute", letter.number)]
    browser = enter(claimed(record.subject, people))
    assert letter.number in browser.get("/my/").content.decode()
    seen = set(_objects(ids).values_list("public_id", flat=True))
    assert {case.public_id, letter.public_id} <= seen


def test_deadlines_and_looks_of_repairs(people):
    repair = mending.accepted(people)
    ids = same(repair.subject)
    running = CaseClock.objects.open().filter(case_id=repair.public_id)
    told = {one.on for one in deadlines(repair.subject, ids, mending.START)}
    assert running.exists()
    assert {one.due for one in running} <= told
    assert {repair.public_id, repair.letters.get().public_id} <= set(_objects(ids).values_list("public_id", flat=True))


def test_a_negative_item_names_its_rights(people):
    record = mending.penalty(people)
    why = "可于2026-12-01起申请。"
    item = Item("record", record.public_id, "行政处罚", tone="bad")
    assert rights_of(item, {record.public_id: why}) == f"认为有误的，可以提出异议。信用修复：{why}"
    assert "异议" in rights_of(item, {})
    assert rights_of(Item("record", record.public_id, "行政许可", tone="good"), {}) == ""


def test_a_legal_representative_proves_who_they_are_first(people):
    number = number_of()
    person = representative("甲某", number)
    claim = filed(people, person, acts_as="legal")
    with pytest.raises(Refused, match="本人持身份证到窗口"):
        claiming.check(claim, id_number=number, **by_staff(people.office))
    own = claiming.file_own(
        person, office=people.office.department, actor=by_person(person)["actor"], on=claim.filed_on
    )
    claiming.check(own, id_number=number, **by_staff(people.office))
    claiming.check(claim, id_number=number, **by_staff(people.office))
    assert Claim.objects.get(pk=claim.pk).state == "checked"


def test_an_agent_removes_no_legal_representative(people):
    company = claimed(people=people)
    agent = claimed(company.subject, people, acts_as="authorised", letter_path="claims/none", letter_name="附件.pdf")
    with pytest.raises(Refused, match="法定代表人"):
        claiming.remove(company, reason="换人", **by_person(agent.representative))
    claiming.remove(agent, reason="委托结束", **by_person(company.representative))
    assert Claim.objects.get(pk=agent.pk).state == "removed"
