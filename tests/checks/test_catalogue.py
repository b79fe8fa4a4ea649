"""查询事项目录 and its packs: who proposes, who adopts, what the texts of the places require. Source: E6."""

import contextlib
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from blacklists.refusals import ListRefused
from checks import cataloguing, figures
from checks.models import Check, Matter
from checks.receipts import receipt_pdf
from ledger.models import Event
from tests import factories
from tests.blacklists.walking import by
from tests.records.making import staff
from tests.workbench.conftest import enter

from .asking import TODAY, checked, matter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def proposed(people, **fields) -> Matter:
    said = {"kind": cataloguing.kinds_here(TODAY)[0][0], "title": "许可", "basis": "办法", "licences": False} | fields
    return cataloguing.propose(**said, **by(people.clerk, TODAY))


def test_a_matter_is_in_force_once_a_second_person_of_the_office_adopted_it(people):
    made = proposed(people)
    assert not Matter.objects.in_force(TODAY).exists()
    assert "许可" not in Client().get("/must-check/").content.decode().partition("<tbody>")[2]
    with pytest.raises(ListRefused):
        cataloguing.adopt(made, **by(people.reviewer, TODAY))
    cataloguing.adopt(made, **by(people.approver, TODAY))
    assert list(Matter.objects.in_force(TODAY)) == [made]
    page = enter(people.clerk).get("/checks/").content.decode()
    assert "许可" in page


def test_it_leaves_by_two_persons_too_and_stays_known(people):
    made = matter(people)
    cataloguing.ask_end(made, reason="事项取消", **by(people.clerk, TODAY))
    assert Matter.objects.in_force(TODAY).exists()
    cataloguing.end(made, **by(people.approver, TODAY))
    assert not Matter.objects.in_force(TODAY).exists()
    assert [event.move for event in Event.objects.filter(object_id=made.public_id)] == [
        "propose",
        "adopt",
        "ask_end",
        "end",
    ]


def test_the_same_matter_stands_once(people):
    proposed(people)
    with pytest.raises(ListRefused, match="同名"):
        proposed(people)


def test_another_office_neither_sees_nor_adopts_it(people):
    made, other = proposed(people), staff()
    with pytest.raises(ListRefused, match="职责"):
        cataloguing.adopt(made, **by(other.approver, TODAY))
    assert enter(other.approver).post(f"/checks/matters/{made.public_id}/step", {"action": "adopt"}).status_code == 404


def test_a_kind_that_the_text_does_not_name_is_refused(people, settings):
    settings.JURISDICTION = "bengbu"
    with pytest.raises(ListRefused, match="类别"):
        proposed(people, kind="其他")


# --- what the texts say


PLACES = {
    "bengbu": ("六(一)", ["行政审批", "资质认证", "招标投标", "市场准入", "资金扶持", "评先评优", "征信评估"]),
    "fuzhou_road_transport": ("二(二)", ["道路运输行政审批", "资质审核", "日常监管", "评优评先"]),
    "shaanxi": ("二(五)", ["行政管理", "公共服务", "招标采购", "公共资源交易"]),
}


@pytest.mark.parametrize("place", PLACES)
def test_the_matters_of_the_place_are_those_of_its_text(people, settings, place):
    """Bengbu's seven, Fuzhou's four, Shaanxi's four: each can be filed, and the office sees which nobody has filed."""
    settings.JURISDICTION = place
    clause, kinds = PLACES[place]
    said, where = cataloguing.kinds_here(TODAY)
    assert said == kinds
    assert clause in where
    for kind in kinds[:-1]:
        matter(people, kind=kind, title=f"{kind}事项")
    assert cataloguing.unused_kinds(TODAY) == [kinds[-1]]
    assert (
        kinds[-1] in enter(people.approver).get("/checks/matters/").content.decode().partition("还没有部门列出")[2][:60]
    )


