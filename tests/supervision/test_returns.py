"""The monthly return: two persons, zero said and never assumed, corrections kept, its due day from the dated duties."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from credit_platform.lifecycle import IllegalMove
from ledger.models import Act, Event
from ledger.moves import apply
from rules.models import Duty
from supervision import signing
from supervision.due_days import due_day
from supervision.models import MonthlyReturn, ReturnLine
from supervision.returning import Line, file_return, prefilled, sign_return
from supervision.signing import ReturnRefused
from tests import factories
from tests.records import making as records
from tests.supervision import making
from tests.supervision.making import MONTH, ON, acting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


@pytest.mark.parametrize("role", ["clerk", "office", "auditor"])
def test_only_a_reviewer_of_the_department_decides(people, role):
    row = making.filed(people)
    for other in (
        factories.officer(role, department=people.body),
        factories.officer("reviewer", department=making.below(people, "虚构市税务局")),
    ):
        with pytest.raises(ReturnRefused, match="审核"):
            sign_return(row, reviewer=other, actor=acting(other), on=ON)
        with pytest.raises(ReturnRefused, match="审核"):
            signing.decline(row, reviewer=other, actor=acting(other), on=ON, reason="不对")
    row.refresh_from_db()
    assert row.state == "proposed"


def test_only_a_clerk_files(people):
    people.clerk = people.reviewer
    with pytest.raises(ReturnRefused, match="由填报员填报"):
        making.filed(people)
    assert not MonthlyReturn.objects.exists()


def test_nobody_signs_what_they_filed(people):
    row = making.filed(people)
    both = people.clerk
    with pytest.raises(ReturnRefused, match="自己填报"):
        sign_return(row, reviewer=both, actor=acting(both), on=ON)
    with pytest.raises(ReturnRefused, match="自己填报"):
        signing.decline(row, reviewer=both, actor=acting(both), on=ON, reason="不对")
    row.refresh_from_db()
    assert row.state == "proposed"


@pytest.mark.parametrize("state", ["proposed", "signed"])
def test_the_database_refuses_one_person_on_both_sides(people, state):
    row = making.signed(people) if state == "signed" else making.filed(people)
    with pytest.raises(IntegrityError, match="monthlyreturn_four_eyes"), transaction.atomic():
        MonthlyReturn.objects.filter(pk=row.pk).update(reviewer=people.clerk)


def test_the_database_knows_no_signed_return_without_a_signature(people):
    row = making.filed(people)
    with pytest.raises(IntegrityError, match="signed_by_somebody"), transaction.atomic():
        apply(row, "sign", Act.objects.latest("pk"))


def test_a_reviewer_of_another_department_signs_nothing(people):
    row, stranger = making.filed(people), making.staff().reviewer
    with pytest.raises(ReturnRefused, match="本部门"):
        sign_return(row, reviewer=stranger, actor=acting(stranger), on=ON)


def test_a_clerk_files_for_the_own_department_and_the_one_it_took_over(people):
    stranger = making.staff()
    with pytest.raises(ReturnRefused, match="本部门"):
        file_return(
            department=people.body,
            month=MONTH,
            lines={"licence": making.line(1), "penalty": making.line(0)},
            clerk=stranger.clerk,
            actor=acting(stranger.clerk),
            on=ON,
        )
    people.body.until, people.body.successor = date(2026, 9, 20), stranger.body
    people.body.save()
    row = file_return(
        department=people.body,
        month=MONTH,
        lines={"licence": making.line(1), "penalty": making.line(0)},
        clerk=stranger.clerk,
        actor=acting(stranger.clerk),
        on=ON,
    )
    assert row.department == people.body


def test_zero_is_said_in_so_many_words(people):
    with pytest.raises(ReturnRefused, match="零报告"):
        file_return(
            department=people.body,
            month=MONTH,
            lines={"licence": Line(), "penalty": Line(zero=True)},
            clerk=people.clerk,
            actor=acting(people.clerk),
            on=ON,
        )
    row = making.filed(people, 0, 0)
    assert list(row.lines.values_list("zero", flat=True)) == [True, True]
    with pytest.raises(IntegrityError, match="zero_is_said"), transaction.atomic():
        ReturnLine.objects.filter(monthly_return=row).update(zero=False)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line(produced=3, zero=True), "零报告"),
        (Line(produced=3, own_site=4), "多于"),
        (Line(produced=3, not_reported=4, why_not="x"), "多于"),
        (Line(produced=3, not_reported=1), "依据"),
        (Line(produced=-1), "之间"),
        (Line(produced=2_000_000), "之间"),
    ],
)
def test_figures_that_cannot_be_are_refused(people, line, said):
    with pytest.raises(ReturnRefused, match=said):
        file_return(
            department=people.body,
            month=MONTH,
            lines={"licence": line, "penalty": Line(zero=True)},
            clerk=people.clerk,
            actor=acting(people.clerk),
            on=ON,
        )
    assert not MonthlyReturn.objects.exists()


def test_both_kinds_are_asked_for(people):
    with pytest.raises(ReturnRefused, match="都要填报"):
        file_return(
            department=people.body,
            month=MONTH,
            lines={"licence": Line(produced=1)},
            clerk=people.clerk,
            actor=acting(people.clerk),
            on=ON,
        )


def test_a_correction_keeps_what_it_corrects(people):
    first = making.signed(people, 3)
    with pytest.raises(ReturnRefused, match="理由"):
        making.filed(people, 5)
    second = making.filed(people, 5, reason="漏计两件")
    first.refresh_from_db()
    assert first.state == "signed", "counts until the correction is signed"
    sign_return(second, reviewer=people.reviewer, actor=acting(people.reviewer), on=ON)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "signed", 2)
    assert first.lines.get(kind="licence").produced == 3
    assert Act.objects.filter(what="file_return", reason="漏计两件").exists()


def test_one_at_a_time_waits_for_the_reviewer(people):
    first = making.filed(people)
    with pytest.raises(ReturnRefused, match="等待审核"):
        making.filed(people)
    signing.take_back(first, clerk=people.clerk, actor=acting(people.clerk), on=ON)
    again = making.filed(people)
    signing.decline(again, reviewer=people.reviewer, actor=acting(people.reviewer), on=ON, reason="许可少计")
    assert making.filed(people).number == 3
    moves = Event.objects.filter(object_kind="monthly_return").values_list("move", flat=True)
    assert list(moves.order_by("pk")) == ["file", "take_back", "file", "decline", "file"]


def test_sending_back_says_why(people):
    row = making.filed(people)
    with pytest.raises(ReturnRefused, match="理由"):
        signing.decline(row, reviewer=people.reviewer, actor=acting(people.reviewer), on=ON, reason=" ")


def test_only_the_clerk_takes_back_and_only_while_it_waits(people):
    row = making.filed(people)
    other = factories.officer("clerk", department=people.body)
    with pytest.raises(ReturnRefused, match="本人"):
        signing.take_back(row, clerk=other, actor=acting(other), on=ON)
    sign_return(row, reviewer=people.reviewer, actor=acting(people.reviewer), on=ON)
    with pytest.raises(ReturnRefused, match="处理过"):
        signing.take_back(row, clerk=people.clerk, actor=acting(people.clerk), on=ON)
    with pytest.raises(IllegalMove):
        apply(row, "take_back", Act.objects.latest("pk"))


def test_a_month_that_has_not_ended_is_not_reported_on(people):
    with pytest.raises(ReturnRefused, match="还没有结束"):
        making.filed(people, month=date(2026, 10, 1))


def test_the_due_day_comes_from_the_dated_duty(people):
    assert making.filed(people).due == date(2026, 10, 10)
    assert due_day("monthly_return", date(2026, 12, 1)) == date(2027, 1, 10)
    Duty.objects.filter(key="monthly_return").update(until=date(2026, 9, 30))
    Duty.objects.create(
        key="earlier",
        kinds=["monthly_return"],
        act="submit",
        start="generation",
        day_of_month=5,
        since=date(2026, 10, 1),
    )
    assert due_day("monthly_return", date(2026, 9, 1)) == date(2026, 10, 10)
    assert due_day("monthly_return", date(2026, 10, 1)) == date(2026, 11, 5)
    assert due_day("nothing", date(2026, 10, 1)) is None


def test_prefilled_from_what_the_platform_has(people):
    good, bad = records.licence(people.body), records.licence(people.body, WSH="无")
    records.send(people, [good, bad])
    records.send(people, [records.penalty(people.body)])
    lines = prefilled(people.body, date(2026, 11, 1))
    assert (lines["licence"].produced, lines["licence"].not_reported) == (2, 1)
    assert (lines["penalty"].produced, lines["penalty"].not_reported) == (1, 0)
    assert not any(line.zero for line in lines.values()), "zero is a person's word"


def test_nothing_is_owed_before_a_department_began(people):
    """Neither before it exists nor before its first submission; one that never sent anything owes all the same."""
    from supervision.missing import standings
    from supervision.months import past

    months = past(ON, 12)
    dues = {month: due_day("monthly_return", month) for month in months}

    def owed() -> list[date]:
        return sorted(one.month for one in standings(MonthlyReturn.objects.all(), [people.body], months, dues, ON))

    assert len(owed()) == 12
    factories.submission(people.body, arrived_on=date(2026, 8, 20))
    factories.submission(people.body, arrived_on=date(2026, 9, 2))
    assert owed() == [date(2026, 8, 1), MONTH]
    making.filed(people, month=date(2026, 3, 1))
    assert owed() == [date(2026, 3, 1), date(2026, 8, 1), MONTH]
    type(people.body).objects.filter(pk=people.body.pk).update(since=date(2026, 9, 5))
    people.body.refresh_from_db()
    assert owed() == [MONTH]
