"""Hearing (陈述申辩): what the subject said, the end of its days, each point answered; what consulted departments say."""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Department, Officer, Role
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules import clocks

from .models import Consultation, Entry, Statement
from .notifying import HANDLERS, Paper, hearing_clock
from .refusals import ListRefused, keep_paper, locked, move, must_hold, words

NO_PAPER = "当事人放弃陈述申辩或者表示不再补充的，须有其签字的书面材料，请上传。"
BEFORE_DECISION = ("proposed", "noticed", "delivered", "heard", "returned")


@transaction.atomic
def take_statement(
    entry: Entry,
    *,
    made_on: date,
    means: str,
    text: str,
    last: bool = False,
    waived: bool = False,
    paper: Paper | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> Statement:
    """登记陈述申辩, or that the subject waives it or has no more to say: with its signed paper, for its days end there. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以登记陈述申辩。")
    entry = locked(entry, officer)
    if means not in Statement.Means.values:
        raise ListRefused(faults={"means": "请从列表中选择陈述申辩的方式。"})
    said = words(Statement, {"text": text}, "text")
    if not (entry.notice_delivered_on and entry.notice_delivered_on <= made_on <= on):
        raise ListRefused(faults={"made_on": "陈述申辩的日期应在告知书送达之后、今天之前，请核对。"})
    if (waived or last) and paper is None:
        raise ListRefused(faults={"paper": NO_PAPER})
    path, name = keep_paper(paper.name, paper.data) if paper else ("", "")
    act = record_act("take_statement", actor, on)
    move(entry, "state", act)
    return Statement.objects.create(
        entry=entry, made_on=made_on, means=means, last=last, waived=waived, taken_by=officer, paper_path=path,
        paper_name=name, **said,
    )  # fmt: skip


@transaction.atomic
def close_hearing(entry: Entry, *, officer: Officer, actor: Actor, on: date) -> None:
    """陈述申辩结束: the days are over, or the subject said it has no more to say. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以办理。")
    entry = locked(entry, officer)
    clock = hearing_clock(entry)
    if clock is None:
        raise ListRefused("告知书尚未送达，陈述申辩期还没有开始。")
    done = entry.statements.filter(last=True).exists() or entry.statements.filter(waived=True).exists()
    if on <= clock.due and not done:
        raise ListRefused(f"陈述申辩期到{clock.due}为止；当事人没有书面表示放弃或不再补充的，期满前不能结束。")
    act = record_act("close_hearing", actor, on)
    move(entry, "close_hearing", act, hearing_closed_on=on)
    if clock.state in ("running", "paused"):
        clocks.stop(clock, act=act)


@transaction.atomic
def answer_statement(
    statement: Statement, *, accepted: bool, answer: str, officer: Officer, actor: Actor, on: date
) -> None:
    """核实并答复 one statement. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以答复。")
    entry = locked(statement.entry, officer)
    if entry.state not in ("heard", "returned"):
        raise ListRefused("陈述申辩期结束后、报请决定前，才能答复。")
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    statement.answer = words(Statement, {"answer": answer}, "answer")["answer"]
    statement.accepted, statement.answered_by, statement.answered_on = accepted, officer, on
    statement.save(update_fields=["answer", "accepted", "answered_by", "answered_on"])
    act = record_act("answer_statement", actor, on)
    note(act, entry.object_kind, entry.public_id, "answer_statement", entry.state)


@transaction.atomic
def consult(entry: Entry, department: Department, *, officer: Officer, actor: Actor, on: date) -> Consultation:
    """征求意见. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.OFFICE, said="征求意见由经办人员发出。")
    entry = locked(entry, officer)
    if entry.state not in BEFORE_DECISION:
        raise ListRefused("报请决定前才能征求意见。")
    act = record_act("consult", actor, on)
    try:
        with transaction.atomic():
            made = Consultation.objects.create(entry=entry, department=department, asked_on=on, asked_by=officer)
    except IntegrityError as already:
        raise ListRefused(faults={"department": "已向这个部门征求意见。"}) from already
    note(act, entry.object_kind, entry.public_id, "consult", entry.state)
    return made


@transaction.atomic
def take_reply(
    consultation: Consultation, *, agrees: bool, reply: str, replied_on: date, officer: Officer, actor: Actor, on: date
) -> None:
    """登记回复. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.OFFICE, said="回复由经办人员登记。")
    entry = locked(consultation.entry, officer)
    consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if entry.state not in BEFORE_DECISION or consultation.replied_on:
        raise ListRefused("这项回复已登记，或已报请决定。")
    if not consultation.asked_on <= replied_on <= on:
        raise ListRefused(faults={"replied_on": "回复日期应在征求意见之后、今天之前，请核对。"})
    consultation.reply = words(Consultation, {"reply": reply})["reply"]
    if not (agrees or consultation.reply):
        raise ListRefused(faults={"reply": "不同意的，请写明对方的理由。"})
    consultation.agrees, consultation.replied_on = agrees, replied_on
    consultation.save(update_fields=["reply", "agrees", "replied_on"])
    note(record_act("take_reply", actor, on), entry.object_kind, entry.public_id, "take_reply", entry.state)
