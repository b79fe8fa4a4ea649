"""Joint action on the desk: what waits for whom, each told once, everybody told again when measures rest, go on or end. Source: E3, E4."""

from uuid import uuid4

import pytest

from blacklists import leaving
from sanctions import executing, triggering, verifying
from tests.records import making
from tests.sanctions.walking import LISTED, again, by, day, executed, implementer, planned
from workbench.joint_notices import tell_of_joint_actions
from workbench.models import Notice
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def words_of(officer, on):
    return {task.words: task.count for task in tasks_of(officer, on)}


def told(officer, words):
    return Notice.objects.filter(officer=officer, text__contains=words).count()


def test_the_next_step_waits_for_whom_the_text_names(settings, people, who):
    measure = planned(people, who)
    assert words_of(people.clerk, LISTED)["联合奖惩，待选定或决定"] == 1
    triggering.propose(measure.action, **by(people.clerk, LISTED))
    assert words_of(people.reviewer, LISTED)["联合奖惩，待选定或决定"] == 1
    tell_of_joint_actions(LISTED)
    assert told(people.reviewer, "请决定") == 1
    settings.JURISDICTION = "hua_county"
    assert "联合奖惩，待选定或决定" not in words_of(people.reviewer, LISTED)
    assert words_of(people.approver, LISTED)["联合奖惩，待选定或决定"] == 1
    Notice.objects.all().delete()
    tell_of_joint_actions(LISTED)
    assert told(people.reviewer, "请决定") == 0
    assert told(people.approver, "请决定") == 1


def test_whoever_was_told_of_a_measure_is_told_when_it_rests_goes_on_and_ends(people, who):
    foreign = making.staff()
    measure = executed(people, who)
    tell_of_joint_actions(day(15))
    case = verifying.open_verification(measure.action.entry, facts="有疑问", **by(who.clerk, day(16)))
    assert tell_of_joint_actions(day(16)) > 0
    assert tell_of_joint_actions(day(16)) == 0
    assert told(who.clerk, "正在核实，暂停执行") == 1
    assert told(people.clerk, "请核对并答复") == 1
    assert words_of(people.clerk, day(16))["名单核实，待答复或核定"] == 1
    verifying.answer(case, stands=True, wording="无误", **by(people.clerk, day(17)))
    verifying.close(again(case), **by(people.reviewer, day(17)))
    tell_of_joint_actions(day(17))
    assert told(who.clerk, "核实无误，恢复执行") == 1
    leaving.leave_by_case(
        again(measure.action).entry, exit="repaired", case_id=uuid4(), reason="准予修复", happened_on=day(18),
        proposer=people.office, approver=people.approver, actor=by(people.office, day(18))["actor"], on=day(18),
    )  # fmt: skip
    executing.note_over(day(18))
    tell_of_joint_actions(day(18))
    assert told(who.clerk, "请恢复原状并登记解除") == 1
    assert words_of(who.clerk, day(18))["措施任务，待办理"] == 1
    assert not Notice.objects.filter(officer__in=[foreign.clerk, foreign.reviewer, foreign.approver]).exists()
