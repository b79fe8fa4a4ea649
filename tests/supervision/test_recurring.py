"""Recurring duties: days of every rhythm, tasks made once, done by whom they belong to, followed by returns."""

from datetime import date, timedelta

import pytest

from credit_platform import sweeps
from ledger.models import Event
from supervision.models import RecurringDuty, RecurringTask
from supervision.recurring import TaskRefused, cancel, do, make_tasks
from supervision.rhythms import days_between
from tests import factories
from tests.records.making import acting
from tests.supervision import making

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 2)


def by(officer, on=ON) -> dict:
    return {"officer": officer, "actor": acting(officer), "on": on}


def test_days_of_every_rhythm():
    assert days_between("monthly", None, 30, date(2026, 1, 31), date(2026, 3, 30)) == [
        date(2026, 2, 28),
        date(2026, 3, 30),
    ]
    assert days_between("quarterly", 3, 25, date(2026, 1, 1), date(2026, 12, 31)) == [
        date(2026, month, 25) for month in (3, 6, 9, 12)
    ]
    assert days_between("yearly", 12, 15, date(2025, 12, 16), date(2026, 12, 15)) == [date(2026, 12, 15)]
    assert days_between("monthly", None, 5, date(2026, 1, 6), date(2026, 1, 4)) == []


def test_every_duty_names_its_clause():
    duties = list(RecurringDuty.objects.all())
    assert {
        "typical_cases",
        "inspections",
        "list_revision",
        "reconciliation",
        "catalogue_revision",
        "backup_drill",
        "access_review",
    } <= {one.key for one in duties}
    assert all(one.clause for one in duties)


def test_tasks_are_made_once_and_late_runs_miss_none():
    people = making.staff()
    security = factories.officer("security_admin", department=people.office.department)
    made = sweeps.SWEEPS["tasks"](ON)
    assert made == RecurringTask.objects.count() == Event.objects.filter(object_kind="task", move="make").count() > 0
    assert make_tasks(ON) == 0
    tasks = RecurringTask.objects.filter(duty__key="typical_cases")
    assert set(tasks.values_list("department", "due")) == {(people.body.pk, date(2026, 10, 20))}
    assert RecurringTask.objects.get(duty__key="access_review").department == security.department
    assert not RecurringTask.objects.filter(department=people.office.department, duty__who="department").exists()
    sweeps.run("tasks", ON)
    sweeps.run("tasks", date(2026, 12, 28))  # it stood still for weeks
    assert {due.month for due in tasks.values_list("due", flat=True)} == {10, 11, 12, 1}


def test_an_ended_duty_makes_no_more_tasks():
    making.staff()
    RecurringDuty.objects.filter(key="typical_cases").update(until=date(2026, 10, 19))
    make_tasks(ON)
    assert not RecurringTask.objects.filter(duty__key="typical_cases").exists()


def test_done_by_whom_it_belongs_to():
    people, other = making.staff(), making.staff()
    make_tasks(ON)
    task = RecurringTask.objects.get(duty__key="typical_cases", department=people.body)
    for officer in (
        people.office,
        other.clerk,
        people.auditor,
        factories.officer("supervisor", department=people.body),
    ):
        with pytest.raises(TaskRefused):
            do(task, words="已报送", evidence="", **by(officer))
    with pytest.raises(TaskRefused, match="完成情况"):
        do(task, words=" ", evidence="", **by(people.clerk))
    do(task, words="已报送两例", evidence="虚信办函〔2026〕1号", **by(people.clerk))
    task.refresh_from_db()
    assert (task.state, task.done_by, task.done_on) == ("done", people.clerk, ON)
    with pytest.raises(TaskRefused, match="已经办理过"):
        do(task, words="再次", evidence="", **by(people.clerk))
    inspections = RecurringTask.objects.get(duty__key="inspections", department=people.body)
    with pytest.raises(TaskRefused, match="理由"):
        cancel(inspections, reason="", **by(people.office))
    with pytest.raises(TaskRefused):
        cancel(inspections, reason="没有执法检查职能", **by(other.office))
    cancel(inspections, reason="没有执法检查职能", **by(people.office))
    assert not RecurringTask.objects.visible_to(other.clerk).filter(department=people.body).exists()


def test_a_signed_return_finishes_its_task():
    people = making.staff()
    make_tasks(ON)
    task = RecurringTask.objects.get(duty__key="monthly_return", due=date(2026, 10, 10))
    making.signed(people)
    assert make_tasks(ON + timedelta(days=6)) >= 1
    task.refresh_from_db()
    assert task.state == "done"
    assert RecurringTask.objects.overdue(date(2026, 10, 21)).filter(duty__key="typical_cases").count() == 1


def test_reminders_ahead_after_and_to_the_office():
    from workbench.models import Notice
    from workbench.task_notices import remind_of_tasks

    people = making.staff()
    make_tasks(ON)

    def told(officer) -> list[str]:
        return list(Notice.objects.filter(officer=officer, text__contains="典型案例").values_list("text", flat=True))

    remind_of_tasks(date(2026, 10, 9))
    assert told(people.clerk) == [], "a week before is too early"
    for _ in range(2):
        remind_of_tasks(date(2026, 10, 16))
    assert len(told(people.clerk)) == len(told(people.reviewer)) == 1
    for _ in range(2):
        remind_of_tasks(date(2026, 10, 21))
    assert any("已经逾期" in text for text in told(people.clerk))
    assert len(told(people.clerk)) == 2
    assert not told(people.office)
    assert Notice.objects.filter(officer=people.office, text__contains="定期任务逾期").count() == 1
