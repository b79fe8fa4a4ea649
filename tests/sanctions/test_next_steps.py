"""下一步 on every page: who, what, until when, with a way there for whose turn it is; what was refused comes back as typed. E2–E5, D3."""

import pytest
from django.utils import timezone

from blacklists.models import Entry
from rules.models import CaseClock
from sanctions import disclosing, triggering
from sanctions.models import Disclosure
from sanctions.next_steps import of_action, of_measure, of_minor_case
from sanctions.views.minor_steps import may
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import again, by, graded_here
from tests.records import making
from tests.sanctions import minor_walking as lesser
from tests.sanctions import stories
from tests.sanctions.test_verifying import opened
from tests.sanctions.walking import LISTED, acknowledged, assigned, day, implementer, item, planned, triggered
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def who(people):
    return implementer(people)


def steps(case, officer, on):
    interview = case.interviews.filter(state="appointed").first()
    return [
        (one.what, one.mine) for one in of_minor_case(case, case.letters.all(), interview, may(case, officer, on), on)
    ]


@pytest.mark.parametrize(
    ("walk", "on", "what", "turn"),
    [
        (lesser.opened, lesser.START, "签发信用提醒函，或者不予处置", "reviewer"),
        (lesser.issued, lesser.START, "把信用提醒函送达当事人", "clerk"),
        (lesser.running, lesser.START, "整改；改好后由", "clerk"),
        (lesser.appointed, lesser.START, "约谈，登记结果", "clerk"),
        (lesser.running, lesser.LATE, "整改期限已过，督促", "reviewer"),
        (lesser.urged, lesser.LATE, "把督促整改通知书送达当事人", "clerk"),
        (lesser.pressed, lesser.IGNORED, "督促的期限已过，提请升级", "clerk"),
        (lesser.escalating, lesser.IGNORED, "确认或者不予确认升级", "reviewer"),
    ],
)
def test_a_minor_act_says_whose_step_is_next(settings, people, walk, on, what, turn):
    graded_here(settings)
    case = walk(people)
    mine = [words for words, mine in steps(case, getattr(people, turn), on) if mine]
    assert any(words.startswith(what) for words in mine)
    assert not any(mine for _, mine in steps(case, implementer(people).clerk, on))


@pytest.mark.parametrize(
    ("pack", "who_decides", "reviewers"), [("", "审核员或信用办审批", True), ("suining_anju", "信用办审批（由", False)]
)
def test_a_joint_action_names_who_decides(settings, people, who, pack, who_decides, reviewers):
    action = triggered(people)
    assert "选定实施部门和措施" in enter(people.clerk).get(f"/joint/actions/{action.public_id}/").content.decode()
    planned(people, who, action=action)
    triggering.propose(action, **by(people.clerk, LISTED))
    settings.JURISDICTION = pack
    Entry.objects.update(until=timezone.localdate())
    for officer, mine in ((people.reviewer, reviewers), (people.approver, True), (people.clerk, False)):
        page = enter(officer).get(f"/joint/actions/{action.public_id}/").content.decode()
        assert who_decides in page
        assert ("轮到您：决定实施" in page) == mine


def test_carrying_out_and_verifying_are_told_to_those_concerned(people, who):
    measure = assigned(people, who)
    [step] = of_action(measure.action, who.clerk, set(), LISTED)
    assert (step.what, step.mine) == ("签收", True)
    assert step.until == CaseClock.objects.get(case_id=measure.public_id).due
    assert step.link.endswith(f"/joint/measures/{measure.public_id}/")
    [step] = of_action(measure.action, people.clerk, set(), LISTED)
    assert not step.mine
    case = opened(measure, who.clerk, day(14))
    [step] = of_measure(measure, people.clerk, day(14))
    assert "核对名单" in step.what
    assert "期限停止计算" in step.what
    assert (step.mine, str(case.public_id) in step.link) == (True, True)
    assert not of_measure(measure, who.clerk, day(14))[0].mine
    assert "下一步" in enter(people.clerk).get(f"/joint/verifications/{case.public_id}/").content.decode()


