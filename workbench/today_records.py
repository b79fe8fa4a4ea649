"""Today with records (今日工作：信息归集、账号申请和督导): what waits of records, returns, applications and orders.

Every function adds the tasks of one matter; each asks a fixed number of queries, however many rows there are.
"""

from collections.abc import Iterator

from django.db.models import Count, Min, Q

from accounts.models import Application, Role
from records.models import Delivery, Hide, Proposal, Submission
from representation.models import Claim
from rules.calendar import working_calendar
from supervision.models import RectificationOrder, RecurringTask
from supervision.reach import within_reach

from .desk import DECIDERS, DEPARTMENT, OFFICE, Desk, Task, Urgency, to
from .filters import SOON
from .overdue import OPEN, REASONS, rejected_rows
from .owing import FILE, SIGN, Owed, listed, owed_by


def _records(desk: Desk) -> Iterator[Task]:
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    soon = working_calendar().add(desk.on, SOON).date
    awaiting = Q(state="awaiting")
    counts = desk.records.filter(state__in=OPEN).aggregate(
        overdue=Count("pk", filter=Q(publishable=True, due__lt=desk.on)),
        soon=Count("pk", filter=awaiting & Q(release_by__lte=soon)),
        grave=Count("pk", filter=Q(state__in=["awaiting", "escalated"], grave=True)),
        stock=Count("pk", filter=awaiting & Q(stock=True)),
        waiting=Count("pk", filter=awaiting),
        escalated=Count("pk", filter=Q(state="escalated")),
        held=Count("pk", filter=Q(state="held")),
    )
    listing = "workbench:records"
    yield Task(counts["overdue"], "过了法定期限，还没有公示", to(listing, "timing=overdue&sort=due"), Urgency.LATE)
    if desk.held_by(*DECIDERS):
        yield Task(counts["soon"], "3个工作日内到期", to(listing, "timing=soon&sort=release_by"), Urgency.SOON)
        yield Task(counts["grave"], "有重要提示，须逐条确认", to(listing, "attention=grave&sort=due"))
        yield Task(counts["stock"], "存量，须人工审核", to(listing, "state=awaiting&stock=yes"))
        yield Task(counts["waiting"], "待审核", to(listing, "state=awaiting&sort=release_by"))
    else:
        yield Task(counts["waiting"], "已报送，等审核", to(listing, "state=awaiting&sort=release_by"), Urgency.KNOW)
    if desk.held_by(*OFFICE):
        yield Task(counts["escalated"], "到期未能公示，转到信用办", to("workbench:escalated"))
        yield Task(counts["held"], "审核员暂不公开", to("workbench:escalated", "held"), Urgency.KNOW)
    else:
        yield Task(counts["held"], "暂不公开", to(listing, "state=held"), Urgency.KNOW)
    provisional = desk.records.filter(provisional=True).count()
    yield Task(provisional, "期限暂定（次年节假日未公布）", to(listing, "timing=provisional"), Urgency.KNOW)


def _hides(desk: Desk) -> Iterator[Task]:
    if desk.held_by(Role.REVIEWER, *OFFICE):
        open_ones = Hide.objects.filter(approver__isnull=True, lifted_on__isnull=True, confirm_by__gte=desk.on)
        count = open_ones.filter(record__in=desk.records).count()
        yield Task(count, "紧急下线，待第二人确认", to("workbench:records", "attention=hidden"), Urgency.SOON)


def _mending(desk: Desk) -> Iterator[Task]:
    if not desk.held_by(Role.CLERK, *OFFICE):
        return
    rows = rejected_rows(desk.officer).order_by()
    counts = rows.aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(due__lt=desk.on)), next=Min("due", filter=Q(due__gte=desk.on))
    )
    yield Task(counts["late"], "退回的行，过了法定期限", to("workbench:rejected", "late"), Urgency.LATE)
    if desk.held_by(Role.CLERK):
        soon = counts["next"] is not None and counts["next"] <= working_calendar().add(desk.on, SOON).date
        words = "退回的行，更正后重报"
        if counts["next"]:
            words += f"（最早{counts['next'].month}月{counts['next'].day}日到期）"
        yield Task(counts["all"], words, to("workbench:rejected"), Urgency.SOON if soon else Urgency.WAITS)


def _gated(desk: Desk) -> Iterator[Task]:
    if desk.held_by(*DEPARTMENT, *OFFICE):
        count = Submission.objects.visible_to(desk.officer).filter(gated=True, state="done").count()
        office = desk.held_by(*OFFICE)
        words = "与以往明显不同的批次，请核对" if office else "批次等信用办核对"
        yield Task(count, words, to("workbench:submissions", "gated"), Urgency.WAITS if office else Urgency.KNOW)


def _proposals(desk: Desk) -> Iterator[Task]:
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    rows = Proposal.objects.visible_to(desk.officer).open().with_due()
    counts = rows.aggregate(
        all=Count("pk"), dated=Count("pk", filter=Q(due__isnull=False)), late=Count("pk", filter=Q(due__lt=desk.on))
    )
    decides = desk.held_by(*DECIDERS)
    urgency = Urgency.LATE if decides or desk.held_by(Role.OFFICE) else Urgency.KNOW
    yield Task(counts["late"], "已撤销的决定逾期未撤下", to("workbench:proposals", "overdue"), urgency)
    if decides:
        yield Task(counts["dated"], "须在三日内撤下", to("workbench:proposals", "dated"), Urgency.SOON)
    words = "更正与撤下，待审核" if decides else "更正与撤下，等审核"
    yield Task(counts["all"], words, to("workbench:proposals"), Urgency.WAITS if decides else Urgency.KNOW)


