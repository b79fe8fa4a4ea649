"""Today with cases (今日工作：名单、奖惩、权益): what waits of lists, measures, checks, promises and rights.

Every function adds the tasks of one matter; each asks a fixed number of queries, however many rows there are.
"""

from collections.abc import Iterator

from accounts.models import Role
from articles.models import Article
from blacklists.models import Candidate, Copy, Entry, GradeProposal, ListFile, Nomination, ReportedAct
from checks import list_changes
from checks.models import Authorisation, Check, ClassRule, Matter
from commitments.models import Commitment, LatePapers, Template
from commitments.models import Matter as PaperList
from dishonesty_reports.models import Report
from disputes.models import Dispute
from repairs.models import Repair
from rules.jurisdictions import names_in_use
from rules.models import BehaviourList, MeasureList
from sanctions.models import Disclosure, JointAction, Measure, MinorCase, TypicalCase, Verification
from supervision.models import RecurringTask
from supervision.reach import within_reach
from supervision.recurring import TYPICAL_CASES

from .desk import DECIDERS, DEPARTMENT, OFFICE, Desk, Task, Urgency, to


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


def _disputes(desk: Desk) -> Iterator[Task]:
    """异议和投诉: a right that waits."""
    waiting = Dispute.objects.waiting_for(desk.officer).count()
    yield Task(waiting, "异议和投诉，待办理", to("disputes:cases", "show=mine"), Urgency.SOON)


def _repairs(desk: Desk) -> Iterator[Task]:
    """信用修复: applications whose next step is the officer's."""
    if desk.held_by(*DEPARTMENT, *OFFICE):
        waiting = Repair.objects.waiting_for(desk.officer, desk.on).count()
        yield Task(waiting, "信用修复申请，待办理", to("repairs:cases", "show=mine"), Urgency.SOON)


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


def _articles(desk: Desk) -> Iterator[Task]:
    """政策文件与公告: sent back, or to be reviewed."""
    if desk.held_by(*DEPARTMENT, *OFFICE):
        mine = Article.objects.visible_to(desk.officer) & Article.objects.waiting_for(desk.officer)
        yield Task(mine.count(), "政策文件与公告，待办理", to("articles:articles", "show=mine"))


CASES = (_lists, _joint, _disputes, _repairs, _dishonesty, _checks, _promises, _lesser, _articles)
