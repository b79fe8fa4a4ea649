"""Invented lists (虚构名单): entries in every important state, grades, letters with proof, for the demo, by the ordinary use
cases on days of their own. Only in demo and test. Nobody real: subjects are those that records/inventing.py made up.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accounts.acting import actor_of
from accounts.models import Department, Officer, Role
from credit_platform.commands import Refused, rehearsal
from credit_platform.typesetting import pdf
from credit_platform.workdays import ONE_DAY, months_later
from ledger.models import Act
from records.models import Record

from . import deciding, hearing, hinting, leaving, listing, notifying, proposing, reporting
from .deciding import Document
from .grading_records import propose_grades
from .models import Entry, Exit, Letter, Nomination
from .notifying import Paper, hearing_clock
from .printing import SOURCE, pdf_of
from .procedure import CONSULTATION, procedure, remedies

GENERAL = "国办发〔2020〕49号"
OWED = f"{GENERAL}；《行政处罚法》第七十二条"
EXIT = "期限届满自动移出；在纠正期限内消除不良影响并经核实，或者信用修复获得同意的，提前移出。"
# Word that the behaviour's title holds → what came to the facts of the penalty it rests on. What is grave rests on a grave penalty;
# an ordinary fine carries a listing only where it was kept back.
GRAVE = {
    "": ("环境", ("经责令改正拒不改正，造成下游水体污染，情节严重。", "两年内再次违法，造成环境污染，情节严重。")),
    "应急": ("安全", ("存在重大事故隐患，经责令改正拒不改正。", "被责令停业整顿后擅自恢复生产经营。")),
}
KEPT_BACK = (
    "逃避",
    (
        "作出处罚后转移财产，拒不缴纳罚款，经两次催告仍不履行。",
        "罚款逾期未缴，经催告后隐匿财产，拒不履行。",
        "有能力缴纳而拒不缴纳罚款，以虚假交易转移收入。",
    ),
)


@dataclass(frozen=True)
class Hands:
    """承办人: who does what of a case. `beside`: a department that is consulted and gets the copy, with its clerk."""

    clerk: Officer
    reviewer: Officer
    approver: Officer
    beside: tuple[Department, Officer] | None


def invent(on: date) -> int:
    """Everything; returns how many entries and nominations. Raises Refused outside demo and test, or where lists are kept."""
    from .inventing_red import invent_red  # it needs what stands here

    if not rehearsal():
        raise Refused("演示数据只能装入演示或测试环境。")
    if Entry.objects.exists() or Nomination.objects.exists():
        raise Refused("库中已有名单，不再装入演示数据。")
    pairs = _pairs()
    office = above(pairs[0][0], Role.OFFICE) if pairs else None
    approver = above(pairs[0][0], Role.OFFICE_APPROVER) if pairs else None
    if office is None or approver is None:
        return 0
    beside = (pairs[1][0], pairs[1][1]) if len(pairs) > 1 else None
    hands = Hands(pairs[0][1], pairs[0][2], approver, beside)
    used = _entries(_Walk(hands, on), on)
    for department, clerk, reviewer in pairs[1:2]:
        walk = _Walk(
            Hands(clerk, reviewer, above(department, Role.OFFICE_APPROVER) or approver, pairs[0][:2]), on, used
        )
        walk.to("published", 50)
        walk.to("proposed", 2)
    _acts(hands, on)
    propose_grades(on)
    invent_red(hands, office, walk_used=used, on=on)
    return Entry.objects.count() + Nomination.objects.count()


def by(officer: Officer, on: date) -> dict[str, Any]:
    """Who acts, on the day."""
    return {"officer": officer, "actor": actor_of(officer, Act.Channel.COMMAND), "on": on}


def above(department: Department, role: str) -> Officer | None:
    """Who holds the role at a node above the department."""
    for one in Officer.objects.holding(role).select_related("department").order_by("pk"):
        if Department.objects.tree(one.department).filter(pk=department.pk).exists():
            return one
    return None


def minutes(head: str, title: str, number: str, on: date) -> Paper:
    """会议纪要、批复 as a scan would be: a typeset page that says it is invented."""
    said = f"{on.year}年{on.month}月{on.day}日"
    page = {
        "head": head, "title": title, "number": number, "to": "各成员单位", "code": "", "rights": [], "closing": "",
        "paragraphs": ["会议听取了有关情况汇报，经研究，同意所提意见。（演示数据，内容虚构。）"], "parts": [], "receipt": False,
        "date": said,
    }  # fmt: skip
    return Paper("纪要.pdf", pdf(SOURCE, page, on=on))


def _pairs() -> list[tuple[Department, Officer, Officer]]:
    found = []
    for department in Department.objects.order_by("pk"):
        clerk = Officer.objects.holding(Role.CLERK).filter(department=department).order_by("pk").first()
        reviewer = Officer.objects.holding(Role.REVIEWER).filter(department=department).order_by("pk").first()
        if clerk is not None and reviewer is not None:
            found.append((department, clerk, reviewer))
    return found


def _entries(walk: "_Walk", on: date) -> set[int]:
    """The department's entries, one or two a state; returns the subjects used."""
    for step, ago in (
        ("proposed", 1),
        ("noticed", 3),
        ("delivered", 6),
        ("heard", 22),
        ("decided", 28),
        ("served", 30),
    ):
        walk.to(step, ago, said=step in ("delivered", "heard", "decided"))
    walk.to("reviewed", 26, said=True)
    walk.to("published", 75, said=True)
    walk.to("published", 48)
    asked = walk.to("published", 120, correct_months=6)
    if asked is not None:
        walk.leave(asked, Exit.CORRECTED, "已安装治理设施，自动监测数据连续三十日达标", on - 2 * ONE_DAY, decided=False)
    gone = walk.to("published", 140, correct_months=4)
    if gone is not None:
        walk.leave(gone, Exit.CORRECTED, "已拆除暗管、缴清罚款并经现场核实", on - timedelta(days=14), decided=True)
    heard = walk.to("heard", 40, said=True)
    if heard is not None:
        walk.drop(heard)
    return walk.used


