"""Today (今日工作): what waits for one officer, as counts that open exactly what they count. One module for all roles.

Every function below adds the tasks of one matter; each asks a fixed number of queries, however many rows there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import cached_property

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog, Application, Officer, Role, SystemToken
from blacklists.models import Candidate, Copy, Entry, GradeProposal, ListFile, Nomination, ReportedAct
from checks import list_changes
from checks.models import Authorisation, Check, ClassRule, Matter
from commitments.models import Commitment, LatePapers, Template
from commitments.models import Matter as PaperList
from dishonesty_reports.models import Report
from disputes.models import Dispute
from exchange.models import Change
from ledger.models import Act
from records.models import Catalogue, CodeOverride, Delivery, Hide, Proposal, Record, Submission
from repairs.models import Repair
from representation.models import Claim
from rules.calendar import working_calendar
from rules.jurisdictions import names_in_use
from rules.models import BehaviourList, CalendarProposal, MeasureList, RuleChange
from sanctions.models import Disclosure, JointAction, Measure, MinorCase, TypicalCase, Verification
from subjects.models import Institution
from supervision.models import RectificationOrder, RecurringTask
from supervision.reach import within_reach
from supervision.recurring import TYPICAL_CASES

from .filters import SOON
from .overdue import OPEN, REASONS, rejected_rows
from .owing import FILE, SIGN, Owed, listed, owed_by

DEPARTMENT = (Role.CLERK, Role.REVIEWER)
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
DECIDERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)


class Urgency(IntEnum):
    """缓急, in the order of the page."""

    LATE = 0
    SOON = 1
    WAITS = 2
    KNOW = 3  # nothing to do: what becomes of one's work


@dataclass(frozen=True)
class Task:
    """一项待办: how many, of what, and where exactly they are."""

    count: int
    words: str
    link: str
    urgency: Urgency = Urgency.WAITS


def tasks_of(officer: Officer, on: date) -> list[Task]:
    """What waits for the officer on the day, the late ones first; nothing that counts zero."""
    found = [task for matter in MATTERS for task in matter(Desk(officer, on)) if task.count]
    seen: dict[str, Task] = {}
    for task in found:
        seen.setdefault(task.link, task)
    return sorted(seen.values(), key=lambda task: task.urgency)


@dataclass(frozen=True)
class Desk:
    """Whose work it is, and on which day."""

    officer: Officer
    on: date

    def held_by(self, *roles: str) -> bool:
        return self.officer.has_role(*roles)

    @cached_property
    def records(self):
        return Record.objects.visible_to(self.officer)


def to(view: str, query: str = "", **names) -> str:
    """Address of a page with its query."""
    return reverse(view, kwargs=names) + (f"?{query}" if query else "")


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


def _lists(desk: Desk) -> Iterator[Task]:
    """名单: what stands still until somebody with the officer's roles takes the next step."""
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    yield Task(
        Entry.objects.waiting_for(desk.officer, desk.on).count(), "黑名单，待办理", to("lists:worklist", "show=mine")
    )
    acts = ReportedAct.objects.visible_to(desk.officer).filter(state="reported").count()
    if desk.held_by(*DECIDERS):
        yield Task(acts, "部门认定的失信行为，待确认", to("lists:acts", "open"))
    if desk.held_by(Role.CLERK, Role.OFFICE):
        copies = Copy.objects.filter(acknowledged_on__isnull=True, department=desk.officer.department)
        yield Task(copies.count(), "抄送的列入决定，待签收", to("lists:worklist") + "#copies-title")
    leads = Candidate.objects.visible_to(desk.officer).waiting().count()
    yield Task(leads, "名单线索，待答复", to("lists:leads"))
    if desk.held_by(*OFFICE):
        files = ListFile.objects.visible_to(desk.officer).filter(state="waiting").count()
        yield Task(files, "外来名单，待放行", to("lists:list_files", "waiting"))
        yield Task(Nomination.objects.waiting_for(desk.officer).count(), "红名单，待办理", to("lists:red", "show=mine"))
        grades = GradeProposal.objects.visible_to(desk.officer).filter(state="open").count()
        yield Task(grades, "分级意见，待处理", to("lists:grades", "open"))
    if desk.held_by(Role.OFFICE):
        lists = sum(model.objects.to_revise(desk.on, names_in_use()).count() for model in (BehaviourList, MeasureList))
        yield Task(lists, "行为清单、措施清单，到了修订日期", to("workbench:list_revisions"), Urgency.SOON)


