"""Claims: two persons of the office, papers, the subject's number; ending them ends sight at once. Source: F1."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from credit_platform.keeping import fetch
from ledger.models import Act, Event
from representation import claiming
from representation.models import Claim
from representation.progress import answered_by
from representation.refusals import Refused
from representation.registering import person_key
from rules.calendar import working_calendar
from subjects.models import Identifier, Subject
from tests import factories
from tests.records.making import staff
from tests.representation.making import by_person, by_staff, claimed, coded, enter, filed, number_of, representative

pytestmark = pytest.mark.django_db
TODAY = factories.DAY


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


@pytest.fixture
def number():
    return number_of()


@pytest.fixture
def person(number):
    return representative("甲某", number)


def approved(people, person, number, **fields) -> Claim:
    claim = filed(people, person, **fields)
    claiming.check(claim, id_number=number, **by_staff(people.office))
    claiming.approve(claim, **by_staff(people.approver))
    claim.refresh_from_db()
    return claim


def test_one_checks_another_approves_and_the_subject_is_found_by_its_code(people, person, number):
    company = coded()
    claim = filed(people, person, code=company.code)
    assert fetch(claim.letter_path) == b"%PDF-1.4 letter"
    assert not Claim.objects.active(TODAY).exists()
    assert set(Claim.objects.waiting_for(people.office)) == {claim}
    assert not Claim.objects.waiting_for(people.approver)
    with pytest.raises(Refused, match="不一致"):
        claiming.check(claim, id_number=number_of(), **by_staff(people.office))
    claiming.check(claim, id_number=number, **by_staff(people.office))
    with pytest.raises(Refused, match="审批"):
        claiming.approve(claim, **by_staff(people.office))
    assert set(Claim.objects.waiting_for(people.approver)) == {claim}
    claiming.approve(claim, **by_staff(people.approver))
    claim.refresh_from_db()
    assert (claim.state, claim.subject) == ("active", company)
    assert list(Claim.objects.active(TODAY)) == [claim]
    assert not Claim.objects.active(TODAY - timedelta(days=1))


def test_a_company_not_yet_on_file_gets_a_file_when_approved(people, person, number):
    code = factories.code("92")
    filed(people, person, code=code)
    assert not Identifier.objects.filter(value=code).exists()
    claim = Claim.objects.get()
    claiming.check(claim, id_number=number, **by_staff(people.office))
    claiming.approve(claim, **by_staff(people.approver))
    made = Subject.objects.get(code=code)
    assert (made.kind, made.public_since) == ("sole_trader", None)


def test_four_eyes_hold_in_the_database_too(people):
    claim = claimed(people=people)
    with pytest.raises(IntegrityError, match="claim_four_eyes"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(checker=people.approver)
    with pytest.raises(IntegrityError, match="claim_active"), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(approver=None)


def test_nobody_of_the_office_decides_their_own(people, number):
    person = representative("甲某", number)
    for one in (people.office, people.approver):
        one.person_key = None
    people.office.person_key = person_key(number)
    people.office.save()
    claim = filed(people, person)
    with pytest.raises(Refused, match="本人的账号"):
        claiming.check(claim, id_number=number, **by_staff(people.office))
    colleague = factories.officer("office", department=people.office.department)
    claiming.check(claim, id_number=number, **by_staff(colleague))
    with pytest.raises(Refused):
        claiming.approve(claim, **by_staff(people.clerk))


def test_refused_with_a_reason_and_filed_again(people, person, number):
    claim = filed(people, person, code=(code := factories.code()))
    with pytest.raises(Refused, match="不用重复"):
        filed(people, person, code=code)
    with pytest.raises(Refused, match="理由"):
        claiming.refuse(claim, reason=" ", **by_staff(people.office))
    claiming.refuse(claim, reason="委托书没有公章", **by_staff(people.office))
    claim.refresh_from_db()
    assert (claim.state, claim.answer) == ("refused", "委托书没有公章")
    assert approved(people, person, number, code=code).state == "active"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"letter": None}, "授权委托书"),
        ({"licence": ("执照.pdf", b"MZ")}, "PDF"),
        ({"code": "123"}, "有误"),
        ({"name": " "}, "名称"),
        ({"until": TODAY - timedelta(days=1)}, "已过"),
        ({"acts_as": "own"}, "身份"),
    ],
)
def test_what_is_missing_is_said(people, person, fields, words):
    with pytest.raises(Refused, match=words):
        filed(people, person, **fields)
    assert not Claim.objects.exists()


def test_a_letter_ends_on_its_day(people, person, number):
    claim = approved(people, person, number, until=TODAY + timedelta(days=3))
    assert Claim.objects.active(TODAY + timedelta(days=3)).exists()
    assert not Claim.objects.active(TODAY + timedelta(days=4)).exists()
    assert claim.state == "active"


def test_whoever_may_end_a_claim_and_nobody_else(people):
    company = factories.subject()
    mine, fellow, stranger = claimed(company, people), claimed(company, people), claimed(people=people)
    assert claiming.fellows(mine, TODAY) == [fellow]
    with pytest.raises(Refused, match="同一主体"):
        claiming.remove(mine, reason="不认识", **by_person(stranger.representative))
    with pytest.raises(Refused, match="自己"):
        claiming.withdraw(mine, **by_person(fellow.representative))
    before = fellow.representative.session_hash
    claiming.remove(fellow, reason="已离职", **by_person(mine.representative))
    fellow.refresh_from_db()
    fellow.representative.refresh_from_db()
    assert (fellow.state, fellow.answer) == ("removed", "已离职")
    assert fellow.representative.session_hash != before
    with pytest.raises(Refused):  # whose own claim is over ends nobody's
        claiming.remove(mine, reason="报复", **by_person(fellow.representative))
    claiming.end(mine, reason="公司反映", **by_staff(people.office))
    assert list(Claim.objects.active(TODAY)) == [stranger]


def test_a_persons_own_file_needs_the_person(people, number):
    person = representative("甲某", number)
    claim = claiming.file_own(office=people.office.department, **by_person(person))
    assert claim.state == "filed"
    claiming.check(claim, id_number=number, **by_staff(people.office))
    person.refresh_from_db()
    assert (person.proven_by, person.proven_officer) == ("counter", people.office)
    claiming.approve(claim, **by_staff(people.approver))
    claim.refresh_from_db()
    assert claim.subject.kind == "person"
    assert claim.subject.identifiers.get().sealed == person.sealed_number


def test_the_identity_service_opens_ones_own_file_at_once(people, number):
    person = representative("甲某", number, proven_by="province", proven_on=TODAY)
    claim = claiming.file_own(office=people.office.department, **by_person(person))
    assert claim.state == "active"


def test_another_name_on_file_stops_ones_own(people, number):
    there = factories.subject("乙某", kind="person", public=False)
    Identifier.objects.create(subject=there, type="id_card", value=person_key(number))
    person = representative("甲某", number, proven_by="province", proven_on=TODAY)
    with pytest.raises(Refused, match="姓名"):
        claiming.file_own(office=people.office.department, **by_person(person))
    assert not Claim.objects.exists()


def test_the_ledger_names_nobody(people, number):
    person = representative("甲某某", number)
    approved(people, person, number)
    acts = Act.objects.filter(what__contains="claim")
    assert {act.what for act in acts} == {"file_claim", "check_claim", "approve_claim"}
    text = repr(list(acts.values())) + repr(list(Event.objects.filter(act__in=acts).values()))
    assert "甲某某" not in text
    assert number not in text
    assert acts.get(what="file_claim").actor_id == person.public_id


def test_a_newcomer_reads_by_when():
    """办理期限 by the rule of the day of filing; once it is over the page says whom to ask."""
    people = staff()
    claim = filed(people)
    due = answered_by(claim)
    assert due == working_calendar().add(claim.filed_on, 5).date
    page = enter(claim.representative).get(f"/my/claims/{claim.public_id}/").content.decode()
    assert page.count(f"最迟{due}前答复") == 1, "said once"
    assert "办好了请登录本页查看" in page
    Claim.objects.filter(pk=claim.pk).update(state="refused")
    claim.refresh_from_db()
    assert answered_by(claim) is None
