"""信用服务机构名录: two persons; raters must be in it on the day. Source: A5."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from subjects.models import Institution
from subjects.registering import (
    RegisterRefused,
    add_professional,
    confirm_professional,
    decide,
    end_professional,
    propose,
    propose_removal,
)
from tests import factories
from tests.records.making import FRIDAY, acting, days, id_number, only_record, row_of, send, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def put_forward(people, code=None, **values):
    values = {"name": "虚构信用评估有限公司", "number": "备2026-1", "business": "信用评级", "contact": ""} | values
    return propose(
        code=code or factories.code(), officer=people.office, actor=acting(people.office), on=FRIDAY, **values
    )


def word(people, institution, move, *, by=None, on=FRIDAY, reason="材料齐全"):
    by = by or people.approver
    decide(institution, move, officer=by, actor=acting(by), on=on, reason=reason)


def test_filed_by_two_and_found_by_the_public_only_then(people):
    made = put_forward(people)
    assert not Institution.objects.filed().exists()
    for officer in (people.office, people.clerk, people.auditor):
        with pytest.raises(RegisterRefused):
            word(people, made, "file", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=made.pk).update(approver=people.office)
    word(people, made, "file")
    made.refresh_from_db()
    assert (made.state, made.filed_on) == ("filed", FRIDAY)
    with pytest.raises(RegisterRefused, match="已在名录"):
        put_forward(people, code=made.code)


@pytest.mark.parametrize(
    "values", [{"contact": "13800138000"}, {"code": "91"}, {"name": " "}, {"number": ""}, {"business": ""}]
)
def test_what_cannot_be_proposed(people, values):
    with pytest.raises(RegisterRefused):
        put_forward(people, **values)
    assert not Institution.objects.exists()


def test_it_stays_until_a_second_person_removes_it_and_may_come_back(people):
    made = put_forward(people)
    word(people, made, "file")
    with pytest.raises(RegisterRefused, match="理由"):
        propose_removal(made, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="")
    propose_removal(made, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="注销")
    assert Institution.objects.filed().exists()
    with pytest.raises(RegisterRefused, match="理由"):
        word(people, made, "remove", reason="")
    word(people, made, "remove", on=FRIDAY + days(3))
    assert not Institution.objects.filed().exists()
    word(people, put_forward(people, code=made.code), "file", on=FRIDAY + days(9))
    assert Institution.objects.filed().count() == 1


def test_a_removal_leaves_who_filed_it_as_it_was(people):
    made = put_forward(people)
    word(people, made, "file")
    third, fourth = (
        factories.officer(role, department=people.office.department) for role in ("office", "office_approver")
    )
    propose_removal(made, officer=third, actor=acting(third), on=FRIDAY, reason="注销")
    made.refresh_from_db()
    assert made.asked_by == third
    with pytest.raises(IntegrityError), transaction.atomic():
        Institution.objects.filter(pk=made.pk).update(removal_approver=third)
    word(people, made, "keep", by=people.approver)
    propose_removal(made, officer=third, actor=acting(third), on=FRIDAY, reason="注销")
    word(people, made, "remove", by=fourth)
    made.refresh_from_db()
    assert (made.proposer, made.approver) == (people.office, people.approver)
    assert (made.removal_proposer, made.removal_approver) == (third, fourth)


def test_staff_are_filed_once_by_two_and_end(people, client):
    made = put_forward(people)
    word(people, made, "file")
    by = {"officer": people.office, "actor": acting(people.office), "on": FRIDAY}
    one = add_professional(made, name="甲某", position="评级总监", number="从2026-1", **by)
    with pytest.raises(RegisterRefused):
        add_professional(made, name="乙某", position="分析师", number="从2026-1", **by)
    with pytest.raises(RegisterRefused):
        add_professional(made, name="", position="分析师", number="从2026-2", **by)
    with pytest.raises(RegisterRefused, match="身份证号"):
        add_professional(made, name="丙某", position="分析师", number=id_number(), **by)
    page = f"/institutions/{made.public_id}/"
    assert "甲某" not in client.get(page).content.decode()  # nobody has confirmed it
    with pytest.raises(RegisterRefused):
        confirm_professional(one, **by)
    confirm_professional(one, officer=people.approver, actor=acting(people.approver), on=FRIDAY)
    assert "甲某" in client.get(page).content.decode()
    end_professional(one, **by)
    assert "甲某" not in client.get(page).content.decode()
    add_professional(made, name="乙某", position="分析师", number="从2026-1", **by)


def test_a_rating_comes_only_from_who_was_in_the_register_on_its_day(people):
    rater = factories.department("虚构信用评估有限公司", code=factories.code("91"))
    row = row_of("rating", rater, JDRQ="2026/11/18")
    submission, report = send(people, [row])
    assert submission.rejected == 1
    assert {(f.column, f.code) for _, f in report.findings if f.verdict == "error"} == {("DS_JGDM", "unknown_rater")}
    made = put_forward(people, code=rater.code)
    word(people, made, "file", on=date(2026, 11, 18))
    assert only_record(people, row).state == "awaiting"
    propose_removal(made, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="注销")
    word(people, made, "remove", on=date(2026, 11, 19))
    submission, _ = send(people, [row_of("rating", rater, JDRQ="2026/11/19")])
    assert submission.rejected == 1
    assert only_record(people, row_of("rating", rater, JDRQ="2026/11/18"))
