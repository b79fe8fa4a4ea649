"""规则变更: two persons, a day, an event; the rehearsal writes nothing and names exactly what would differ. Source: K, D6."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from credit_platform.commands import Refused
from ledger.models import Act, Event
from records.models import Record
from records.rehearsing import LAYERS
from rules import changing
from rules.calendar import working_calendar
from rules.changing import ChangeRefused
from rules.duties import DutyBook
from rules.jurisdictions import number, value
from rules.models import (
    BehaviourList,
    ClockRule,
    DepartmentRule,
    Duty,
    MeasureList,
    PackValue,
    PenaltyClass,
    PublicationPeriod,
    RuleChange,
    RuleSet,
)  # fmt: skip
from rules.periods import PeriodBook
from rules.rehearsing import BadValue, UnknownRule, dry_run
from tests import factories
from tests.records import making
from tests.records.making import FRIDAY, acting, days

pytestmark = pytest.mark.django_db
LATER = FRIDAY + days(30)


@pytest.fixture
def people():
    return making.staff()


def by(officer, on=FRIDAY):
    return {"officer": officer, "actor": acting(officer), "on": on}


def propose(people, key="release.grace_days", said=3, since=LATER, **fields):
    return changing.propose_change(
        key,
        said,
        since=since,
        **{"clause": "虚构办法第二条", "reason": "试行", "layers": LAYERS, **by(people.office), **fields},
    )


# --- two persons -----------------------------------------------------------------------------------------------------


def test_adopted_by_another_it_holds_from_its_day(people):
    change = propose(people)
    assert change.state == "proposed"
    assert change.before == 2
    assert number("release.grace_days", LATER) == 2
    changing.adopt_change(change, **by(people.approver))
    assert [number("release.grace_days", day) for day in (LATER - days(1), LATER)] == [2, 3]
    assert value("release.grace_days", LATER).clause == "虚构办法第二条"
    events = Event.objects.filter(object_id=change.public_id).order_by("pk").values_list("move", "state")
    assert list(events) == [("propose_rule", "proposed"), ("adopt", "adopted")]


def test_loading_the_pack_again_leaves_the_change(people):
    from ledger.acts import command_line
    from rules.jurisdiction_loading import load

    changing.adopt_change(propose(people), **by(people.approver))
    assert load("national", actor=command_line(), on=FRIDAY).changed == 0
    assert number("release.grace_days", LATER) == 3


def test_nobody_adopts_their_own(people):
    change = propose(people)
    factories.RoleGrant.objects.create(officer=people.office, role="office_approver", since=FRIDAY, granted_by="x")
    del people.office._roles
    for use_case in (changing.adopt_change, lambda row, **who: changing.decline_change(row, reason="x", **who)):
        with pytest.raises(ChangeRefused, match="自己提出的"):
            use_case(change, **by(people.office))
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(approver=people.office)


def test_only_the_office_proposes_and_the_approver_decides(people):
    with pytest.raises(ChangeRefused, match="信用办经办"):
        propose(people, **by(people.approver))
    with pytest.raises(ChangeRefused, match="信用办审批"):
        changing.adopt_change(propose(people), **by(people.reviewer))


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"clause": " "}, "依据"),
        ({"reason": ""}, "依据"),
        ({"since": FRIDAY - days(1)}, "追溯"),
        ({"said": 2}, "相同"),
        ({"key": "duty.seven_working_days", "said": 7}, "相同"),
        ({"said": "三"}, "整数"),
        ({"said": -1}, "整数"),
        ({"key": "release.grace"}, "没有规则"),
        ({"key": "period.order36.nobody", "said": 3}, "没有规则"),
        ({"key": "penalty_class.order36.警告", "said": "grave"}, "只能是"),
        ({"key": "period.order36.general", "said": {"shortest_months": 13}}, "最短"),
        ({"key": "duty.seven_working_days", "said": {"weeks": 1}}, "之一"),
        ({"key": "duty.seven_working_days", "said": 0}, "正整数"),
        ({"key": "period.order58.general", "said": 24}, "不再施行"),
    ],
)
def test_what_cannot_be_is_not_proposed(people, fields, why):
    with pytest.raises(ChangeRefused, match=why):
        propose(people, **fields)
    assert not RuleChange.objects.exists()


def test_one_at_a_time_and_declined_with_a_reason(people):
    change = propose(people)
    with pytest.raises(ChangeRefused, match="先办结"):
        propose(people)
    with pytest.raises(ChangeRefused, match="理由"):
        changing.decline_change(change, reason=" ", **by(people.approver))
    changing.decline_change(change, reason="依据不足", **by(people.approver))
    assert number("release.grace_days", LATER) == 2
    with pytest.raises(ChangeRefused, match="已经处理过"):
        changing.adopt_change(change, **by(people.approver))
    assert propose(people).state == "proposed"


def test_duty_clock_period_and_class_become_dated_rows(people):
    for key, said in (
        ("duty.seven_working_days", 5),
        ("clock.objection.reply", 6),
        ("period.order36.general", {"longest_months": 6}),
        ("penalty_class.order36.没收", "serious"),
    ):
        changing.adopt_change(propose(people, key, said), **by(people.approver))
    book = DutyBook(working_calendar())
    assert book.due("licence", LATER - days(1)).date == working_calendar().add(LATER - days(1), 7).date
    assert book.due("licence", LATER).date == working_calendar().add(LATER, 5).date
    assert Duty.objects.filter(key="seven_working_days").count() == 2
    assert [
        ClockRule.objects.in_force(day).get(case_kind="objection", step="reply").working_days for day in (FRIDAY, LATER)
    ] == [7, 6]
    rules = PeriodBook()
    before, after = rules.rules_for(LATER - days(1), ""), rules.rules_for(LATER, "")
    assert (before.period("general", "").longest, after.period("general", "").longest) == (12, 6)
    assert (before.seriousness(["没收"], None), after.seriousness(["没收"], None)) == ("general", "serious")
    assert after.period("serious", "").longest == 36
    assert RuleSet.objects.filter(key="order36").count() == 2


def test_what_no_text_says_the_office_may_set(people, settings):
    settings.JURISDICTION = "hua_county"
    with pytest.raises(ChangeRefused, match="金额"):
        propose(people, "grading.fine_large", "很多")
    assert dry_run("grading.fine_large", 10, FRIDAY)["before"] is None
    assert not PackValue.objects.filter(key="grading.fine_large").exists()
    changing.adopt_change(propose(people, "grading.fine_large", 10), **by(people.approver))
    found = value("grading.fine_large", LATER)
    assert (found.value, found.jurisdiction, found.clause) == (10, "hua_county", "虚构办法第二条")
    with pytest.raises(LookupError):
        value("grading.fine_large", LATER - days(1))


def test_a_list_is_revised_by_a_new_version(people, settings):
    settings.JURISDICTION = "hua_county"
    item = {"key": "hua-new", "title": "新的行为", "kind": "untrustworthy", "clause": "虚构办法第三条"}
    for wrong in ({}, {"remove": ["nothing"]}, {"add": [item | {"kind": "x"}]}, {"add": [{"key": "hua-new"}]}):
        with pytest.raises(ChangeRefused):
            propose(people, "behaviour_list.hua_county", wrong)
    change = propose(people, "behaviour_list.hua_county", {"add": [item], "remove": ["hua-serious-05"]})
    changing.adopt_change(change, **by(people.approver))
    old, new = BehaviourList.objects.filter(jurisdiction__name="hua_county").order_by("number")
    assert new.items.count() == old.items.count()
    assert new.since == LATER
    assert new.change == change
    assert old.items.filter(key="hua-serious-05").exists()
    assert not new.items.filter(key="hua-serious-05").exists()
    from rules.behaviours import behaviours

    assert not behaviours(LATER - days(1)).filter(key="hua-new")
    assert behaviours(LATER).filter(key="hua-new")
    assert MeasureList.objects.filter(jurisdiction__name="hua_county").count() == 1


# --- rehearsal -------------------------------------------------------------------------------------------------------


def everything():
    tables = (Duty, PackValue, PublicationPeriod, PenaltyClass, RuleSet, ClockRule, Record, RuleChange)
    return [list(model.objects.order_by("pk").values()) for model in tables], Act.objects.count(), Event.objects.count()


def test_a_rehearsal_changes_nothing_and_names_exactly_the_rows(people):
    licence = making.only_record(people, making.licence(people.body))
    fine = making.only_record(people, making.penalty(people.body))
    warning = making.only_record(people, making.penalty(people.body, CFLB="警告", NR="警告", NR_FK=""))
    making.send(people, [making.licence(people.body, JDRQ="2025/11/18")], stock=True)
    before = everything()

    def named(key, said):
        found = dry_run(key, said, FRIDAY, LAYERS)
        assert found["count"] == len(found["items"])
        assert found["subjects"] == len(found["items"])
        return {item["public_id"]: (item["before"], item["after"]) for item in found["items"]}

    duties = named("duty.seven_working_days", 5)
    assert set(duties) == {str(row.public_id) for row in (licence, fine, warning)}
    assert duties[str(licence.public_id)] == (
        {"due": "2026-11-27", "release_by": "2026-11-27"}, {"due": "2026-11-25", "release_by": "2026-11-25"},
    )  # fmt: skip
    assert set(named("release.grace_days", 9)) == set(duties)
    assert named("release.grace_days", 3) == {}  # the due day comes later anyway
    classes = named("penalty_class.order36.警告", "general")
    assert classes == {
        str(warning.public_id): (
            {"class": "minor", "public": False, "until": None}, {"class": "general", "public": True, "until": "2027-11-17"},
        )
    }  # fmt: skip
    assert set(named("period.order36.general", 6)) == {str(fine.public_id)}
    assert named("period.order36.serious", 24) == {}
    assert named("hide.confirm_days", 2) == {}
    assert everything() == before


def test_a_class_that_a_reviewer_chose_stays(people):
    fine = making.only_record(people, making.penalty(people.body))
    Record.objects.filter(pk=fine.pk).update(seriousness="serious")
    assert dry_run("penalty_class.order36.罚款@0.3", "minor", FRIDAY, LAYERS)["count"] == 0
    Record.objects.filter(pk=fine.pk).update(seriousness=fine.derived)
    assert dry_run("penalty_class.order36.罚款@0.3", "minor", FRIDAY, LAYERS)["count"] == 1


def test_the_range_of_stock(people):
    making.send(people, [making.penalty(people.body, JDRQ="2024/11/20", YXQ="2027/11/20")], stock=True)
    found = dry_run("stock.months", 12, FRIDAY, LAYERS)
    assert [(item["before"], item["after"]) for item in found["items"]] == [({"in_scope": True}, {"in_scope": False})]


def test_a_layer_from_above_is_asked(people):
    class Above:
        kind, title = "entry", "名单条目"

        def wants(self, key):
            return key == "hide.confirm_days"

        def outcomes(self, on):
            return {"a": {"days": number("hide.confirm_days", on)}, "b": {"days": 0}}

        def members(self, groups):
            return [(group, "x", 1, "条目") for group in groups]

    found = dry_run("hide.confirm_days", 4, FRIDAY, [Above()])
    assert (found["count"], found["items"][0]["before"], found["items"][0]["after"]) == (1, {"days": 1}, {"days": 4})


def test_the_proposal_keeps_its_rehearsal(people):
    making.only_record(people, making.licence(people.body))
    assert propose(people, "duty.seven_working_days", 5).rehearsed["count"] == 1


def test_unknown_rules_and_bad_values():
    with pytest.raises(UnknownRule):
        dry_run("nothing", 1, FRIDAY)
    with pytest.raises(BadValue):
        dry_run("release.grace_days", [], FRIDAY)


def test_the_command(people, capsys):
    making.only_record(people, making.licence(people.body))
    before = everything()
    call_command("dry_run_rule", "duty.seven_working_days", "5", "--on", "2026-11-20", "--json")
    said = json.loads(capsys.readouterr().out)
    assert {"key", "before", "value", "on", "count", "subjects", "layers", "items"} == set(said)
    assert said["count"] == 1
    assert said["before"] == {"working_days": 7}
    assert everything() == before
    with pytest.raises(Refused, match="没有规则"):
        call_command("dry_run_rule", "nothing", "5", "--json")


# --- a department's own ----------------------------------------------------------------------------------------------


def file(people, said=1, key="repair.rectification_months", **fields):
    given = {"since": FRIDAY, "clause": "虚构细则第一条", **by(people.clerk), **fields}
    return changing.file_rule(people.body, key, said, **given)


def test_a_departments_rule_is_filed_by_two(people):
    rule = file(people)
    assert not DepartmentRule.objects.in_force(FRIDAY).exists()
    with pytest.raises(ChangeRefused, match="待备案"):
        file(people)
    with pytest.raises(ChangeRefused, match="信用办审批"):
        changing.adopt_rule(rule, **by(people.office))
    changing.adopt_rule(rule, **by(people.approver))
    assert value("repair.rectification_months", FRIDAY, people.body).value == 1
    later = file(people, 2, since=LATER)
    changing.adopt_rule(later, **by(people.approver))
    assert [value("repair.rectification_months", day, people.body).value for day in (LATER - days(1), LATER)] == [1, 2]


def test_what_a_department_cannot_file(people):
    for fields, why in (
        ({"key": "release.grace_days"}, "不由部门自定"),
        ({"said": "x"}, "整数"),
        ({"clause": ""}, "文件"),
        ({"since": FRIDAY - days(1)}, "追溯"),
        (by(people.office), "本部门"),
        (by(making.staff().clerk), "本部门"),
    ):
        with pytest.raises(ChangeRefused, match=why):
            file(people, **fields)


def test_another_countys_approver_does_not_decide(people):
    rule = file(people)
    with pytest.raises(ChangeRefused, match="职责范围"):
        changing.adopt_rule(rule, **by(making.staff().approver))
    changing.decline_rule(rule, reason="与国家规定不符", **by(people.approver))
    assert not DepartmentRule.objects.in_force(FRIDAY).exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("grading.classes", [{"grade": 1}]), ("grading.classes", [{"a": []}]), ("grading.classes", [{"title": "x", "grounds": {}}]),
        ("grading.classes", [{"grade": "轻微", "grounds": [1]}]), ("grading.escalation", {"times": "3"}),
        ("grading.escalation", {"times": 3, "within_months": 12, "steps": [{"from": "x", "to": "严重"}]}),
        ("grading.escalation", {"times": 3, "within_months": 12, "steps": []}), ("red_list.notice", {"calendar_days": "七"}),
        ("red_list.notice", {"calendar_days": 7, "working_days": 5}), ("joint.duty_table", [{"matter": "x", "lead": [1]}]),
        ("black_list.prior_notice", False), ("repair.free", False),
    ],
)  # fmt: skip
def test_what_code_reads_must_have_its_shape(settings, people, key, value):
    """Else the rehearsal would fall over it, and after it every page that reads the rule."""
    settings.JURISDICTION = "hua_county"
    with pytest.raises(ChangeRefused):
        propose(people, key, value)