def _deliveries(desk: Desk) -> Iterator[Task]:
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    rows = Delivery.objects.visible_to(desk.officer).waiting()
    counts = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=desk.on)))
    if desk.held_by(*OFFICE):
        late = to("workbench:overdue_rows", "why=deliveries")
        yield Task(counts["late"], "推送的登记信息逾期未签收", late, Urgency.LATE)
    urgency = Urgency.SOON if counts["late"] and desk.held_by(*DEPARTMENT) else Urgency.WAITS
    yield Task(counts["all"], "登记信息，待签收", to("workbench:deliveries", "state=waiting"), urgency)


def _returns(desk: Desk) -> Iterator[Task]:
    """The office counts its tree's; a clerk what is to be filed, a reviewer what is to be signed."""
    if desk.held_by(*OFFICE) or (desk.held_by(Role.SUPERVISOR) and not desk.held_by(*DEPARTMENT)):
        owed = [one for one in owed_by(within_reach(desk.officer), desk.on) if one.overdue]
        yield Task(len(owed), "月报、统计表逾期未报", to("workbench:overdue_rows", "why=returns"), Urgency.LATE)
    elif desk.held_by(*DEPARTMENT):
        clerk = desk.held_by(Role.CLERK)
        mine = listed(owed_by(within_reach(desk.officer), desk.on), FILE if clerk else SIGN)
        words = "月报、统计表，待填报" if clerk else "月报、统计表，待签发"
        late = [one for one in mine if one.overdue]
        what = FILE if clerk else SIGN
        yield _named(late, f"{words}，已逾期", to("workbench:owing", f"what={what}&late"), Urgency.LATE)
        rest = [one for one in mine if not one.overdue]
        yield _named(rest, words, to("workbench:owing", f"what={what}&open"), Urgency.WAITS)


def _named(owed: list[Owed], words: str, link: str, urgency: Urgency) -> Task:
    """One alone is named, with its day and its own page."""
    if len(owed) != 1:
        return Task(len(owed), words, link, urgency)
    one, due = owed[0], owed[0].standing.due
    day = f"，{due.month}月{due.day}日前" if due and not one.overdue else ""
    return Task(1, f"{one.title}，{one.standing.words}{day}", one.link, urgency)


def _supervision(desk: Desk) -> Iterator[Task]:
    """What the office answers for towards others."""
    if desk.held_by(*OFFICE):
        for key, words in (("lines", "应转送的信息，逾期未送出"), ("clocks", "异议、修复、整改等事项，逾期未办结")):
            count = REASONS[key].rows(desk.officer, desk.on).order_by().count()
            yield Task(count, words, to("workbench:overdue_rows", f"why={key}"), Urgency.LATE)


def _applications(desk: Desk) -> Iterator[Task]:
    if desk.held_by(*OFFICE):
        count = Application.objects.visible_to(desk.officer).open(desk.on).count()
        yield Task(count, "账号申请，待办理", to("workbench:applications", "open"))
        claims = Claim.objects.waiting_for(desk.officer).count()
        yield Task(claims, "认领，待核对或审批", to("workbench:claims", "show=mine"))


def _orders(desk: Desk) -> Iterator[Task]:
    """整改通知 and 定期任务: a department answers and does, the office looks at the answers, supervision watches."""
    if not desk.held_by(*DEPARTMENT, *OFFICE, Role.SUPERVISOR):
        return
    rows = RectificationOrder.objects.visible_to(desk.officer)
    late, waiting = rows.overdue(desk.on).count(), rows.waiting().count()
    yield Task(late, "整改通知，逾期未答复", to("supervision:orders", "show=overdue"), Urgency.LATE)
    if desk.held_by(*OFFICE):
        replied = rows.filter(state="replied").count()
        yield Task(replied, "整改答复，待核", to("supervision:orders", "show=replied"))
        yield Task(waiting, "整改通知，等部门答复", to("supervision:orders", "show=waiting"), Urgency.KNOW)
    elif desk.held_by(*DEPARTMENT):
        soon = to("supervision:orders", "show=soon")
        yield Task(rows.soon(desk.on).count(), "整改通知，3个工作日内到期", soon, Urgency.SOON)
        yield Task(waiting, "整改通知，待答复", to("supervision:orders", "show=waiting"))
    else:
        yield Task(waiting, "整改通知，等部门答复", to("supervision:orders", "show=waiting"), Urgency.KNOW)
    tasks = RecurringTask.objects.workable_by(desk.officer).overdue(desk.on).count()
    yield Task(tasks, "定期任务，逾期未完成", to("supervision:tasks", "show=mine"), Urgency.LATE)


RECORDS = (_records, _hides, _mending, _gated, _proposals, _deliveries, _returns, _supervision, _applications, _orders)