def _joint(desk: Desk) -> Iterator[Task]:
    """联合奖惩: measures to carry out or to lift, actions to plan or decide, doubts to answer."""
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    mine = Measure.objects.of(desk.officer).to_do(desk.on)
    yield Task(mine.count(), "措施任务，待办理", to("joint:tasks"))
    actions = JointAction.objects.waiting_for(desk.officer, desk.on).count()
    yield Task(actions, "联合奖惩，待选定或决定", to("joint:actions", "show=mine"))
    doubts = Verification.objects.waiting_for(desk.officer).count()
    yield Task(doubts, "名单核实，待答复或核定", to("joint:verifications", "mine"), Urgency.SOON)


def _repairs(desk: Desk) -> Iterator[Task]:
    """信用修复: applications whose next step is the officer's."""
    if desk.held_by(*DEPARTMENT, *OFFICE):
        waiting = Repair.objects.waiting_for(desk.officer, desk.on).count()
        yield Task(waiting, "信用修复申请，待办理", to("repairs:cases", "show=mine"), Urgency.SOON)


def _disputes(desk: Desk) -> Iterator[Task]:
    """异议和投诉: a right that waits."""
    waiting = Dispute.objects.waiting_for(desk.officer).count()
    yield Task(waiting, "异议和投诉，待办理", to("disputes:cases", "show=mine"), Urgency.SOON)


def _dishonesty(desk: Desk) -> Iterator[Task]:
    """失信举报: to be passed on, answered, closed; late ones; who asks to know the reporter."""
    officer, reports = desk.officer, "dishonesty:reports"
    if desk.held_by(*OFFICE):
        late = Report.objects.visible_to(officer).overdue(desk.on).count()
        yield Task(late, "失信举报，逾期未转办、未答复", to(reports, "show=late"), Urgency.LATE)
    if desk.held_by(*DEPARTMENT, *OFFICE):
        waiting = Report.objects.waiting_for(officer).count()
        yield Task(waiting, "失信举报，待办理", to(reports, "show=mine"), Urgency.SOON)
    asked = Report.objects.asked_of(officer).count() if desk.held_by(Role.OFFICE_APPROVER) else 0
    yield Task(asked, "失信举报，有人申请查看举报人信息", to(reports, "show=asked"))


def _checks(desk: Desk) -> Iterator[Task]:
    """信用核查: hits without a word of what was done, the catalogue, classes, authorisations, changes of the lists."""
    officer = desk.officer
    if officer.is_outside:
        days = list_changes.span(officer.department, desk.on)
        yield Task(int(days is not None), "名单变动，待签收", to("checks:list_notices"))
        return
    if desk.held_by(Role.CLERK, Role.REVIEWER):
        own = Check.objects.unanswered().filter(department=officer.department).count()
        yield Task(own, "核查命中，待反馈处理结果", to("checks:receipts", "show=waiting"), Urgency.KNOW)
    if desk.held_by(Role.REVIEWER, Role.OFFICE_APPROVER):
        rules = ClassRule.objects.visible_to(officer).filter(state="proposed").exclude(proposer=officer).count()
        yield Task(rules, "监管类别规则，待核准", to("checks:classes"))
    if desk.held_by(*OFFICE):
        papers = Authorisation.objects.visible_to(officer).filter(state="registered").count()
        yield Task(papers, "外部机构的查询授权，待核对", to("checks:authorisations", "show=waiting"))
    if desk.held_by(Role.OFFICE_APPROVER):
        matters = Matter.objects.visible_to(officer).waiting().count()
        yield Task(matters, "查询事项目录，待审批", to("checks:matters"))


def _promises(desk: Desk) -> Iterator[Task]:
    """容缺受理、信用承诺: what is overdue, what a second person decides."""
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    late = LatePapers.objects.to_do(desk.officer, desk.on)
    owed = Commitment.objects.to_do(desk.officer, desk.on)
    yield Task(late["overdue"], "容缺受理，逾期未补交", to("commitments:late_papers", "show=overdue"), Urgency.LATE)
    yield Task(owed["overdue"], "信用承诺，逾期未履行", to("commitments:commitments", "show=overdue"), Urgency.LATE)
    if desk.held_by(*DECIDERS):
        yield Task(owed["mine"], "信用承诺，违诺待核定", to("commitments:commitments", "show=mine"))
        yield Task(late["mine"], "容缺受理，违诺待核定", to("commitments:late_papers", "show=mine"))
        forms = Template.objects.waiting_for(desk.officer).count()
        yield Task(forms, "承诺书模板，待审批", to("commitments:templates", "proposed"))
        lists = PaperList.objects.waiting_for(desk.officer).count()
        yield Task(lists, "办事材料清单，待审批", to("commitments:matters", "proposed"))


