"""Noticing (提醒): tells clerks, reviewers and the office what is about to be late, once each. Source: C2, C7."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count

from accounts.models import Department, Officer, Role
from ledger.models import Event
from records.models import Proposal, Record, RejectedRow, Submission
from rules.calendar import missing_year, working_calendar

from .mailing import wants_mail
from .models import Notice

# Working days before the day → which of the two reminders: a machine that stood still, or a late upload, misses none.
AHEAD = {3: 3, 2: 3, 1: 1}
CAUGHT_UP = 7  # days back for which the office is still told


def remind(on: date) -> int:
    """提醒: 3 and 1 working days before the clock publishes, and before a rejected row is late. Returns notices made."""
    calendar = working_calendar()
    made = 0
    for days in AHEAD if calendar.is_working(on) else ():
        day = calendar.add(on, days).date
        made += _remind_of_records(on, day, days) + _remind_of_rejected(on, day, days)
    made += _remind_of_proposals(on) + _tell_office_of_stock(on)
    return made + sum(_tell_office_of_escalated(on, on - timedelta(days=back)) for back in range(CAUGHT_UP))


def _remind_of_records(on: date, day: date, days: int) -> int:
    waiting = Record.objects.filter(state=Record.State.AWAITING, release_by=day)
    made = 0
    for department, count in _by_department(waiting, "department"):
        text = f"有{count}条信息将在{days}个工作日后（{day}）到期，届时自动公示或转信用办，请及时审核。"
        people = officers_of([department], Role.CLERK, Role.REVIEWER)
        made += tell(
            people, f"due:{day}:{AHEAD[days]}", text, on, urgent=days == 1, link="/workbench/review/", plain=True
        )
    return made


def _remind_of_rejected(on: date, day: date, days: int) -> int:
    faulty = RejectedRow.objects.open().filter(due=day)
    made = 0
    for department, count in _by_department(faulty, "submission__department"):
        text = f"有{count}行退回的数据法定公示期限为{day}（还有{days}个工作日），请更正后重报。"
        people = officers_of([department], Role.CLERK, Role.REVIEWER)
        made += tell(
            people,
            f"rejected:{day}:{AHEAD[days]}",
            text,
            on,
            urgent=days == 1,
            link="/workbench/submissions/",
            plain=True,
        )
    return made


def _remind_of_proposals(on: date) -> int:
    """Corrections and withdrawals that wait for a second person: daily, for what they concern is public meanwhile."""
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN, proposed_on__lt=on)
    made = 0
    for department, count in _by_department(waiting, "record__department"):
        text = f"有{count}项更正或撤下待审核，在此之前公示内容不变，请尽快处理。"
        people = officers_of([department], Role.REVIEWER)
        made += tell(
            people, f"proposals:{on}:{department}", text, on, urgent=True, link="/workbench/proposals/", plain=True
        )
    return made


def _tell_office_of_stock(on: date) -> int:
    """存量 is not counted late: the office knows of every file that is sent so."""
    sent = Submission.objects.filter(stock=True, arrived_on=on, state=Submission.State.DONE)
    made = 0
    for officer in Officer.objects.holding(Role.OFFICE):
        for submission in sent.visible_to(officer).select_related("department"):
            text = f"{submission.department.name}以存量报送了{submission.rows}行（{submission.file_name[:60]}），不计迟报，请知悉。"
            link = f"/workbench/submissions/{submission.public_id}/"
            made += tell([officer], f"stock:{submission.pk}", text, on, link=link)
    return made


def _tell_office_of_escalated(on: date, day: date) -> int:
    """What the clock of `day` could not publish, to each office for its own tree."""
    escalated = Event.objects.filter(act__day=day, object_kind=Record.object_kind, move="escalate").values("object_id")
    waiting = Record.objects.filter(state=Record.State.ESCALATED, public_id__in=escalated)
    held = Record.objects.filter(state=Record.State.HELD, release_by=day)
    faulty = RejectedRow.objects.open().filter(due=day)
    if not (waiting.exists() or held.exists() or faulty.exists()):
        return 0
    made = 0
    for officer in Officer.objects.holding(Role.OFFICE):
        counts = (
            waiting.visible_to(officer).count(),
            held.visible_to(officer).count(),
            faulty.filter(submission__in=Submission.objects.visible_to(officer)).count(),
        )
        if any(counts):
            text = (
                f"{day} 到期：{counts[0]}条信息因有待确认的提示未能自动公示，{counts[1]}条由审核员暂不公开，"
                f"{counts[2]}行退回数据尚未更正，请督促。"
            )
            made += tell([officer], f"escalated:{day}", text, on, urgent=True, link="/workbench/escalated/", plain=True)
    return made


def warn_of_missing_year(on: date) -> int:
    """日历告警: from 1 December on, daily, until next year's calendar is in. Returns notices made."""
    year = missing_year(on)
    if year is None:
        return 0
    text = f"{year}年的节假日安排尚未导入，涉及{year}年的期限均为暂定。请在国务院办公厅通知发布后及时导入。"
    roles = (Role.OFFICE, Role.SYSTEM_ADMIN)
    people = Officer.objects.filter(is_active=True, grants__role__in=roles, grants__until__isnull=True).distinct()
    return tell(people, f"calendar:{year}:{on}", text, on, urgent=True, plain=True)


def _by_department(rows, path: str) -> list[tuple[int, int]]:
    counted = rows.values(path).annotate(count=Count("pk")).order_by(path)
    return [(row[path], row["count"]) for row in counted]


def officers_of(departments: Iterable[int], *roles: str):
    """Who holds a role in these departments, or in those that took over their work."""
    answering: set[int] = set()
    coming = set(departments)
    while coming:
        answering |= coming
        heirs = Department.objects.filter(pk__in=coming, successor__isnull=False).values_list("successor", flat=True)
        coming = {heir for heir in heirs if heir is not None} - answering
    held = Officer.objects.filter(is_active=True, grants__role__in=roles, grants__until__isnull=True)
    return held.filter(department__in=answering).distinct()


def tell(
    people: Iterable[Officer],
    key: str,
    text: str,
    on: date,
    *,
    urgent: bool = False,
    link: str = "",
    plain: bool = False,
) -> int:
    """Give each of `people` the notice, once a `key`; returns how many are new. Mailed later to those who want it.

    `plain`: the sentence holds counts and days only, so that the mail may repeat it; else the mail only says that there is
    a notice.
    """
    before = Notice.objects.filter(key=key).count()
    Notice.objects.bulk_create(
        (
            Notice(
                officer=officer,
                key=key,
                text=text,
                link=link,
                urgent=urgent,
                day=on,
                plain=plain,
                mail_wanted=wants_mail(officer),
            )
            for officer in people
        ),
        ignore_conflicts=True,
    )
    return Notice.objects.filter(key=key).count() - before