def test_a_place_whose_text_names_none_gets_ours_and_says_so(people, settings):
    settings.JURISDICTION = "yingkou"
    assert "本平台默认" in cataloguing.kinds_here(TODAY)[1]


def test_shaanxis_check_is_printed_and_filed(people, settings):
    """Shaanxi 二(五): the result is printed and kept with the file; the print carries the case, the number and the code."""
    settings.JURISDICTION = "shaanxi"
    made = checked(people.clerk, factories.subject().code)
    assert receipt_pdf(made).startswith(b"%PDF-")
    page = enter(people.clerk).get(f"/checks/receipts/{made.public_id}/").content.decode()
    assert all(part in page for part in (made.number, made.code, made.purpose, "下载打印件"))
    assert Check.objects.get(number=made.number) == made


# --- should have been checked


def test_a_licence_given_without_a_look_up_is_found(people):
    """Only of a department whose catalogue names such a matter, only from then on, only where nothing was asked before."""
    first, last = TODAY - timedelta(days=40), TODAY + timedelta(days=10)
    asked, never, before = (factories.subject() for _ in range(3))
    licence = partial(factories.record, "licence", department=people.body)
    after = TODAY + timedelta(days=3)
    licence(subject=asked, decided_on=after)
    missed = licence(subject=never, decided_on=after)
    licence(subject=before, decided_on=TODAY - timedelta(days=30))
    assert not figures.unasked(first, last).exists()  # no matter filed yet
    matter(people)
    checked(people.clerk, asked.code)
    checked(staff().clerk, never.code)  # another department's look-up is not this one's
    assert list(figures.unasked(first, last)) == [missed]
    checked(people.clerk, never.code, on=after + timedelta(days=1))
    (still,) = figures.unasked(first, last)
    assert still.made_up == Check.objects.get(checked_on=after + timedelta(days=1)).number
    for odd in ("9999-12", "0001-01", "x"):
        assert enter(people.clerk).get(f"/checks/matters/unasked/?month={odd}").status_code == 200
    month = f"{after:%Y-%m}"
    assert missed.document_number in enter(people.clerk).get(f"/checks/matters/unasked/?month={month}").content.decode()
    assert (
        missed.document_number
        not in enter(staff().clerk).get(f"/checks/matters/unasked/?month={month}").content.decode()
    )


# --- nobody approved their own


class Catalogue(RuleBasedStateMachine):
    """Any step by anybody, in any order."""

    @initialize()
    def begin(self):
        self.people = staff()
        self.persons = [self.people.clerk, self.people.reviewer, self.people.office, self.people.approver]
        cataloguing_try(proposed, self.people)

    @rule()
    def propose(self):
        cataloguing_try(proposed, self.people)

    @rule(step=st.sampled_from(["adopt", "refuse", "ask_end", "end", "keep"]), who=st.integers(0, 3))
    def step(self, step, who):
        found = self.matters().order_by("-pk").first()
        more = {"reason": "理由"} if step in ("refuse", "ask_end", "keep") else {}
        cataloguing_try(getattr(cataloguing, step), found, **more, **by(self.persons[who], TODAY))

    def matters(self):
        return Matter.objects.filter(department=self.people.body)

    @invariant()
    def in_force_only_by_two_persons(self):
        for one in self.matters():
            if one.state in ("adopted", "ending", "ended"):
                assert one.approver_id not in (None, one.proposer_id)
                assert one.since
            if one.state == "ended":
                assert one.end_approver_id not in (None, one.ender_id)
        assert self.matters().in_force(TODAY).count() <= 1


def cataloguing_try(do, *args, **kwargs):
    with contextlib.suppress(ListRefused):
        do(*args, **kwargs)


def test_whatever_is_tried_nobody_adopts_their_own():
    run_state_machine_as_test(
        Catalogue,
        settings=hypothesis_settings(
            max_examples=12, stateful_step_count=15, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck), database=None,
        ),
    )  # fmt: skip
