"""Declared forms: prefilled, two persons, not concerned and said why, summed over the tree with the missing named."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from supervision import signing
from supervision.forms_declared import FORMS
from supervision.forms_declared.base import COUNT, SHARE, Cell, Form, Section
from supervision.models import ProgressReturn
from supervision.progressing import SheetRefused, file_sheet, sign_sheet, start_of, table_of
from supervision.signing import ReturnRefused
from tests import factories
from tests.records import making as records
from tests.supervision import making
from tests.supervision.making import MONTH, ON, acting

pytestmark = pytest.mark.django_db
SHAANXI, SUZHOU = FORMS["progress_shaanxi"], FORMS["sheet_suzhou"]


@pytest.fixture
def people():
    return making.staff()


def complete(form: Form, people, **values) -> dict:
    start, _ = start_of(form, people.body, MONTH)
    blank = {cell.code: 0 if cell.kind == COUNT else "无" for cell in form.cells if cell.kind != SHARE}
    return blank | start | values


def filed(
    people, form: Form = SHAANXI, *, month: date = MONTH, without: dict | None = None, reason: str = "", **values
):
    return file_sheet(
        form=form,
        department=people.body,
        month=month,
        values=complete(form, people, **values),
        not_concerned=without or {},
        clerk=people.clerk,
        actor=acting(people.clerk),
        on=ON,
        reason=reason,
    )


def signed(people, form: Form = SHAANXI, **values):
    return sign_sheet(filed(people, form, **values), reviewer=people.reviewer, actor=acting(people.reviewer), on=ON)


def test_nobody_signs_their_own_sheet(people):
    row = filed(people)
    with pytest.raises(ReturnRefused, match="自己填报"):
        sign_sheet(row, reviewer=people.clerk, actor=acting(people.clerk), on=ON)
    with pytest.raises(IntegrityError, match="progressreturn_four_eyes"), transaction.atomic():
        ProgressReturn.objects.filter(pk=row.pk).update(reviewer=people.clerk)


def test_two_forms_of_one_month_do_not_stand_in_each_others_way(people):
    making.signed(people)
    first, second = signed(people), signed(people, SUZHOU)
    again = filed(people, reason="更正")
    sign_sheet(again, reviewer=people.reviewer, actor=acting(people.reviewer), on=ON)
    for row in (first, second, again):
        row.refresh_from_db()
    assert (first.state, second.state, again.state, again.number) == ("superseded", "signed", "signed", 2)
    assert first.due == date(2026, 10, 10)


def test_what_does_not_concern_says_why_and_is_remembered(people):
    with pytest.raises(SheetRefused) as refused:
        filed(people, without={"ratings": " "})
    assert "说明" in refused.value.faults["section:ratings"]
    with pytest.raises(SheetRefused, match="每个部门都要填报"):
        filed(people, without={"sharing": "没有"})
    row = signed(people, without={"ratings": "不组织招标投标"}, ratings=7)
    assert "ratings" not in row.cells
    _, without = start_of(SHAANXI, people.body, date(2026, 10, 1))
    assert without == {"ratings": "不组织招标投标"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"checks": None}, "checks"),
        ({"checks": -1}, "checks"),
        ({"checks": "3"}, "checks"),
        ({"commitments": 1, "commitments_sent": 2}, "commitments_share"),
        ({"rules_issued": ""}, "rules_issued"),
    ],
)
def test_cells_that_cannot_be_are_refused(people, values, code):
    with pytest.raises(SheetRefused) as refused:
        filed(people, **values)
    assert list(refused.value.faults) == [code]
    assert not ProgressReturn.objects.exists()


def test_prefilled_from_the_platform_with_what_stands_below(people):
    town = factories.department("虚构市下级分局", parent=people.body)
    records.send(
        people,
        [records.licence(people.body, JDRQ="2026/09/16"), records.penalty(people.body, JDRQ="2026/09/16")][:1],
        on=date(2026, 9, 18),
    )
    start, _ = start_of(SHAANXI, people.body, MONTH)
    wanted = {
        "units": 2,
        "units_connected": 1,
        "shared": 1,
        "shared_month": 1,
        "shared_licences": 1,
        "shared_penalties": 0,
    }
    assert {code: start[code] for code in wanted} == wanted
    assert town.parent == people.body


def test_figures_of_the_platform_are_nobodys_to_type(people):
    with pytest.raises(ReturnRefused, match="双公示月报"):
        filed(people, SUZHOU)
    making.signed(people, 4, 0)
    records.send(people, [records.licence(people.body, JDRQ="2026/09/16")], on=date(2026, 9, 18))
    row = signed(people, SUZHOU, licence_produced=999, licence_stored=999, penalty_public=999)
    assert (row.cells["licence_produced"], row.cells["licence_stored"], row.cells["penalty_public"]) == (4, 1, 0)


def test_sums_over_the_tree_name_who_is_missing(people):
    office, silent = people.office.department, making.below(people, "虚构市没有报表的局")
    other = records.Staff(
        making.below(people, "虚构市另一局"), *[None] * 5,
    )  # fmt: skip
    other.clerk, other.reviewer = (factories.officer(role, department=other.body) for role in ("clerk", "reviewer"))
    signed(people, commitments=10, commitments_sent=5)
    signed(other, commitments=30, commitments_sent=30, without={"joint": "没有联合奖惩职责"})
    stranger = making.staff()
    signed(stranger, commitments=1000)
    from accounts.models import Department

    table = table_of(SHAANXI, Department.objects.tree(office), MONTH, ON)
    place = {cell.code: number for number, cell in enumerate(SHAANXI.cells)}
    assert table.sum[place["commitments"]] == 40
    assert table.sum[place["commitments_share"]] == 35 / 40, "a share of sums, not a sum of shares"
    assert [one.department for one in table.missing] == [silent]
    assert {row[place["joint"]] for _, row in table.rows} == {0, "不涉及"}
    waiting = making.below(people, "虚构市第三局")
    assert [one.state for one in table_of(SHAANXI, [waiting], MONTH, date(2026, 10, 12)).missing] == ["overdue"]


def test_only_what_is_signed_is_summed(people):
    filed(people, commitments=10)
    table = table_of(SHAANXI, [people.body], MONTH, ON)
    assert not table.rows
    assert [one.state for one in table.missing] == ["waiting"]
    signing.decline(
        ProgressReturn.objects.get(), reviewer=people.reviewer, actor=acting(people.reviewer), on=ON, reason="再核"
    )
    assert [one.state for one in table_of(SHAANXI, [people.body], MONTH, ON).missing] == ["declined"]


def test_a_form_begins_with_its_first_month(people):
    with pytest.raises(ReturnRefused, match="2017年6月起"):
        filed(people, month=date(2017, 5, 1))


def test_declarations_are_whole():
    for form in FORMS.values():
        codes = [cell.code for cell in form.cells]
        assert len(codes) == len(set(codes)), form.key
        for cell in form.cells:
            assert (cell.kind == SHARE) == (cell.of is not None)
            assert all(form.by_code[code].kind == COUNT for code in cell.of or ())
            assert not cell.fixed or cell.source


def test_a_new_form_is_a_declaration():
    form = Form(
        "x",
        "表",
        "信用办",
        "依据",
        (Section("a", "项", (Cell("n", "数"), Cell("m", "全"), Cell("s", "比", SHARE, of=("n", "m")))),),
    )
    assert form.check({"n": 1, "m": 2}, {}) == {}
    assert form.added_up([{"n": 1, "m": 2}, {"m": 2}]) == {"n": 1, "m": 4}
    assert form.shown({"n": 1, "m": 4}, form.cells[2]) == 0.25
    assert form.shown({"n": 1, "m": 0}, form.cells[2]) is None