def _acts(hands: Hands, on: date) -> None:
    """失信行为报告: three that add up, one that waits for the second person."""
    grounds = list(procedure(on, hands.clerk.department).grading.grounds)
    rows = Record.objects.filter(department=hands.clerk.department, kind="licence", state="released")
    fined = Record.objects.filter(kind="penalty").values("subject")  # a fine beside would add up to another grade
    kept = rows.exclude(subject__kind="person").exclude(subject__in=fined).select_related("subject").order_by("pk")
    subjects = list(dict.fromkeys(row.subject for row in kept))[:2]
    if not grounds or len(subjects) < 2:
        return
    for number, (subject, ago) in enumerate(
        [(subjects[0], 160), (subjects[0], 90), (subjects[0], 20), (subjects[1], 3)], 1
    ):
        day = on - timedelta(days=ago)
        made = reporting.report_act(
            subject, ground="filing_late" if "filing_late" in grounds else grounds[0], document=f"云环认〔{day.year}〕{number}号",
            decided_on=day, basis="《排污许可管理条例》第二十二条", facts="未按时提交排污许可证执行报告。", **by(hands.clerk, day),
        )  # fmt: skip
        if ago > 10:
            reporting.decide_act(made, confirm=True, **by(hands.reviewer, day + ONE_DAY))


def _measures(day: date) -> list[UUID]:
    """Three of the measure list of the day."""
    offered = hinting.offered(day, person=False)
    return [one.public_id for one in offered if "消费" not in one.title][:3]  # those are the courts' against debtors


