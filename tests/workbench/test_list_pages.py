"""名单与清单 on the desk: revision by workbook, what waits for whom, each told once. Source: D1–D3, E1."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from blacklists.models import Entry
from credit_platform.sheets import workbook
from rules import changing
from rules.models import BehaviourItem, BehaviourList, MeasureList, RuleChange
from tests.blacklists.walking import START, delivered, nominated, noticed, proposed, reviewed
from tests.records import making
from tests.records.making import acting
from tests.workbench.conftest import TODAY, enter
from workbench.list_notices import remind_of_revisions, tell_of_lists
from workbench.models import Notice
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db
SHEET = ("workbench:list_revision_sheet", ["behaviour_list", "national"])
REVISE = ("workbench:list_revise", ["behaviour_list", "national"])


@pytest.fixture
def people():
    return making.staff()


def rows_of(client):
    data = client.get(reverse(SHEET[0], args=SHEET[1])).content
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def send(client, rows):
    data = workbook("行为清单", rows[0], rows[1:])
    file = SimpleUploadedFile("修订表.xlsx", data)
    return client.post(reverse(REVISE[0], args=REVISE[1]), {"file": file}, follow=True)


def test_what_differs_in_the_workbook_is_rehearsed_proposed_and_adopted(people):
    client = enter(people.office)
    heads, *rows = rows_of(client)[1:]
    gone, changed = rows[0][0], rows[1][0]
    rows[1][2] = "改过的行为"
    new = ["", "严重失信行为", "新增的行为", "虚构领域", "", "甲局、乙局", "", "虚构条例第九条"]
    page = send(client, [heads, *rows[1:], new])
    shown = page.content.decode()
    assert "增加1项：新增的行为；修改1项：改过的行为；删去1项" in shown
    assert not RuleChange.objects.exists()
    form = page.context["form"]
    sent = {name: form[name].value() for name in ("key", "value")}
    assert 'name="value" type="hidden"' in shown.replace('type="hidden" name="value"', 'name="value" type="hidden"')
    sent |= {"since": TODAY.isoformat(), "clause": "虚构条例", "reason": "年度修订", "propose": "1"}
    client.post(reverse("workbench:rule_propose"), sent)
    change = RuleChange.objects.get()
    changing.adopt_change(change, officer=people.approver, actor=acting(people.approver), on=TODAY)
    version = BehaviourList.objects.filter(jurisdiction__name="national").order_by("-number").first()
    items = {item.key: item for item in version.items.all()}
    assert gone not in items
    assert items[changed].title == "改过的行为"
    assert items["national-new-1"].decided_by == ["甲局", "乙局"]
    assert len(items) == len(rows)
    assert BehaviourItem.objects.filter(key=gone).exists(), "what cites the old version still finds it"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda rows: rows, "没有要修订"),
        (lambda rows: rows[:1], "不能这样清空"),
        (lambda rows: [["甲", "乙"], ["1", "2"]], "没有在前"),
        (lambda rows: [*rows, rows[-1]], "出现了两次"),
        (lambda rows: [*rows, ["", "不对", "行为", "", "", "", "", "条"]], "应为守信行为、严重失信行为之一"),
        (lambda rows: [*rows, ["", "守信行为", "行为", "", "", "", "", ""]], "没有填名称或条款"),
        (lambda rows: [*rows, ["", "守信行为", "长" * 201, "", "", "", "", "条"]], "超过200字"),
        (lambda rows: [*rows, ["编号 一", "守信行为", "行为", "", "", "", "", "条"]], "只能用字母"),
        (lambda rows: [[head for head in row if head != "领域"] for row in rows[:1]], "表头缺少：领域"),
    ],
)
def test_a_workbook_that_is_none_is_told_why(people, edit, words):
    client = enter(people.office)
    page = send(client, edit(rows_of(client)[1:]))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not RuleChange.objects.exists()


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04broken"])
def test_bad_files(people, data):
    client = enter(people.office)
    page = client.post(reverse(REVISE[0], args=REVISE[1]), {"file": SimpleUploadedFile("a.xlsx", data)}, follow=True)
    assert page.status_code == 200
    assert 'role="alert"' in page.content.decode() or "请" in page.content.decode()


def test_who_reads_and_who_revises(people):
    for officer, read, revise in ((people.clerk, 403, 403), (people.approver, 200, 403), (people.auditor, 200, 403)):
        client = enter(officer)
        assert client.get(reverse("workbench:list_revisions")).status_code == read
        assert client.post(reverse(REVISE[0], args=REVISE[1])).status_code == revise
    client = enter(people.office)
    assert client.get(reverse(SHEET[0], args=["nothing", "national"])).status_code == 404
    assert client.get(reverse(SHEET[0], args=["measure_list", "nowhere"])).status_code == 404


def words_of(officer):
    return {task.words: task.count for task in tasks_of(officer, TODAY)}


def test_each_step_waits_for_whom_it_takes(people):
    proposed(people)
    noticed(people)
    delivered(people)  # the subject's turn
    reviewed(people)
    nominated(people)
    assert words_of(people.clerk)["黑名单，待办理"] == 1
    assert words_of(people.reviewer)["黑名单，待办理"] == 2
    assert words_of(people.office)["红名单，待办理"] == 1
    assert "红名单，待办理" not in words_of(people.clerk)
    for officer, count in ((people.clerk, 1), (people.reviewer, 2)):
        page = enter(officer).get(reverse("lists:worklist"), {"show": "mine"})
        assert page.context["page"].paginator.count == count
    page = enter(people.office).get(reverse("lists:red"), {"show": "mine"})
    assert page.context["page"].paginator.count == 1
    foreign = making.staff()
    assert "黑名单，待办理" not in words_of(foreign.reviewer)


def test_what_the_leading_group_decides_waits_for_the_office_alone(settings, people):
    reviewed(people)
    settings.JURISDICTION = "hua_county"
    assert "黑名单，待办理" not in words_of(people.reviewer)
    assert words_of(people.approver)["黑名单，待办理"] == 1
    tell_of_lists(START)
    told = {row.officer for row in Notice.objects.filter(link__contains="/lists/entries/")}
    assert people.approver in told
    assert people.reviewer not in told


def test_each_is_told_once_of_each_step(people):
    foreign = making.staff()
    entry = noticed(people)
    nominated(people)
    assert tell_of_lists(START) > 0
    assert tell_of_lists(START) == 0
    told = Notice.objects.filter(link__contains=str(entry.public_id))
    assert people.clerk in {row.officer for row in told}
    assert {row.officer.department for row in told} == {people.body}
    assert people.reviewer not in {row.officer for row in told}
    assert "送达告知书" in told[0].text
    assert not Notice.objects.filter(officer__in=[foreign.clerk, foreign.reviewer, foreign.office]).exists()
    assert Notice.objects.filter(officer=people.office, link__contains="/lists/red/").count() == 1
    entry = reviewed(people)
    tell_of_lists(START)
    told = Notice.objects.filter(link__contains=str(entry.public_id))
    assert {people.reviewer, people.approver, people.office} <= {row.officer for row in told}
    assert people.clerk not in {row.officer for row in told}
    assert Entry.objects.count() == 2


def test_the_revision_is_said_ahead_and_again_when_the_day_has_passed(people):
    BehaviourList.objects.update(next_revision=TODAY + timedelta(days=31))
    MeasureList.objects.update(next_revision=TODAY + timedelta(days=400))
    assert remind_of_revisions(TODAY) == 0
    assert "行为清单、措施清单，到了修订日期" not in words_of(people.office)
    assert remind_of_revisions(TODAY + timedelta(days=1)) == 1
    assert remind_of_revisions(TODAY + timedelta(days=2)) == 0
    assert remind_of_revisions(TODAY + timedelta(days=32)) == 1
    BehaviourList.objects.update(next_revision=TODAY)
    assert words_of(people.office)["行为清单、措施清单，到了修订日期"] == 1
    assert "行为清单、措施清单，到了修订日期" not in words_of(people.approver)
