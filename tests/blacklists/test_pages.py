"""Pages of the lists: a case walked through by clicks, the public lists, the subject page; nothing of it to strangers."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from blacklists.models import Announcement, Entry, Nomination
from records.models import Record
from tests import factories
from tests.blacklists.walking import (
    BEHAVIOUR,
    REMEDIES,
    again,
    honoured,
    in_notice,
    lists_of_long_ago,
    nominated,
    penalty,
    published,
    reported,
)
from tests.records import making

pytestmark = pytest.mark.django_db
TODAY = factories.DAY


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def do(officer, entry, action, **fields):
    answer = enter(officer).post(
        reverse("lists:step", args=[entry.public_id]), {"action": action, **fields}, follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    return again(entry), said


def scan():
    return SimpleUploadedFile("回证.pdf", b"%PDF-1.4 x")


def test_a_case_by_its_pages(people):
    record = penalty(people, decided_on=TODAY, public_from=TODAY)
    record.subject.identifiers.create(type="uscc", value=record.subject.code)
    clerk = enter(people.clerk)
    found = clerk.get(reverse("lists:propose"), {"subject": record.subject.code})
    assert record.document_number in found.content.decode()
    answer = clerk.post(
        reverse("lists:propose"),
        {"subject": record.subject.public_id, "record": record.public_id, "behaviour": BEHAVIOUR, "reasons": "伪造检验报告",
         "basis": "《虚构市信用条例》第三十条"},
    )  # fmt: skip
    assert answer.status_code == 302
    entry = Entry.objects.get()
    assert do(people.clerk, entry, "issue_notice")[1] == ["告知书由审核员或信用办审批制发。"]
    assert do(people.reviewer, entry, "issue_notice")[0].state == "noticed"
    entry, said = do(people.clerk, entry, "deliver", means="direct", delivered_on=TODAY)
    assert "凭证" in said[0]
    entry, _ = do(people.clerk, entry, "deliver", means="direct", delivered_on=TODAY, paper=scan())
    assert entry.state == "delivered"
    do(people.clerk, entry, "statement", means="written", text="没有伪造", last="1", paper=scan())
    do(people.clerk, entry, "close_hearing")
    statement = entry.statements.get()
    do(people.clerk, entry, "answer", statement=statement.public_id, accepted="no", answer="不属实")
    entry, said = do(
        people.clerk, entry, "review", findings="不成立", months="12", exit_conditions="期满", remedies=REMEDIES
    )
    assert entry.state == "reviewed", said
    entry, said = do(people.reviewer, entry, "decide")
    assert entry.state == "decided", said
    do(people.clerk, entry, "deliver", means="mail", delivered_on=TODAY, paper=scan())
    assert do(people.reviewer, entry, "publish")[0].state == "published"
    for address in (reverse("publicity:black_list"), reverse("publicity:subject", args=[entry.subject.public_id])):
        page = Client().get(address).content.decode()
        assert entry.decision_number in page, address
    letter = entry.letters.get(kind="decision")
    assert "救济途径" in clerk.get(reverse("lists:letter", args=[letter.public_id])).content.decode()
    assert clerk.get(reverse("lists:proof", args=[letter.public_id])).content == b"%PDF-1.4 x"
    assert clerk.get(reverse("lists:statement_paper", args=[statement.public_id])).status_code == 200


def test_the_public_sees_it_today_and_not_when_its_ground_is_gone(people):
    record = penalty(people)
    entry = published(people, record=record, on=TODAY - timedelta(days=20))
    address = reverse("publicity:black_list")
    page = Client().get(address)
    assert entry.subject.name in page.content.decode()
    assert "no-cache" in page["Cache-Control"]
    for query in (entry.subject.name[:6], entry.subject.code):
        assert entry.subject.name in Client().get(address, {"q": query}).content.decode()
    assert entry.subject.name not in Client().get(address, {"q": "别的名称"}).content.decode()
    assert (
        entry.subject.name in Client().get(address, {"department": people.office.department.public_id}).content.decode()
    )
    other = factories.department()
    assert entry.subject.name not in Client().get(address, {"department": other.public_id}).content.decode()
    table = Client().get(address, {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert entry.subject.code in table
    Record.objects.filter(pk=record.pk).update(state="withdrawn")
    assert entry.subject.name not in Client().get(address).content.decode()
    assert entry.subject.name not in Client().get(address, {"format": "csv"}).getvalue().decode()


def test_the_update_log_says_who_left(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    Announcement.objects.create(
        which="black", subject=entry.subject, department=people.body, entry=entry, words="移出，原因：信用修复。",
        announced_on=TODAY, until=TODAY,
    )  # fmt: skip
    assert "移出，原因：信用修复。" in Client().get(reverse("publicity:black_list")).content.decode()
    assert "移出，原因：信用修复。" not in Client().get(reverse("publicity:red_list")).content.decode()


def test_the_red_list_its_notices_and_campaigns(people):
    listed = honoured(people, on=TODAY - timedelta(days=20))
    waiting = in_notice(people, on=TODAY)
    enter(people.office).post(
        reverse("lists:campaigns"), {"year": TODAY.year, "title": "诚信企业评选", "nominate_by": TODAY}
    )
    page = Client().get(reverse("publicity:red_list")).content.decode()
    assert listed.subject.name in page
    assert waiting.subject.name in page
    assert "诚信企业评选" in page
    assert listed.title in Client().get(reverse("publicity:subject", args=[listed.subject.public_id])).content.decode()
    in_table = Client().get(reverse("publicity:red_list"), {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert listed.subject.name in in_table
    assert waiting.subject.name not in in_table


def test_nominating_by_the_pages(people):
    subject = factories.subject()
    subject.identifiers.create(type="uscc", value=subject.code)
    enter(people.clerk).post(
        reverse("lists:nominate"),
        {
            "subject": subject.code,
            "title": "诚信企业",
            "industry_list": "A级名单",
            "deeds": "守信",
            "basis": "办法第三条",
        },
    )
    one = Nomination.objects.get()
    go = reverse("lists:nomination_step", args=[one.public_id])
    enter(people.office).post(go, {"action": "check"})
    enter(people.office).post(go, {"action": "begin_notice"})
    enter(people.clerk).post(go, {"action": "object", "means": "电话", "text": "有投诉未处理"})
    enter(people.office).post(
        go,
        {"action": "answer", "objection": one.objections.get().public_id, "upheld": "no", "answer": "已核查，无投诉"},
    )
    assert again(one).state == "in_notice"
    assert one.objections.get().upheld is False
    assert enter(people.office).get(reverse("lists:nomination", args=[one.public_id])).status_code == 200


def test_strangers_find_nothing(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    nomination = nominated(people)
    other = making.staff()
    for officer in (other.clerk, other.office):
        client = enter(officer)
        assert client.get(reverse("lists:entry", args=[entry.public_id])).status_code == 404
        assert client.get(reverse("lists:nomination", args=[nomination.public_id])).status_code == 404
        assert client.get(reverse("lists:letter", args=[entry.letters.first().public_id])).status_code == 404
        assert entry.subject.name not in client.get(reverse("lists:worklist") + "?show=listed").content.decode()


def test_every_staff_page_opens_for_those_it_admits(people, settings):
    entry = published(people, on=TODAY - timedelta(days=20))
    settings.JURISDICTION = "hua_county"
    act = reported(people)
    for officer in (people.clerk, people.reviewer, people.office, people.approver, people.auditor):
        client = enter(officer)
        for name in ("worklist", "acts", "red", "campaigns"):
            assert client.get(reverse(f"lists:{name}")).status_code == 200, name
        assert client.get(reverse("lists:entry", args=[entry.public_id])).status_code == 200
    assert act.document in enter(people.clerk).get(reverse("lists:acts")).content.decode()
    assert enter(people.office).get(reverse("lists:grades")).status_code == 200
    assert enter(people.clerk).get(reverse("lists:grades")).status_code == 403


def test_a_copy_is_acknowledged_by_who_got_it(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    other = factories.officer("clerk", department=factories.department())
    copy = entry.copies.create(department=other.department, sent_on=TODAY)
    assert entry.decision_number in enter(other).get(reverse("lists:worklist")).content.decode()
    assert enter(people.clerk).post(reverse("lists:acknowledge", args=[copy.public_id])).status_code == 404
    enter(other).post(reverse("lists:acknowledge", args=[copy.public_id]))
    assert again(copy).acknowledged_by == other


def test_the_step_says_what_is_wrong(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    for fields in (
        {"action": "nonsense"}, {"action": "propose_leaving", "happened_on": "gestern"}, {"action": "deliver"},
        {"action": "decide_leaving"}, {"action": "answer", "statement": "x"}, {"action": "reply"}, {"action": "review", "months": "zwölf"},
        {"action": "consult", "department": "没有的局"},
    ):  # fmt: skip
        answer = enter(people.clerk).post(reverse("lists:step", args=[entry.public_id]), fields, follow=True)
        assert [str(message) for message in answer.context["messages"]], fields
