"""责任人员: serious acts belong to those who led or controlled the subject on that day; staff only. Source: A3."""

from datetime import date

import pytest

from records.responsible import acts_of_those_in_control, acts_of_those_led, responsible_for
from subjects.models import KeyPerson, Subject
from subjects.people import PersonRefused, end_tenure, identify
from subjects.renaming import add_key_person
from tests.records.making import FRIDAY, acting, id_number, only_record, penalty, person, release, staff

pytestmark = pytest.mark.django_db
REVOKED = {"CFLB": "吊销许可证件", "NR": "吊销许可证", "NR_FK": "", "NR_ZKDX": "食品经营许可证"}


@pytest.fixture
def people():
    return staff()


def in_role(people, subject, role, name, since=None, until=None):
    return add_key_person(
        subject, role, name, since=since, until=until, actor=acting(people.office), on=FRIDAY, reason="登记档案"
    )


def know(people, key_person, number, **more):
    identify(
        key_person, "id_card", number, actor=acting(people.office), on=FRIDAY, **{"reason": "核对身份证原件"} | more
    )


def test_only_serious_acts_and_only_while_in_office(people):
    record = only_record(people, penalty(people.body, **REVOKED))
    mild = only_record(people, penalty(people.body, XDR_SHXYM=record.subject.code, XDR_MC=record.subject.name))
    assert (record.seriousness, mild.seriousness, mild.subject) == ("serious", "general", record.subject)
    in_role(people, record.subject, "controller", "甲某", since=date(2020, 1, 1))
    in_role(people, record.subject, "principal", "乙某", until=date(2026, 11, 17))
    in_role(people, record.subject, "principal", "丙某", since=date(2026, 11, 19))
    in_role(people, record.subject, "director", "丁某")
    names = {one.name for one in responsible_for(record)}
    assert names == {"甲某", record.version.content["CF_FRDB"]}
    assert not responsible_for(mild).exists()


def test_the_act_stands_in_the_persons_file_and_leaves_with_the_record(people):
    record = only_record(people, penalty(people.body, **REVOKED))
    controller = in_role(people, record.subject, "controller", "甲某")
    know(people, controller, id_number(1))
    controller.refresh_from_db()
    assert controller.person.kind == "person"
    assert list(acts_of_those_led(controller.person)) == [record]
    end_tenure(controller, date(2026, 11, 18), actor=acting(people.office), on=FRIDAY, reason="离任")
    assert list(acts_of_those_led(controller.person)) == [record]  # the day itself counts
    KeyPerson.objects.filter(pk=controller.pk).update(until=date(2026, 11, 17))
    assert not acts_of_those_led(controller.person).exists()
    KeyPerson.objects.filter(pk=controller.pk).update(until=None)
    from records.submitting import take_back

    take_back(record.submission, clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    assert not acts_of_those_led(controller.person).exists()


def test_acts_of_those_in_control_count_for_the_enterprise(people):
    number = id_number(2)
    own = only_record(people, person(people.body, number, **REVOKED))
    firm = only_record(people, penalty(people.body)).subject
    director = in_role(people, firm, "director", "丙某")
    know(people, director, number)
    assert not acts_of_those_in_control(firm).exists()
    controller = in_role(people, firm, "controller", "丙某")
    know(people, controller, number)
    assert list(acts_of_those_in_control(firm)) == [own]
    assert own.subject == KeyPerson.objects.get(pk=controller.pk).person


def test_who_a_person_is_takes_the_number_the_name_and_a_reason_once(people):
    firm = only_record(people, penalty(people.body)).subject
    one, other = (in_role(people, firm, "controller", name) for name in ("甲某", "乙某"))
    number = id_number(3)
    for wrong in (number[:-1] + ("1" if number[-1] != "1" else "2"), "12"):
        with pytest.raises(PersonRefused) as refused:
            know(people, one, wrong)
        assert wrong not in str(refused.value)
    with pytest.raises(PersonRefused, match="依据"):
        know(people, one, number, reason=" ")
    know(people, one, number)
    with pytest.raises(PersonRefused, match="不能一并核实"):
        know(people, other, number)
    with pytest.raises(PersonRefused, match="已经核实"):
        know(people, one, id_number(4))
    assert number not in str(list(Subject.objects.filter(kind="person").values_list("identifiers__value", "name")))


def test_the_public_sees_nothing_of_it(people, client):
    record = only_record(people, penalty(people.body, **REVOKED))
    release(people, record.submission)
    in_role(people, record.subject, "controller", "甲某某")
    page = client.get(f"/subject/{record.subject.public_id}/").content.decode()
    assert "甲某某" not in page
    assert "实际控制人" not in page