def test_stories_and_named_audiences_say_it_too(settings, people, who):
    case = stories.reported(people)
    for officer, mine in ((people.office, True), (people.clerk, False)):
        page = enter(officer).get(f"/joint/cases/{case.public_id}/").content.decode()
        assert "选用、退回修改或者不选用" in page
        assert ("轮到您" in page) == mine
    graded_here(settings)
    [measure] = lesser.sanctioned(people, who, "适当范围公示")
    made = disclosing.propose(
        measure, wording="较重失信", audience=[outsider(people).department], since=lesser.IGNORED,
        until=lesser.IGNORED, **by(who.clerk, lesser.IGNORED),
    )  # fmt: skip
    assert Disclosure.objects.get() == made
    assert "轮到您：审批" in enter(who.reviewer).get(f"/joint/disclosures/{made.public_id}/").content.decode()


# --- what was refused ------------------------------------------------------------------------------------------------


def test_a_refused_form_comes_back_as_typed_with_every_fault_at_its_field(settings, people, who):
    graded_here(settings)
    case = lesser.running(people)
    page = enter(people.clerk).post(
        f"/joint/minor/{case.public_id}/step",
        {"action": "close", "rectification": "已补办备案", "rectified_on": "昨天"},
    )
    text = page.content.decode()
    assert ">已补办备案</textarea>" in text
    assert 'value="昨天"' in text
    assert text.count('class="field-error"') == 2
    assert again(case).state == "running"

    story = stories.STORY | {"kind": "incentive", "title": "", "story": "虚构市某某贸易公司与虚构市明月食品有限公司"}
    text = enter(people.clerk).post("/joint/cases/report", story).content.decode()
    assert f">{story['measures']}</textarea>" in text
    assert "请填写标题" in text
    text = enter(people.clerk).post("/joint/cases/report", story | {"title": "好事"}).content.decode()
    assert "明月食品有限公司”像是企业名称" in text
    assert 'value="好事"' in text

    settings.JURISDICTION = ""
    measure = acknowledged(people, who)
    step = f"/joint/measures/{measure.public_id}/step"
    text = enter(who.clerk).post(step, {"action": "refuse", "reason": "联系13912345678"}).content.decode()
    assert 'value="联系' in text
    assert "13912345678" not in text  # somebody's number is said to be one, and repeated nowhere


# --- choosing measures -----------------------------------------------------------------------------------------------


def test_what_is_chosen_is_marked_and_several_departments_take_one_measure(people, who):
    action, other = triggered(people), implementer(people, "虚构市住建局")
    Entry.objects.update(until=timezone.localdate())
    address, chosen = f"/joint/actions/{action.public_id}/plan", item(timezone.localdate()).public_id
    clerk = enter(people.clerk)
    assert ">已选定<" not in clerk.get(address).content.decode()
    clerk.post(address, {"item": chosen, "ticked": [who.body.pk], "department": other.body.name})
    assert set(action.measures.values_list("department", flat=True)) == {who.body.pk, other.body.pk}
    page = clerk.get(address).content.decode()
    assert ">已选定<" in page
    assert who.body.name in page
    before = action.measures.count()
    clerk.post(address, {"item": chosen, "ticked": [implementer(people).body.pk], "department": "没有的局"})
    assert action.measures.count() == before  # one fault, nothing done


def test_a_catch_all_is_published_and_never_chosen(settings, people):
    from rules.measures import choosable, citable, measures

    settings.JURISDICTION = "hua_county"
    on = timezone.localdate()
    found = [one for one in measures(on, kind="incentive") if "允许的其他激励" in one.title]
    assert found
    assert not any("允许的其他" in one.title for one in choosable(on, kind="incentive", people=True))
    assert citable(found[0].public_id, on) is None