def _lesser(desk: Desk) -> Iterator[Task]:
    """轻微失信处置 and 适当范围公示: letters to sign and to serve, who did not put it right in time, what is told to us."""
    if not desk.held_by(*DEPARTMENT, *OFFICE):
        return
    cases = MinorCase.objects.visible_to(desk.officer)
    yield Task(
        cases.waiting_for(desk.officer, desk.on).count(), "轻微失信处置，待办理", to("joint:minor_cases", "show=mine")
    )
    late = cases.late(desk.on).count()
    yield Task(late, "轻微失信，逾期未改", to("joint:minor_cases", "show=late"), Urgency.LATE)
    asked = Disclosure.objects.visible_to(desk.officer).waiting_for(desk.officer).count()
    yield Task(asked, "适当范围公示，待审批", to("joint:disclosures", "show=mine"))
    stories = TypicalCase.objects.visible_to(desk.officer) & TypicalCase.objects.waiting_for(desk.officer)
    yield Task(stories.count(), "典型案例，待办理", to("joint:cases", "show=mine"))
    if desk.held_by(*OFFICE):
        unsent = RecurringTask.objects.filter(duty__key=TYPICAL_CASES, department__in=within_reach(desk.officer))
        where = to("supervision:typical_cases", "late")
        yield Task(unsent.overdue(desk.on).count(), "部门典型案例，逾期未报", where, Urgency.LATE)
    told = Disclosure.objects.told_to(desk.officer, desk.on).count()
    yield Task(told, "告知本单位的失信惩戒", to("joint:told"), Urgency.KNOW)


def _second_person(desk: Desk) -> Iterator[Task]:
    """What one of the office proposed and another decides."""
    if not desk.held_by(Role.OFFICE_APPROVER):
        return
    catalogues = Catalogue.objects.visible_to(desk.officer).filter(state="proposed").count()
    yield Task(catalogues, "信息目录，待审批", to("workbench:catalogues", "proposed"))
    codes = CodeOverride.objects.filter(state="proposed").count()
    yield Task(codes, "代码核准，待审批", to("workbench:overrides", "waiting"))
    institutions = Institution.objects.filter(state__in=["proposed", "leaving"]).count()
    yield Task(institutions, "信用服务机构备案，待审批", to("workbench:institutions", "waiting"))
    calendars = CalendarProposal.objects.filter(state="proposed").count()
    yield Task(calendars, "节假日安排，待审批", to("workbench:calendars"))
    changes = Change.objects.visible_to(desk.officer).filter(state="proposed").count()
    yield Task(changes, "转送目标的变更，待审批", to("exchange:index") + "#changes-title")
    rules = RuleChange.objects.filter(state="proposed").count()
    yield Task(rules, "规则变更，待审批", to("workbench:jurisdictions"))


def _administration(desk: Desk) -> Iterator[Task]:
    if not desk.held_by(*ADMINS):
        return
    asked = Officer.objects.exclude(requested_role="").count()
    security = desk.held_by(Role.SECURITY_ADMIN)
    urgency = Urgency.WAITS if security else Urgency.KNOW
    yield Task(asked, "人员等待授予角色", to("accounts:officers", "waiting=1"), urgency)
    tokens = SystemToken.objects.filter(state="proposed").count()
    yield Task(tokens, "系统令牌待启用", to("accounts:tokens", "waiting"), urgency)
    if security:
        since = timezone.now() - settings.AXES_COOLOFF_TIME
        shut_out = AccessAttempt.objects.filter(
            failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gte=since
        )
        yield Task(shut_out.count(), "登录被锁定", to("accounts:lockouts"))
    if desk.held_by(Role.SYSTEM_ADMIN):
        unknown = Officer.objects.filter(person_key=None, is_active=True).count()
        yield Task(unknown, "人员未登记身份证号", to("accounts:officers", "unknown=1"))


def _auditing(desk: Desk) -> Iterator[Task]:
    if desk.held_by(Role.AUDITOR):
        start = timezone.make_aware(datetime.combine(desk.on, time.min))
        looks = AccessLog.objects.filter(at__gte=start, at__lt=start + timedelta(days=1)).count()
        acts = Act.objects.filter(day=desk.on).count()
        yield Task(acts, "今天的行为", to("workbench:acts", f"day={desk.on}"), Urgency.KNOW)
        yield Task(looks, "今天的查阅和下载", to("workbench:looks", f"day={desk.on}"), Urgency.KNOW)


MATTERS = (
    _records, _hides, _mending, _gated, _proposals, _deliveries, _returns, _supervision, _applications, _orders,
    _lists, _joint, _disputes, _repairs, _dishonesty, _checks, _promises, _lesser, _second_person, _administration, _auditing,
)  # fmt: skip
