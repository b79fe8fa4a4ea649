"""Today of second persons, administrators and auditors (今日工作：审批、管理、审计).

Every function adds the tasks of one matter; each asks a fixed number of queries, however many rows there are.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.utils import timezone

from accounts.models import AccessLog, Officer, Role, SystemToken
from exchange.models import Change, ReUser
from ledger.models import Act
from records.models import Catalogue, CodeOverride
from rules.models import CalendarProposal, RuleChange
from subjects.models import Institution

from .desk import ADMINS, Desk, Task, Urgency, to


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
    waiting = ReUser.objects.visible_to(desk.officer).open(desk.on).filter(state="checked").count()
    yield Task(waiting, "数据使用单位登记，待审批", to("exchange:re_users", "open"))
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


DESKS = (_second_person, _administration, _auditing)
