"""The own file: everything on record, public or not; every deadline; who looked; letters. Nobody else's. Source: F1."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.looking import note_look
from accounts.models import AccessLog
from records.models import Hide, Mark
from subjects.models import Subject
from tests import factories
from tests.blacklists import walking
from tests.checks import asking
from tests.records.making import staff
from tests.representation.making import claimed, enter
from tests.sanctions.walking import executed, implementer
from workbench.my.items import same

pytestmark = pytest.mark.django_db
PAGES = ("/my/", "/my/file/", "/my/deadlines/", "/my/looks/", "/my/letters/")


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def pages(client) -> dict[str, str]:
    return {path: client.get(path).content.decode() for path in PAGES}


def filled(people) -> Subject:
    """A listed company under a measure, with records in every state, looked up once at the counter."""
    company = executed(people, implementer(people)).subject
    for state, fields in {
        "awaiting": {"public_from": None, "release_by": factories.ago(-3)},
        "held": {"public_from": None, "hold_reason": "business_secret"},
        "internal": {"public_from": None, "internal_reason": "minor"},
        "withdrawn": {},
        "released": {"public_until": factories.ago(-100), "valid_until": factories.ago(-50)},
        "ended": {"public_until": factories.ago(1)},
    }.items():
        factories.record(
            subject=company, department=people.body, state=state, document_number=f"虚〔2026〕{state}号", **fields
        )
    asking.checked(people.clerk, company.code)
    note_look(people.office, "查看记录", "record", company.records.first().public_id)
    return company


def test_everything_on_record_and_what_became_of_it(people):
    company = filled(people)
    Mark.objects.create(
        target_id=company.records.get(state="released", kind="licence").public_id, kind="objection", since=factories.DAY,
        case_id=company.public_id,
    )  # fmt: skip
    found = pages(enter(claimed(company, people)))
    page = found["/my/file/"]
    for words in (
        "虚〔2026〕awaiting号", "尚未公示，部门正在审核，最迟", "暂不公开（商业秘密）", "不公示（轻微失信", "已撤下", "公示中", "公示期满，已不公示",
        "异议处理中", "伪造检验报告", "在列", "取消本年度专项资金", "失信惩戒", "关键人员",
    ):  # fmt: skip
        assert words in page, words
    assert str(factories.ago(-100)) in found["/my/deadlines/"]
    assert "严重失信主体名单，列入截止" in found["/my/deadlines/"]
    looks = found["/my/looks/"]
    assert people.body.name in looks
    assert "食品经营许可：2026-0917号办件" in looks
    assert "查看记录" in looks
    assert people.office.department.name in looks
    officers = (people.clerk, people.office, people.reviewer, people.approver)
    assert not any(f">{one.name}<" in text or f"，{one.name}" in text for one in officers for text in found.values())


def test_what_is_hidden_while_it_is_checked_says_so(people):
    company = factories.subject()
    record = factories.record(subject=company, department=people.body, public_until=factories.ago(-100))
    Hide.objects.create(
        record=record, reason="名称有误", proposer=people.office, hidden_on=factories.DAY, confirm_by=factories.ago(-1)
    )
    assert "已暂时下线，正在核对" in enter(claimed(company, people)).get("/my/file/").content.decode()


def test_letters_that_were_served_can_be_taken_away(people):
    entry = walking.served(people)
    client = enter(claimed(entry.subject, people))
    page = client.get("/my/letters/").content.decode()
    for letter in entry.letters.all():
        assert letter.number in page
        answer = client.get(f"/my/letters/list/{letter.public_id}.pdf")
        assert answer.content[:5] == b"%PDF-"
        assert "attachment" in answer["Content-Disposition"]
    looks = AccessLog.objects.filter(what="下载收到的文书")
    assert looks.count() == entry.letters.count()
    assert set(looks.values_list("officer", flat=True)) == {"信用主体经办人"}
    assert client.get(f"/my/letters/minor/{letter.public_id}.pdf").status_code == 404
    assert client.get(f"/my/letters/other/{letter.public_id}.pdf").status_code == 404


def test_what_is_only_drafted_is_not_told(people):
    entry = walking.noticed(people)
    client = enter(claimed(entry.subject, people))
    assert entry.reasons not in client.get("/my/file/").content.decode()
    letter = entry.letters.get()
    assert letter.number not in client.get("/my/letters/").content.decode()
    assert client.get(f"/my/letters/list/{letter.public_id}.pdf").status_code == 404
    served = walking.delivered(people)
    found = pages(enter(claimed(served.subject, people)))
    assert served.reasons in found["/my/file/"]
    assert "陈述申辩" in found["/my/deadlines/"]


def test_nothing_of_another_subject(people):
    company = filled(people)
    other = claimed(people=people)
    found = pages(enter(other))
    assert not any(company.name in text or "虚〔2026〕" in text for text in found.values())
    assert "还没有单位查过" in found["/my/looks/"]


def test_what_was_said_of_a_merged_subject_counts_as_its_own(people):
    company = filled(people)
    kept = factories.subject()
    Subject.objects.filter(pk=company.pk).update(merged_into=kept)
    assert sorted(same(kept)) == sorted([kept.pk, company.pk])
    for claim in (claimed(kept, people), claimed(Subject.objects.get(pk=company.pk), people)):
        page = enter(claim).get("/my/file/").content.decode()
        assert kept.name in page
        assert "虚〔2026〕awaiting号" in page


def test_a_persons_own_file(people):
    person = factories.subject("丙某", kind="person", public=False)
    factories.record(
        "penalty",
        subject=person,
        state="internal",
        internal_reason="person",
        public_from=None,
        public_until=factories.DAY,
    )
    factories.subject().key_people.create(role="director", name="丙某", person=person)
    page = enter(claimed(person, people)).get("/my/file/").content.decode()
    assert "不公示（自然人信息，依法不公开）" in page
    assert "公示截止" not in page, "no day ends what is not public"
    assert "任职" in page


def test_pages_of_records_and_as_many_queries_for_many_as_for_few(people):
    company = filled(people)
    client = enter(claimed(company, people))
    pages(client)
    few = {}
    for path in PAGES:
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        few[path] = len(asked)
    for _ in range(25):
        factories.record(subject=company, department=people.body)
        asking.checked(people.clerk, company.code)
    for path in PAGES:
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        assert len(asked) <= few[path], path
    assert max(few.values()) < 70
    first, second = (client.get(f"/my/file/?page={page}").content.decode() for page in (1, 2))
    assert "第 2 页" in second
    assert first != second
    assert "第 2 页" in client.get("/my/file/?page=99").content.decode()
    assert client.get("/my/file/?page=-1").status_code == 200
