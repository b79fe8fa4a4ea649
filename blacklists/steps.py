"""办理进度: the line of steps of an entry or a nomination, who may do what comes next. For pages; the use cases decide."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Officer, Role

from .deciding import WITH_MINUTES
from .models import Entry, Nomination
from .procedure import BODY, CONSULTATION, DECIDERS, Procedure

DONE, NOW, NEXT, ENDED = "done", "now", "next", "ended"


@dataclass(frozen=True)
class Step:
    """One point of the line: what, when (or what it waits for), who. `state`: done | now | next | ended."""

    title: str
    state: str
    on: date | None = None
    words: str = ""


def line_of_entry(entry: Entry, rules: Procedure, due: date | None) -> list[Step]:
    """From 拟列入 to 移出. `due`: last day for statement and defence."""
    who = entry.decider or rules.decider
    decider, records = DECIDERS[who], "审核员或信用办审批" if who == BODY else "信用办审批"
    told, served = entry.notice_delivered_on, entry.decision_delivered_on
    steps = [
        ("提出", entry.proposed_on, "", "proposed"),
        ("制发告知书", _made_on(entry, "notice"), "由审核员或信用办审批制发（不能是提出人）", "proposed"),
        ("告知书送达", told, "由经办人员登记送达方式、日期和凭证", "noticed"),
        ("陈述申辩", entry.hearing_closed_on, f"到{due}为止" if due else "自送达之日起计算", "delivered"),
        ("核实并报请决定", entry.decided_on, "由经办人员逐条答复、拟定决定", "heard returned"),
        ("决定", entry.decided_on, f"由{decider}决定，{records}登记（不能是提出人、拟定人）", "reviewed"),
        ("决定书送达", served, "由经办人员登记送达方式、日期和凭证", "decided"),
        (
            "内部执行" if entry.person else "公示",
            entry.effective_from,
            "由审核员或信用办审批办理（不能是提出人）",
            "served",
        ),
        (
            "移出",
            entry.left_on,
            f"期限到{entry.until}为止，当日后自动停止公示" if entry.until else "",
            "published filed",
        ),
    ]
    dropped = entry.state == Entry.State.DROPPED
    line = [Step(title, _state(entry.state, waits, on), on, "" if on else words) for title, on, words, waits in steps]
    if entry.state in ("reviewed", "decided", "served", "published", "filed", "left"):
        line[4] = Step(steps[4][0], DONE, entry.hearing_closed_on)
    if dropped or entry.state == Entry.State.TAKEN_BACK:
        line = [step for step in line if step.state == DONE]
        ended = "办理结束，没有列入。" if dropped else "提出人在告知前收回，没有列入。"
        line.append(Step(entry.get_state_display(), ENDED, None, ended))
    return line


def _made_on(entry: Entry, kind: str) -> date | None:
    return next((letter.made_on for letter in entry.letters.all() if letter.kind == kind), None)


def _state(state: str, waits: str, on: date | None) -> str:
    """Done where it has its day; else now where the entry is in a state that waits for it."""
    return DONE if on else NOW if state in waits.split() else NEXT


def actions(entry: Entry, officer: Officer) -> set[str]:
    """What the officer may do now."""
    clerk = officer.has_role(Role.CLERK, Role.OFFICE)
    approver = officer.has_role(Role.REVIEWER, Role.OFFICE_APPROVER)
    proposed_it, drafted_it = officer.pk == entry.proposer_id, officer.pk == entry.drafter_id
    other = approver and not proposed_it
    if not (clerk or approver):
        return set()
    found = {
        "proposed": {"issue_notice", "drop"} if other else {"take_back"} if proposed_it else set(),
        "noticed": {"deliver"} | ({"drop"} if other else set()),
        "delivered": {"statement", "close_hearing"} | ({"drop"} if other else set()),
        "heard": {"statement", "answer", "review"} | ({"drop"} if other else set()),
        "returned": {"statement", "answer", "review"} | ({"drop"} if other else set()),
        "reviewed": {"decide", "return", "drop"} if other and not drafted_it else set(),
        "decided": {"deliver"},
        "served": {"publish"} if other else set(),
    }.get(entry.state, set())
    if clerk and entry.state in ("proposed", "noticed", "delivered", "heard", "returned"):
        found |= {"consult"}
    if entry.state in ("decided", "served", "published", "filed"):
        asked = next((one for one in entry.leavings.all() if one.state == "open"), None)
        if asked is None and officer.has_role(Role.CLERK, Role.REVIEWER, Role.OFFICE):
            found |= {"propose_leaving"}
        elif asked is not None and approver and asked.proposer_id != officer.pk:
            found |= {"decide_leaving"}
    return found


def needs(rules: Procedure) -> dict[str, bool]:
    """What the decision needs of papers, for the form."""
    return {
        "document": rules.decider in WITH_MINUTES,
        "replies": rules.decider == CONSULTATION,
        "body": rules.decider == BODY,
    }


def line_of_nomination(one: Nomination, rules: Procedure) -> list[Step]:
    """From 推荐 to 退出."""
    order = ["nominated", "checked", "in_notice", "settled", "approved", "published"]
    state = "nominated" if one.state == "stopped" else one.state
    reached = order.index(state) if state in order else len(order)
    decider = DECIDERS[one.decider or rules.red_decider]
    days = f"{rules.red_notice_days}{'个工作日' if rules.red_notice_working else '日'}"
    ended = one.notice_until if reached > 2 else None
    rows = [
        ("推荐", one.proposed_on, ""),
        ("与不良记录比对", one.checked_on if reached > 0 else None, "由信用办比对"),
        (f"公示征求异议（{days}）", one.notice_from if reached > 1 else None, "由信用办开始公示"),
        ("公示结束、异议核查", ended, f"到{one.notice_until}为止" if one.notice_until else ""),
        ("批准", one.approved_on if reached > 3 else None, f"由{decider}批准，信用办审批登记（不能是推荐人）"),
        ("公布", one.public_from if reached > 4 else None, "由信用办发文并公布"),
        ("退出", one.left_on, f"有效期至{one.until}" if one.until else ""),
    ]
    line, now = [], False
    for title, on, words in rows:
        state = DONE if on else NEXT if now or one.state == "dropped" else NOW
        now = now or state == NOW
        line.append(Step(title, state, on, "" if on else words))
    if one.state == "dropped":
        line = [step for step in line if step.state == DONE]
        line.append(Step("不予列入", ENDED, None, "办理结束，没有列入。"))
    return line


def nomination_actions(one: Nomination, officer: Officer) -> set[str]:
    """What the officer may do now."""
    office, approver = officer.has_role(Role.OFFICE, Role.OFFICE_APPROVER), officer.has_role(Role.OFFICE_APPROVER)
    other = officer.pk != one.proposer_id
    if not (office or officer.has_role(Role.CLERK, Role.REVIEWER)):
        return set()
    found: set[str] = set()
    if office:
        found = {
            "nominated": {"check", "drop"},
            "stopped": {"drop"} | ({"resolve"} if approver and other else set()),
            "checked": {"begin_notice", "drop"},
            "in_notice": {"end_notice", "drop", "answer"},
            "settled": {"drop"} | ({"approve"} if approver and other else set()),
            "approved": {"publish", "drop"},
        }.get(one.state, set())
    if one.state == "in_notice":
        found |= {"object"}
    if one.state == "published":
        waits = one.withdrawal_proposer_id is not None
        found |= {"benefit"} | (set() if waits or approver else {"propose_withdrawal"})
        if waits:
            found |= _withdrawal_actions(one, officer, approver)
    if one.state == "withdrawn":
        found |= {"reclaim"}
    return found


def _withdrawal_actions(one: Nomination, officer: Officer, approver: bool) -> set[str]:
    """Between the proposal to withdraw and the decision: notice, hearing, answer."""
    told = one.withdrawal_noticed_on is not None
    found = {"statement", "answer_statement"} if told else set()
    if approver and one.withdrawal_proposer_id != officer.pk:
        found |= {"decide_withdrawal"} | (set() if told else {"notify_withdrawal"})
    return found
