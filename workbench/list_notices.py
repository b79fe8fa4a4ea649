"""Notices of the lists (名单提醒): the next step of a case to whoever takes it, the revision of lists to the office.

Source: D1–D3.
"""

from collections.abc import Iterable
from datetime import date

from accounts.models import Officer, Role
from blacklists.models import Entry, Leaving, Nomination
from blacklists.procedure import BODY, procedure
from rules.jurisdictions import names_in_use
from rules.models import BehaviourList, MeasureList

from .noticing import officers_of, tell

CLERKS = (Role.CLERK, Role.OFFICE)
APPROVERS = (Role.REVIEWER, Role.OFFICE_APPROVER)
OFFICE = (Role.OFFICE, Role.OFFICE_APPROVER)
# State → what to do now, and who of the department does it.
ENTRY_STEPS = {
    "proposed": ("请核对并制发告知书", APPROVERS), "noticed": ("请送达告知书并登记凭证", CLERKS),
    "heard": ("陈述申辩已结束，请核实后报请决定", CLERKS), "returned": ("已退回补充，请补充后再报请决定", CLERKS),
    "reviewed": ("请决定是否列入", APPROVERS), "decided": ("请送达决定书并登记凭证", CLERKS), "served": ("决定书已送达，请公示", APPROVERS),
}  # fmt: skip
# Of a nomination the office takes every step; only what it found comes back to whom it concerns.
RED_STEPS = {
    "nominated": "请与不良记录比对", "stopped": "比对发现不良记录，请查明", "checked": "请开始公示征求异议", "settled": "公示已结束，请报批准并登记文件",
    "approved": "已批准，请公布",
}  # fmt: skip


def tell_of_lists(on: date) -> int:
    """名单办理提醒: once for each step, to the department; what the office decides or takes on, to the office above it.
    Returns notices made; safe to run twice.
    """
    made = 0
    for entry in Entry.objects.filter(state__in=ENTRY_STEPS).select_related("subject", "department"):
        words, roles = ENTRY_STEPS[entry.state]
        if entry.state == Entry.State.REVIEWED and procedure(on, entry.department).decider != BODY:
            continue  # the office is told below
        text = f"{entry.subject.name}拟列入严重失信主体名单：{words}。"
        made += _tell(officers_of([entry.department_id], *roles), entry, text, on)
    for leaving in Leaving.objects.open().select_related("entry__subject"):
        entry = leaving.entry
        people = officers_of([entry.department_id], *APPROVERS).exclude(pk=leaving.proposer_id)
        text, key = f"{entry.subject.name}拟移出严重失信主体名单，请审批。", f"leaving:{leaving.public_id}"
        made += tell(people, key, text, on, urgent=True, link=f"/lists/entries/{entry.public_id}/")
    return made + _tell_offices(on)


def _tell_offices(on: date) -> int:
    made = 0
    for role in OFFICE:
        for officer in Officer.objects.holding(role):
            entries = Entry.objects.visible_to(officer).filter(state=Entry.State.REVIEWED)
            for entry in entries.select_related("department"):
                made += _tell([officer], entry, f"{entry.department.name}报请决定的名单条目，请核对。", on)
            nominations = Nomination.objects.visible_to(officer).filter(state__in=RED_STEPS)
            for row in nominations.select_related("subject"):
                made += _tell([officer], row, f"{row.subject.name}的红名单推荐：{RED_STEPS[row.state]}。", on)
    return made


def _tell(people: Iterable[Officer], case: Entry | Nomination, text: str, on: date) -> int:
    link = f"/lists/{'entries' if isinstance(case, Entry) else 'red'}/{case.public_id}/"
    return tell(people, f"{case.object_kind}:{case.public_id}:{case.state}", text, on, link=link)


def remind_of_revisions(on: date) -> int:
    """清单修订提醒: a month before the day to the office, and again when it has passed. Returns notices made."""
    made = 0
    for model, title in ((BehaviourList, "行为清单"), (MeasureList, "措施清单")):
        for version in model.objects.to_revise(on, names_in_use()).select_related("jurisdiction"):
            late = version.next_revision < on
            words = "已到修订日期，请修订或者确认沿用" if late else f"应于{version.next_revision}前修订"
            text = f"{version.jurisdiction.title}{title}第{version.number}版{words}。"
            key = f"{version.object_kind}:{version.public_id}:{'late' if late else 'ahead'}"
            made += tell(Officer.objects.holding(Role.OFFICE), key, text, on, link="/workbench/lists/", plain=True)
    return made
