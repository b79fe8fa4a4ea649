"""Withdrawing a title (取消称号): at a major breach; the subject is told by letter and heard before a second person decides. What was
granted in money is asked back. Until the decision the title stands. Source: D2; Hua 一(四)3; 国办发〔2020〕49号 for the hearing.
"""

from datetime import date

from django.db import transaction

from accounts.models import Officer, Role
from ledger.acts import Actor, record_act
from ledger.models import Act
from ledger.moves import note
from rules import clocks

from .dishonouring import HANDLERS, MONEY
from .leaving import announce
from .letters import kept_words, red_notice_words, red_off_words, write
from .listing import settle
from .models import Letter, Nomination, Statement, WithdrawalStatement
from .notifying import Paper, withdrawal_clock
from .refusals import SELF, ListRefused, keep_paper, locked, move, must_hold, reason_given, words

RUNNING = ("running", "paused")


@transaction.atomic
def propose_withdrawal(
    nomination: Nomination, *, officer: Officer, actor: Actor, on: date, reason: str, basis: str
) -> None:
    """提出取消 at a major breach: what happened, and what the withdrawal rests on. Raises ListRefused."""
    must_hold(officer, Role.CLERK, Role.REVIEWER, Role.OFFICE, said="由部门或信用办经办提出取消。")
    nomination = locked(nomination, officer)
    if nomination.withdrawal_proposer_id and not nomination.withdrawal_approver_id:
        raise ListRefused("已提出取消，正在办理。")
    said = words(Nomination, {"breach": reason, "withdrawal_basis": basis}, "breach", "withdrawal_basis")
    act = record_act("propose_red_withdrawal", actor, on, reason=reason_given(reason, "取消的"), basis=basis)
    move(
        nomination, "propose_withdrawal", act, withdrawal_proposer=officer, withdrawal_approver=None,
        withdrawal_noticed_on=None, **said,
    )  # fmt: skip


@transaction.atomic
def notify_withdrawal(nomination: Nomination, *, officer: Officer, actor: Actor, on: date) -> Letter:
    """制发拟取消称号告知书, by another than who proposed it. Its delivery starts the days for statement and defence.
    Raises ListRefused.
    """
    nomination = _for_approver(nomination, officer)
    if not nomination.withdrawal_basis:
        raise ListRefused("没有写明取消的依据，不能告知；请先不予取消，再由经办人员写明依据重新提出。")
    if _notice(nomination) is not None:
        raise ListRefused("告知书已经制发，请登记送达。")
    act = record_act("notify_red_withdrawal", actor, on, basis=nomination.withdrawal_basis)
    letter = write(Letter.Kind.RED_NOTICE, nomination, red_notice_words(nomination, on), maker=officer, act=act)
    move(nomination, "notify_withdrawal", act)
    return letter


