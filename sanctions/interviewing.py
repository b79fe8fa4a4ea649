"""Interviewing (诚信约谈): somebody who answers for the enterprise is asked to come; what was said and agreed is kept. Source: E5;
Hua 二(四)1: 主要负责人、分管负责人或者直接责任人. By office, never by name.
"""

from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import Officer
from blacklists.notifying import Paper
from blacklists.refusals import ListRefused, keep_paper, locked, move, must_hold, reason_given, words
from ledger.acts import Actor, record_act
from ledger.moves import note
from rules import clocks

from .case_letters import write
from .minor_querysets import CASE, INTERVIEW
from .models import Interview, MinorCase
from .reminding import HANDLERS, SIGNERS, clocks_of, for_signer, mine

RUNNING = ("running", "urged", "pressed")


@transaction.atomic
def appoint(
    case: MinorCase, *, whom: str, appointed_on: date, place: str, officer: Officer, actor: Actor, on: date
) -> Interview:
    """约谈通知: whom, which day, where; signed by another than opened the case. Raises ListRefused."""
    case = for_signer(case, officer)
    if case.state not in RUNNING:
        raise ListRefused("提醒送达以后、办结以前才能约谈。")
    if whom not in Interview.Whom.values:
        raise ListRefused(faults={"whom": "请从列表中选择约谈对象。"})
    if appointed_on <= on:
        raise ListRefused(faults={"appointed_on": "约谈日期应晚于今天，让对方来得及收到通知。"})
    said = words(Interview, {"place": place}, "place")
    act = record_act("appoint_interview", actor, on, basis=case.clause[:500])
    day = f"{appointed_on.year}年{appointed_on.month}月{appointed_on.day}日"
    parts = [
        ("约谈对象", Interview.Whom(whom).label),
        ("日期、时间和地点", f"{day}，{said['place']}"),
        ("约谈事项", f"{case.demand}"),
        ("不能到场的", "确有正当理由不能到场的，请提前告知我单位，另行约定日期。"),
    ]
    reminder = case.letter("reminder")
    letter = write(
        "interview", case, parts, places={"提醒函": reminder.number if reminder else ""}, signer=officer, act=act
    )
    try:
        with transaction.atomic():
            made = Interview.objects.create(case=case, letter=letter, whom=whom, appointed_on=appointed_on, **said)
    except IntegrityError as already:
        raise ListRefused("已经约定了一次约谈，请先登记结果。") from already
    note(act, made.object_kind, made.public_id, "appoint", made.state)
    clocks.start(CASE, case.public_id, INTERVIEW, department=case.department, act=act, fixed_on=appointed_on)
    return made


@transaction.atomic
def hold(
    interview: Interview, *, record: str, held_on: date, paper: Paper | None, officer: Officer, actor: Actor, on: date
) -> None:
    """登记约谈: what was said and agreed, with the signed paper. Raises ListRefused."""
    interview, case = _open(interview, officer)
    if not interview.letter.made_on <= held_on <= on:
        raise ListRefused(faults={"held_on": "约谈日期应在通知之后、今天之前，请核对。"})
    said = words(Interview, {"record": record}, "record")
    if paper is None:
        raise ListRefused(faults={"paper": "请上传签字的约谈笔录扫描件。"})
    path, name = keep_paper(paper.name, paper.data)
    act = record_act("record_interview", actor, on)
    move(interview, "hold", act, held_on=held_on, paper_path=path, paper_name=name, recorder=officer, **said)
    clocks.end(clocks_of(case, INTERVIEW), met=True, act=act)


@transaction.atomic
def note_absence(interview: Interview, *, excused: bool, reason: str, officer: Officer, actor: Actor, on: date) -> None:
    """未到: with good reason (a new day is made) or without, which only counts where the notice was served in time.
    Raises ListRefused.
    """
    interview, case = _open(interview, officer)
    said = reason_given(reason, "未到的情况或")
    if not excused:
        served = interview.letter.delivered_on
        if served is None or served >= interview.appointed_on:
            raise ListRefused(faults={"excused": "约谈通知没有在约谈之前送达，不能记为无故未到；请改期。"})
        if on < interview.appointed_on:
            raise ListRefused(faults={"excused": "约谈的日子还没有到。"})
    act = record_act("excuse_interview" if excused else "miss_interview", actor, on, reason=said)
    move(interview, "excuse" if excused else "miss", act, recorder=officer)
    clocks.end(clocks_of(case, INTERVIEW), met=True, act=act)


def _open(interview: Interview, officer: Officer) -> tuple[Interview, MinorCase]:
    must_hold(officer, *HANDLERS, *SIGNERS, said="由经办人员或审核员登记。")
    case = mine(interview.case, officer)
    return locked(interview, officer), case
