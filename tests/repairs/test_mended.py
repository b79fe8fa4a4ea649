"""信用修复: who may withdraw and handle, what letters and results say, what is announced, measures that rest, files that stay out."""

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from blacklists.refusals import ListRefused
from records.models import Record
from repairs import applying, deciding, falsehood, handling
from repairs.applying import Attached
from repairs.eligibility import of
from repairs.models import Repair
from repairs.progress import may
from rules.models import CaseClock
from tests import factories
from tests.blacklists.walking import again, by, published
from tests.records.making import staff
from tests.repairs import mending
from tests.repairs.mending import PDF, START, later
from tests.representation.making import by_person, claimed, enter
from tests.sanctions.walking import acknowledged, day, implementer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def online(people, record) -> Repair:
    claim = claimed(record.subject, people, on=START)
    return applying.apply_for(
        record, what_was_done="已缴清", papers=mending.PAPERS, **by_person(claim.representative, START)
    )


def test_whoever_applied_online_withdraws_online(people):
    repair = online(people, mending.penalty(people))
    assert "withdraw" not in may(repair, people.clerk)
    for officer in (people.clerk, people.office):
        with pytest.raises(ListRefused, match="申请人用自己的账号撤回"):
            deciding.withdraw(repair, **by(officer, START))
    deciding.withdraw(repair, **by_person(repair.representative, START))
    assert again(repair).state == "withdrawn"


def test_at_the_counter_no_auditor_withdraws(people):
    repair = mending.filed(people)
    with pytest.raises(ListRefused, match="登记撤回"):
        deciding.withdraw(repair, **by(people.auditor, START))


def revoked_letter(people, repair, on: date) -> str:
    case = falsehood.propose(repair, facts="缴款凭证系伪造。", **by(people.reviewer, on))
    falsehood.confirm(case, **by(people.approver, on + timedelta(days=1)))
    return json.dumps(repair.letters.last().content, ensure_ascii=False)


def test_the_letter_says_what_has_become_of_it(people):
    entry = published(people)
    on = date(2027, 9, 20)
    said = revoked_letter(people, mending.granted(people, entry, on), on + timedelta(days=10))
    assert again(entry).state == "published"
    assert "恢复列入名单，直至原列入期限届满" in said
    record = mending.penalty(people)
    said = revoked_letter(people, mending.granted(people, record), later(10))
    assert Record.objects.public(later(11)).filter(pk=record.pk).exists()
    assert "恢复公示、共享和使用" in said


def test_what_the_public_never_saw_is_not_announced(people):
    listed = {"department": people.body, "decided_on": mending.DECIDED, "subject": factories.subject()}
    hidden = factories.record(
        "abnormal", **listed, state="internal", publishable=False, internal_reason="invalid", public_from=None
    )
    assert not of(hidden, START).may_apply
    seen = mending.granted(people)
    assert seen.result_from == later(3)
    filed_only = factories.record("abnormal", **listed, public_from=later(60), public_until=None)
    case = mending.granted(people, filed_only)
    assert (case.state, case.result_from) == ("granted", None)
    assert not Repair.objects.announced(later(3)).filter(pk=case.pk).exists()


def test_measures_rest_at_once_while_a_court_mends(people):
    measure = acknowledged(people, implementer(people))
    papers = (Attached("court", PDF), Attached("commitment", PDF))
    repair = mending.accepted(people, measure.action.entry, day(14), papers=papers, bankrupt=True)
    feedback = CaseClock.objects.of("feedback", measure.public_id).open()
    assert feedback.get().state == "paused"
    handling.propose(repair, ask="reject", opinion="裁定已撤销。", **by(people.clerk, day(16)))
    deciding.decide(again(repair), **by(people.reviewer, day(16)))
    assert feedback.get().state == "running"


def test_who_determined_handles(people):
    """谁认定、谁修复: the office sees it, and is told of no step that it may not take."""
    repair = mending.filed(people)
    assert not {"accept", "refuse", "accuse"} & may(repair, people.office)
    assert {"accept", "refuse", "accuse"} <= may(repair, people.clerk)
    assert not Repair.objects.waiting_for(people.office, START).exists()
    with pytest.raises(ListRefused, match="谁认定、谁修复"):
        handling.accept(repair, **by(people.office, START))
    with pytest.raises(ListRefused, match="谁认定、谁修复"):
        handling.refuse(repair, reason="材料不全", **by(people.office, START))
    with pytest.raises(ListRefused, match="谁认定、谁修复"):
        falsehood.propose(repair, facts="伪造。", **by(people.office, START))
    empty = factories.department("虚构市无人单位", parent=people.office.department)
    Repair.objects.filter(pk=repair.pk).update(department=empty)  # nobody works for it here: the office does
    handling.accept(again(repair), **by(people.office, START))
    assert again(repair).state == "accepted"


def test_nothing_is_kept_of_a_refused_application(people, tmp_path):
    with pytest.raises(ListRefused) as refused:
        mending.filed(people, what_was_done="")
    assert "what_was_done" in refused.value.faults
    mixed = (*mending.PAPERS, Attached("other", mending.Paper("a.exe", b"MZ")))
    with pytest.raises(ListRefused) as refused:
        mending.filed(people, papers=mixed)
    assert "other" in refused.value.faults
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]


def test_ones_own_form_says_the_procedure_first(people, settings):
    entry = published(people)
    settings.JURISDICTION = "hua_county"
    page = enter(claimed(entry.subject, people)).get(reverse("my_repairs:new", args=[entry.public_id]))
    said = page.content.decode()
    assert "整改不少于3个月" in said
    assert "多久有结果" in said
    assert "怎么申请" not in said