class _Walk:
    """One entry after another, each on a penalty of its own, through the steps on days that follow each other."""

    def __init__(self, hands: Hands, today: date, used: set[int] | None = None):
        self.hands, self.today, self.used, self.count = hands, today, used if used is not None else set(), 0
        rows = Record.objects.filter(department=hands.clerk.department, kind="penalty", state="released")
        found = rows.exclude(subject__kind="person").select_related("subject", "version").order_by("-decided_on", "pk")
        self.records = sorted(
            (one for one in found if one.seriousness == "serious" or "罚款" in one.version.content.get("CF_CFLB", "")),
            key=lambda one: one.seriousness != "serious",
        )

    def to(self, step: str, ago: int, *, said: bool = False, correct_months: int = 0) -> Entry | None:
        """An entry proposed `ago` days back and brought to `step`; None where no penalty is old enough."""
        start = self.today - timedelta(days=ago)
        record = next((one for one in self.records if one.decided_on < start and one.subject_id not in self.used), None)
        if record is None:
            return None
        self.used.add(record.subject_id)
        self.count += 1
        entry = self._proposed(record, start)
        for name in ("noticed", "delivered", "heard", "reviewed", "decided", "served", "published"):
            if entry.state == step:
                break
            start = self._next(entry, name, start, said=said, correct_months=correct_months)
            entry.refresh_from_db()
        return entry

    def _proposed(self, record: Record, start: date) -> Entry:
        behaviours = procedure(start, self.hands.clerk.department).behaviours
        said = record.version.content
        grave = record.seriousness == "serious"
        word, deeds = GRAVE["应急" if "应急" in self.hands.clerk.department.name else ""] if grave else KEPT_BACK
        fitting = [key for key, one in behaviours.items() if word in one.title] or list(behaviours)
        basis = f"{GENERAL}；{said.get('CF_YJ', '')}" if grave else OWED
        return proposing.propose(
            record.subject, behaviour=fitting[0], records=[record], basis=basis, measures=_measures(start),
            reasons=f"{record.document_number}认定：{said.get('CF_SY', '')}{deeds[self.count % len(deeds)]}",
            **by(self.hands.clerk, start),
        )  # fmt: skip

    def _next(self, entry: Entry, name: str, day: date, *, said: bool, correct_months: int) -> date:
        clerk, reviewer = self.hands.clerk, self.hands.reviewer
        match name:
            case "noticed":
                day += ONE_DAY
                notifying.issue_notice(entry, **by(reviewer, day))
                self._consult(entry, day)
            case "delivered":
                day += ONE_DAY
                self._deliver(entry, Letter.Kind.NOTICE, "direct", day)
                if said:
                    self._state(entry, day + ONE_DAY)
            case "heard":
                clock = hearing_clock(entry)
                day = min((clock.due if clock else day) + ONE_DAY, self.today)
                hearing.close_hearing(entry, **by(clerk, day))
            case "reviewed":
                day += ONE_DAY
                self._review(entry, day, correct_months)
            case "decided":
                day += ONE_DAY
                copies = [self.hands.beside[0]] if self.hands.beside else []
                deciding.decide(entry, document=self._document(day), copies=copies, **by(self.hands.approver, day))
                if self.hands.beside and self.count % 2:
                    deciding.acknowledge(entry.copies.get(), **by(self.hands.beside[1], day))
            case "served":
                day += ONE_DAY
                self._deliver(entry, Letter.Kind.DECISION, "mail", day)
            case "published":
                day += ONE_DAY
                listing.publish(entry, **by(reviewer, day))
        return day

    def _consult(self, entry: Entry, day: date) -> None:
        needed = procedure(day, entry.department).decider == CONSULTATION
        if self.hands.beside and (needed or self.count % 2):
            asked = hearing.consult(entry, self.hands.beside[0], **by(self.hands.clerk, day))
            hearing.take_reply(asked, agrees=True, reply="无不同意见", replied_on=day, **by(self.hands.clerk, day))

    def _deliver(self, entry: Entry, kind: str, means: str, day: date) -> None:
        letter = entry.letters.get(kind=kind)
        scan = Paper("回证.pdf", pdf_of(letter) or b"%PDF-")
        notifying.deliver(letter, means=means, delivered_on=day, proof=scan, **by(self.hands.clerk, day))

    def _state(self, entry: Entry, day: date) -> None:
        hearing.take_statement(
            entry, made_on=day, means="written", text="本公司已按要求整改，请考虑实际困难，不予列入。", last=False,
            **by(self.hands.clerk, day),
        )  # fmt: skip

    def _answer(self, entry: Entry, day: date, *, accepted: bool, answer: str) -> None:
        for statement in entry.statements.filter(answered_on__isnull=True):
            hearing.answer_statement(statement, accepted=accepted, answer=answer, **by(self.hands.clerk, day))

    def _review(self, entry: Entry, day: date, correct_months: int) -> None:
        self._answer(entry, day, accepted=False, answer="经现场核查，整改没有完成，申辩理由不成立。")
        deciding.review(
            entry, findings="已告知并听取意见；经现场核查和调阅监测数据，事实清楚，证据充分。", months=24 if self.count % 2 else 12,
            exit_conditions=EXIT, remedies=remedies(day), measures=_measures(day),
            correct_by=months_later(day, correct_months) if correct_months else None, **by(self.hands.clerk, day),
        )  # fmt: skip

    def _document(self, day: date) -> Document:
        title, number = "社会诚信建设领导小组会议纪要", f"云诚信纪〔{day.year}〕{self.count}号"
        return Document(title, number, day, minutes("云州市社会诚信建设领导小组", "会议纪要", number, day))

    def leave(self, entry: Entry, exit: str, reason: str, day: date, *, decided: bool) -> None:
        """移出: asked for, and where `decided` agreed to the day after."""
        asked = leaving.propose(entry, exit=exit, reason=reason, happened_on=day, **by(self.hands.clerk, day))
        if decided:
            leaving.decide(asked, agree=True, **by(self.hands.approver, day + ONE_DAY))

    def drop(self, entry: Entry) -> None:
        """不予列入, for what the subject said holds."""
        day = (entry.hearing_closed_on or self.today) + ONE_DAY
        self._answer(entry, day, accepted=True, answer="经核实，违法行为由承租方实施，申辩成立。")
        deciding.drop(entry, reason="申辩成立，违法行为由承租方实施", **by(self.hands.reviewer, day))
