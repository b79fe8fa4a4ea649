"""A year's calendar by two persons: what moves, who may, and the command. Source: C7."""

import json
import uuid
from datetime import date

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from ledger.acts import CLOCK, record_act
from ledger.models import Act, Event
from records import calendars
from records.answering import reckon_answers
from records.delivering import deliver
from records.hiding import hide
from records.models import Delivery, Record
from rules import clocks
from rules.calendar import CalendarRefused, import_year, missing_year, working_calendar
from rules.models import CalendarDay, CalendarProposal, CalendarYear
from tests import factories
from tests.records.making import acting, licence, only_record, release, row_of, staff
from tests.rules.notices import NOTICES

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 30)
# An invented order; 2027 was not announced when this was written. 1 January 2027 is a Friday.
NOTICE = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）、2月20日（周六）上班。
三、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。10月9日（周六）上班。
"""


@pytest.fixture
def people():
    return staff()


def propose(people, text=NOTICE, on=DECEMBER, **more):
    given = {"source": "国办发明电〔2026〕0号", "officer": people.office, "actor": acting(people.office)} | more
    return calendars.propose_calendar(text, on=on, **given)


def adopt(people, proposal, on=DECEMBER, **more):
    given = {"officer": people.approver, "actor": acting(people.approver)} | more
    return calendars.adopt_calendar(proposal, on=on, **given)


def test_provisional_becomes_official_and_deadlines_move(people):
    record = only_record(people, licence(people.body, JDRQ="2026/12/30"), on=DECEMBER)
    clock = clocks.start(
        "objection", uuid.uuid4(), "reply", department=people.body, act=record_act("x", CLOCK, DECEMBER)
    )
    assert (record.provisional, clock.provisional) == (True, True)
    proposal = propose(people)
    assert proposal.moving == 2
    record.refresh_from_db()
    assert record.provisional  # nothing yet: a rehearsal is rolled back
    assert 2027 not in working_calendar().years
    assert not Act.objects.filter(what="reckon").exists()
    due = record.due
    taken = adopt(people, proposal)
    assert (taken.records, taken.clocks) == (1, 1)
    record.refresh_from_db()
    clock.refresh_from_db()
    assert (record.provisional, clock.provisional) == (False, False)
    assert record.due > due  # New Year's Friday is off
    assert missing_year(DECEMBER) is None
    assert CalendarYear.objects.get(year=2027).source == "国办发明电〔2026〕0号"
    assert list(Event.objects.filter(object_id=proposal.public_id).values_list("move", flat=True)) == [
        "propose_calendar",
        "adopt",
    ]
    assert Event.objects.filter(object_id=record.public_id, move="reckon").count() == 1


def test_the_days_for_acknowledging_and_confirming_become_official_too(people):
    registration = only_record(people, row_of("registration", people.body), on=DECEMBER)
    deliver(DECEMBER)
    record = only_record(people, licence(people.body, JDRQ="2026/12/30"), on=DECEMBER)
    release(people, record.submission, on=DECEMBER)
    record.refresh_from_db()
    hidden = hide(record, officer=people.reviewer, actor=acting(people.reviewer), on=date(2026, 12, 31), reason="有误")
    delivery = Delivery.objects.get(record=registration)
    assert (delivery.provisional, hidden.provisional, hidden.confirm_by) == (True, True, date(2027, 1, 1))
    due = delivery.due
    assert adopt(people, propose(people)).answers == 2
    delivery.refresh_from_db()
    hidden.refresh_from_db()
    assert (delivery.provisional, hidden.provisional, hidden.confirm_by) == (False, False, date(2027, 1, 4))
    assert delivery.due > due  # New Year's Friday is off
    assert Event.objects.filter(object_id__in=[delivery.public_id, hidden.public_id], move="reckon").count() == 2
    assert reckon_answers(actor=CLOCK, on=DECEMBER) == 0
    amended = calendars.read_checked(NOTICE, 2027, DECEMBER).days | {delivery.due: (False, "更正")}
    import_year(2027, amended, source="更正", actor=CLOCK, on=DECEMBER)
    assert reckon_answers(actor=CLOCK, on=DECEMBER) == 0  # nothing is provisional
    assert reckon_answers(actor=CLOCK, on=DECEMBER, year=2027) >= 1


def test_nobody_adopts_what_they_proposed(people):
    both = factories.officer("office", "office_approver", department=people.office.department)
    proposal = propose(people, officer=both, actor=acting(both))
    with pytest.raises(CalendarRefused, match="自己提出"):
        adopt(people, proposal, officer=both)
    with pytest.raises(CalendarRefused, match="信用办审批"):
        adopt(people, proposal, officer=people.office)
    with pytest.raises(CalendarRefused, match="信用办经办"):
        propose(people, officer=people.clerk)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        CalendarProposal.objects.filter(pk=proposal.pk).update(approver=both)
    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        CalendarProposal.objects.create(
            year=2028, days=[], source="x", original="x", proposer=both, proposed_on=DECEMBER, state="adopted"
        )
    assert 2027 not in working_calendar().years
    with pytest.raises(CalendarRefused, match="待审批"):
        propose(people)
    with pytest.raises(CalendarRefused, match="理由"):
        calendars.decline_calendar(
            proposal, reason=" ", officer=people.approver, actor=acting(people.approver), on=DECEMBER
        )
    adopt(people, proposal)
    with pytest.raises(CalendarRefused, match="处理过"):
        adopt(people, proposal)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NOTICE.replace("2027", "2030"), "只能导入2025至2027年"),
        (NOTICE.replace("（周五）至3日", "（周四）至3日"), "请核对年份"),
        ("没有条目", "看不出是哪一年"),
    ],
)
def test_what_cannot_be_proposed(people, text, said):
    with pytest.raises(CalendarRefused, match=said):
        propose(people, text)
    with pytest.raises(CalendarRefused, match="文号或网址"):
        propose(people, source=" ")


def test_december_before_and_what_the_next_year_said_of_it(people):
    over = NOTICE.replace(
        "1月1日（周五）至3日（周日）放假，共3天", "2026年12月31日（周四）至2027年1月2日（周六）放假，共3天"
    )
    adopt(people, propose(people, over))
    assert not working_calendar().is_working(date(2026, 12, 31))
    before = CalendarDay.objects.filter(day__year=2026).count()
    import_year(
        2026, calendars.read_checked(NOTICES[2026], 2026, DECEMBER).days, source="更正", actor=CLOCK, on=DECEMBER
    )
    assert not working_calendar().is_working(date(2026, 12, 31))
    assert CalendarDay.objects.filter(day__year=2026).count() == before


def test_the_command_takes_every_layout(people, tmp_path, capsys):
    days = [
        {"name": name, "date": str(day), "isOffDay": not working}
        for day, (working, name) in calendars.read_checked(NOTICE, None, DECEMBER).days.items()
    ]
    written = {}
    for name, text in {
        "2027.json": json.dumps({"year": 2027, "papers": ["文"], "days": days}, ensure_ascii=False),
        "2027.txt": NOTICE,
        "2027.csv": "\n".join(f"{day['date']},{day['name']},{'放假' if day['isOffDay'] else '上班'}" for day in days),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        call_command("import_calendar", str(tmp_path / name), "--on", "2026-12-30", "--json")
        said = json.loads(capsys.readouterr().out)
        assert (said["year"], said["days"]) == (2027, len(days))
        written[name] = list(CalendarDay.objects.filter(day__year=2027).values_list("day", "working"))
    assert written["2027.json"] == written["2027.txt"] == written["2027.csv"]


@pytest.fixture
def noon():
    with time_machine.travel("2026-12-30 12:00+08:00", tick=False):
        yield


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pasted_previewed_proposed_adopted(people, noon):
    only_record(people, licence(people.body, JDRQ="2026/12/30"), on=DECEMBER)
    office, approver = enter(people.office), enter(people.approver)
    page = office.post("/workbench/calendars/", {"text": NOTICE}).content.decode()
    assert "2027年：读到的内容" in page
    assert "1 条信息的公示期限" in page
    assert "上班 → <strong>放假</strong>" in page
    assert not CalendarProposal.objects.exists()
    answer = office.post("/workbench/calendars/", {"text": NOTICE, "year": "2027", "source": "国办", "propose": "1"})
    proposal = CalendarProposal.objects.get()
    assert answer["Location"].endswith(f"/{proposal.public_id}/")
    assert "采用</button>" not in office.get(answer["Location"]).content.decode()
    assert office.post(f"{answer['Location']}decide/", {"action": "adopt"}).status_code == 403
    assert "采用</button>" in approver.get(answer["Location"]).content.decode()
    done = approver.post(f"{answer['Location']}decide/", {"action": "adopt"}, follow=True).content.decode()
    assert "有1个期限变动" in done
    assert not Record.objects.filter(provisional=True).exists()


def test_problems_are_said_and_nothing_is_proposed(people, noon):
    wrong = NOTICE.replace("共7天", "共6天")
    page = enter(people.office).post("/workbench/calendars/", {"text": wrong, "propose": "1", "source": "x"})
    assert "写明共6天" in page.content.decode()
    assert not CalendarProposal.objects.exists()
    assert enter(people.approver).post("/workbench/calendars/", {"text": NOTICE, "propose": "1"}).status_code == 200
    assert not CalendarProposal.objects.exists()


def test_queries_do_not_grow(people, noon, django_assert_num_queries):
    client = enter(people.auditor)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/workbench/calendars/")
    for _ in range(5):
        made = propose(people)
        calendars.decline_calendar(
            made, reason="不全", officer=people.approver, actor=acting(people.approver), on=DECEMBER
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/workbench/calendars/")
    assert len(many) == len(few)
