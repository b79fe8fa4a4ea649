"""主体档案: found by old numbers, renamed, merged and separated by the credit office; nobody else, no natural person."""

import uuid

import pytest
from django.test import Client

from accounts.models import AccessLog
from ledger.models import Act
from records.models import Record
from subjects.models import KeyPerson, Merge, Subject
from subjects.search import find
from tests.records import making
from workbench.views import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def subject_of(people, **cells) -> Subject:
    submission, _ = making.send(people, [making.licence(people.body, **cells)])
    making.release(people, submission)
    return submission.records.get().subject


def test_found_by_an_old_number_by_the_office_only(people):
    subject = subject_of(people, XDR_GSZC="210800004045678")
    page = enter(people.office).get("/workbench/subjects/", {"q": "210800004045678"}).content.decode()
    assert subject.name in page
    assert find("210800004045678").hits == []
    for officer in (people.clerk, people.reviewer):
        assert enter(officer).get("/workbench/subjects/").status_code == 403


def test_a_natural_person_is_not_found_and_shows_no_number(people):
    number = making.id_number(3)
    making.send(people, [making.person(people.body, number)])
    person = Subject.objects.get(kind="person")
    client = enter(people.auditor)
    for text in (number, person.name):
        assert str(person.public_id) not in client.get("/workbench/subjects/", {"q": text}).content.decode()
    assert number[:10] not in client.get(f"/workbench/subjects/{person.public_id}/").content.decode()


def test_renamed_and_found_under_both(people):
    subject = subject_of(people, XDR_MC="虚构旧字号食品有限公司")
    address = f"/workbench/subjects/{subject.public_id}/name/"
    enter(people.office).post(address, {"what": "new", "name": "虚构新字号食品有限公司", "reason": "市监局变更登记"})
    for text in ("旧字号", "新字号"):
        assert [hit.name for hit in find(text).hits] == ["虚构新字号食品有限公司"]
    assert Act.objects.get(what="rename").reason == "市监局变更登记"
    for officer in (people.auditor, people.clerk):
        assert enter(officer).post(address, {"what": "new", "name": "另一个名称", "reason": "x"}).status_code == 403


def test_key_person_with_tenure(people):
    subject = subject_of(people)
    said = {"role": "controller", "name": "丁某", "since": "2024-01-01", "until": "", "reason": "章程"}
    enter(people.office).post(f"/workbench/subjects/{subject.public_id}/people/", said)
    assert KeyPerson.objects.filter(subject=subject, role="controller", name="丁某", until=None).exists()
    page = enter(people.office).get(f"/workbench/subjects/{subject.public_id}/").content.decode()
    assert "实际控制人" in page


def test_merged_by_page_and_separated_again(people):
    kept = subject_of(people)
    duplicate = subject_of(people, XDR_SHXYM="", XDR_GSZC="210800004099999")
    client = enter(people.office)
    merged = client.post(
        f"/workbench/subjects/{duplicate.public_id}/merge/",
        {"number": kept.code, "reason": "同一营业执照"},
        follow=True,
    )
    assert "已并入" in merged.content.decode()
    assert set(Record.objects.values_list("subject", flat=True)) == {kept.pk}
    client.post(f"/workbench/merges/{Merge.objects.get().public_id}/undo/", {"reason": "并错了"})
    assert set(Record.objects.values_list("subject", flat=True)) == {kept.pk, duplicate.pk}


def test_merging_into_nobody_is_a_sentence(people):
    subject = subject_of(people)
    answer = enter(people.office).post(
        f"/workbench/subjects/{subject.public_id}/merge/", {"number": "91", "reason": "x"}, follow=True
    )
    assert "没有找到要并入的主体" in answer.content.decode()


def person_of(people) -> Subject:
    making.send(people, [making.person(people.body, making.id_number(9))])
    return Subject.objects.get(kind="person")


def test_a_persons_file_is_there_only_where_a_record_is_within_reach(people):
    person, stranger = person_of(people), enter(making.staff().office)
    unknown = stranger.get(f"/workbench/subjects/{uuid.uuid4()}/")
    for address in ("", "name/", "people/", "merge/"):
        url = f"/workbench/subjects/{person.public_id}/{address}"
        answer = stranger.post(url) if address else stranger.get(url)
        assert (answer.status_code, answer.content) == (404, unknown.content)
    for officer in (people.office, people.approver, people.auditor, making.staff().auditor):
        assert enter(officer).get(f"/workbench/subjects/{person.public_id}/").status_code == 200


def test_a_position_at_a_subject_within_reach_opens_the_persons_file_too(people):
    person, other = person_of(people), making.staff()
    led = subject_of(other).key_people.get()
    url = f"/workbench/subjects/{person.public_id}/"
    assert enter(other.office).get(url).status_code == 404
    KeyPerson.objects.filter(pk=led.pk).update(person=person)
    assert enter(other.office).get(url).status_code == 200


def test_a_number_of_another_is_not_given_away_and_every_try_is_noted(people, monkeypatch):
    person_of(people)
    monkeypatch.setattr(subjects, "TRIES", 2)
    subject = subject_of(people)
    url = f"/workbench/subjects/{subject.public_id}/people/{subject.key_people.get().pk}/"
    sent = {"number": making.id_number(9), "certificate": "id_card", "reason": "对照证件"}
    tried = AccessLog.objects.filter(officer_id=people.office.public_id, what="核实身份", object_id=subject.public_id)
    for turn in (1, 2):
        page = enter(people.office).post(url, sent, follow=True).content.decode()
        assert ("不能一并核实" in page, "另一姓名" in page, tried.count()) == (True, False, turn)
    page = enter(people.office).post(url, sent | {"number": making.id_number(8)}, follow=True).content.decode()
    assert "已满2次" in page
    assert subject.key_people.get().person_id is None
    enter(people.approver).post(url, sent | {"number": making.id_number(8)})
    assert subject.key_people.get().person_id is not None