@transaction.atomic
def take_statement(
    nomination: Nomination,
    *,
    made_on: date,
    means: str,
    text: str,
    last: bool = False,
    paper: Paper | None = None,
    officer: Officer,
    actor: Actor,
    on: date,
) -> WithdrawalStatement:
    """登记陈述申辩; `last`: the subject has no more to say or waives, by a signed paper. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以登记陈述申辩。")
    nomination = locked(nomination, officer)
    if means not in Statement.Means.values:
        raise ListRefused(faults={"means": "请从列表中选择陈述申辩的方式。"})
    said = words(WithdrawalStatement, {"text": text}, "text")
    told = nomination.withdrawal_noticed_on
    if told is None or nomination.withdrawal_proposer_id is None:
        raise ListRefused("告知书还没有送达，不能登记陈述申辩。")
    if not told <= made_on <= on:
        raise ListRefused(faults={"made_on": "陈述申辩的日期应在告知书送达之后、今天之前，请核对。"})
    if last and paper is None:
        raise ListRefused(faults={"paper": "当事人放弃或者不再补充的，须有其签字的书面材料，请上传。"})
    path, name = keep_paper(paper.name, paper.data) if paper else ("", "")
    move(nomination, "state", record_act("take_red_statement", actor, on))
    return WithdrawalStatement.objects.create(
        nomination=nomination, made_on=made_on, means=means, last=last, taken_by=officer, paper_path=path, paper_name=name,
        **said,
    )  # fmt: skip


@transaction.atomic
def answer_statement(
    statement: WithdrawalStatement, *, accepted: bool, answer: str, officer: Officer, actor: Actor, on: date
) -> None:
    """核实并答复. Raises ListRefused."""
    must_hold(officer, *HANDLERS, said="只有经办人员可以答复。")
    nomination = locked(statement.nomination, officer)
    statement = WithdrawalStatement.objects.select_for_update(of=("self",)).get(pk=statement.pk)
    if statement.closed or statement.answered_on or nomination.state != Nomination.State.PUBLISHED:
        raise ListRefused("这条陈述申辩已经答复或办结，请刷新页面查看。")
    statement.answer = words(WithdrawalStatement, {"answer": answer}, "answer")["answer"]
    statement.accepted, statement.answered_by, statement.answered_on = accepted, officer, on
    statement.save(update_fields=["answer", "accepted", "answered_by", "answered_on"])
    act = record_act("answer_red_statement", actor, on)
    note(act, nomination.object_kind, nomination.public_id, "answer_red_statement", nomination.state)


@transaction.atomic
def decide_withdrawal(
    nomination: Nomination, *, agree: bool, officer: Officer, actor: Actor, on: date, reason: str = ""
) -> None:
    """取消 or 不予取消, by another person. To withdraw takes that the subject was told and heard; to let the title stand takes
    nothing. Either is told by letter to whoever was told before. Raises ListRefused.
    """
    nomination = _for_approver(nomination, officer)
    if not agree:
        act = record_act("keep_red", actor, on, reason=reason_given(reason, "不予取消的"))
        _tell_kept(nomination, officer, act)
        end_hearing(nomination, act, met=False)
        move(
            nomination,
            "keep",
            act,
            breach="",
            withdrawal_basis="",
            withdrawal_proposer=None,
            withdrawal_noticed_on=None,
        )
        return
    must_have_been_heard(nomination, on)
    act = record_act("withdraw_red", actor, on, reason=nomination.breach)
    write(Letter.Kind.RED_OFF, nomination, red_off_words(nomination, on), maker=officer, act=act)
    end_hearing(nomination, act, met=True)
    move(nomination, "withdraw", act, withdrawal_approver=officer, left_on=on)
    nomination.benefits.filter(kind__in=MONEY, reclaim_asked_on__isnull=True).update(reclaim_asked_on=on)
    announce(nomination, f"因重大失信行为取消“{nomination.title}”，退出守信红名单。", act)
    settle([nomination.subject_id], on)


def must_have_been_heard(nomination: Nomination, on: date) -> None:
    """告知已送达、申辩期满或不再补充、逐条答复. Raises ListRefused."""
    clock = withdrawal_clock(nomination)
    if nomination.withdrawal_noticed_on is None or clock is None:
        raise ListRefused("取消称号前须书面告知并听取陈述申辩：请先制发告知书，登记送达。")
    said = nomination.statements.filter(closed=False)
    if on <= clock.due and not said.filter(last=True).exists():
        raise ListRefused(f"陈述申辩期到{clock.due}为止；当事人没有书面表示放弃或不再补充的，期满前不能取消。")
    if said.filter(answered_on__isnull=True, last=False).exists():
        raise ListRefused("还有陈述申辩没有答复，请逐条核实并答复后再决定。")


def end_hearing(nomination: Nomination, act: Act, *, met: bool) -> None:
    """No clock runs on; what was said belongs to this proposal alone. In the caller's transaction."""
    clock = withdrawal_clock(nomination)
    if clock is not None and clock.state in RUNNING:
        (clocks.stop if met else clocks.cancel)(clock, act=act)
    nomination.statements.filter(closed=False).update(closed=True)


def _tell_kept(nomination: Nomination, officer: Officer, act: Act) -> None:
    notice = _notice(nomination)
    if notice is not None:
        write(Letter.Kind.RED_KEPT, nomination, kept_words(nomination, act.reason, notice), maker=officer, act=act)


def _notice(nomination: Nomination) -> Letter | None:
    """告知书 of the proposal under way: the last one, unless it was answered by 不予取消."""
    last = nomination.letters.filter(kind__in=[Letter.Kind.RED_NOTICE, Letter.Kind.RED_KEPT]).order_by("-pk").first()
    return last if last is not None and last.kind == Letter.Kind.RED_NOTICE else None


def notice_of(nomination: Nomination) -> Letter | None:
    """告知书 of the proposal under way, for pages."""
    return _notice(nomination) if nomination.withdrawal_proposer_id else None


def _for_approver(nomination: Nomination, officer: Officer) -> Nomination:
    must_hold(officer, Role.OFFICE_APPROVER, said="由信用办审批办理取消。")
    nomination = locked(nomination, officer)
    if nomination.withdrawal_proposer_id is None or nomination.state != Nomination.State.PUBLISHED:
        raise ListRefused("没有待办理的取消，请刷新页面查看。")
    if officer.pk == nomination.withdrawal_proposer_id:
        raise ListRefused(SELF)
    return nomination
