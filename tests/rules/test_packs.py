"""规则包: what ships loads, is typed, dated and cited; which value wins; where a pack contradicts the law. Source: K."""

import json
from datetime import date

import pytest
from django.core.management import call_command

from credit_platform.commands import Refused
from ledger.acts import command_line
from ledger.models import Act
from rules import jurisdiction_packs
from rules.behaviours import behaviours
from rules.calendar import working_calendar
from rules.duties import DutyBook
from rules.jurisdiction_loading import load
from rules.jurisdiction_packs import BadPack, names, read_pack
from rules.jurisdictions import NoValue, allowed, find, value
from rules.measures import citable, measures
from rules.models import BehaviourList, Conflict, DepartmentRule, Jurisdiction, MeasureItem, MeasureList, PackValue
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
ALL = [
    "national",
    "bengbu",
    "fuzhou_road_transport",
    "harbin_new_area",
    "hua_county",
    "shaanxi",
    "suining_anju",
    "yingkou",
]


def loaded(name, on=DAY):
    return load(name, actor=command_line(), on=on)


def test_all_eight_ship_and_were_loaded_by_migrate():
    assert names() == ALL
    assert set(Jurisdiction.objects.values_list("name", flat=True)) == set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_value_and_item_has_clause_and_status(name):
    pack = read_pack(name)
    for row in [*pack.values, *pack.behaviours, *pack.measures]:
        assert row["clause"]
        assert row["status"] in jurisdiction_packs.STATUSES
    assert not PackValue.objects.filter(jurisdiction__name=name, clause="").exists()


@pytest.mark.parametrize("name", ALL)
def test_loading_again_changes_nothing(name):
    acts, before = Act.objects.count(), list(PackValue.objects.order_by("pk").values())
    again = loaded(name)
    assert again.changed == 0
    assert list(PackValue.objects.order_by("pk").values()) == before
    assert Act.objects.count() == acts
    assert BehaviourList.objects.filter(jurisdiction__name=name).count() <= 1


def test_what_the_texts_count():
    """packs.md: the numbers of items that each text has."""

    def count(model, pack, group):
        return model.objects.filter(version__jurisdiction__name=pack, key__startswith=group).count()

    from rules.models import BehaviourItem

    assert [count(BehaviourItem, "yingkou", key) for key in ("yk-model", "yk-health", "yk-market", "yk-duty")] == [
        6,
        6,
        17,
        1,
    ]
    assert [count(MeasureItem, "yingkou", key) for key in ("yk-adm", "yk-soc")] == [12, 3]
    assert [count(BehaviourItem, "suining_anju", key) for key in ("sn-health", "sn-market")] == [6, 18]
    assert [count(BehaviourItem, "harbin_new_area", key) for key in ("hb-model", "hb-field", "hb-serious")] == [
        7,
        8,
        11,
    ]
    assert [count(BehaviourItem, "hua_county", key) for key in ("hua-controller",)] == [7]
    assert [
        count(MeasureItem, "hua_county", key)
        for key in ("hua-inc-firm", "hua-inc-person", "hua-minor", "hua-fair", "hua-serious")
    ] == [7, 6, 3, 5, 11]
    assert count(BehaviourItem, "bengbu", "bb-exchanged") == 9
    assert (
        MeasureItem.objects.filter(version__jurisdiction__name="yingkou", condition="有履行能力但拒不履行").count() == 7
    )
    held = {(row.jurisdiction.name, row.key): row.value for row in PackValue.objects.select_related("jurisdiction")}
    assert len(held["suining_anju", "names.bodies"]) == 31
    assert len(held["shaanxi", "records.kinds"]) == 11
    assert len(held["bengbu", "check.matters"]) == 7
    assert len(held["bengbu", "records.occupations"]) == 20
    assert len(held["bengbu", "records.intermediaries"]) == 13
    assert len(held["yingkou", "joint.initiators"]) == 7
    assert held["hua_county", "red_list.notice"]["calendar_days"] == 7
    assert [held[name, "joint.decided_by"] for name in ("hua_county", "yingkou", "suining_anju", "harbin_new_area")] == [
        "leading_group", "consultation", "conference", "body",
    ]  # fmt: skip


# --- precedence ------------------------------------------------------------------------------------------------------


def test_without_a_local_pack_the_nation_counts(settings):
    settings.JURISDICTION = ""
    assert value("joint.decided_by", DAY).value == "body"
    with pytest.raises(NoValue):
        value("joint.organiser", DAY)


def test_the_local_pack_comes_before_the_platforms_default(settings):
    settings.JURISDICTION = "hua_county"
    found = value("joint.decided_by", DAY)
    assert (found.value, found.jurisdiction) == ("leading_group", "hua_county")
    assert found.clause == "滑县若干措施 二(二)3"


def test_mandatory_national_values_win(settings):
    settings.JURISDICTION = "yingkou"
    assert value("publish.natural_persons", DAY).value == "not_public"
    assert (
        value("publish.natural_persons", date(2018, 1, 1)).value == "public"
    )  # before the order there was no such law


def test_a_bound_may_be_stricter_but_not_looser(settings):
    settings.JURISDICTION = "hua_county"
    pack = Jurisdiction.objects.get(name="hua_county")
    row = PackValue.objects.create(
        jurisdiction=pack, key="repair.accept_days", value=5, since=date(2017, 10, 30), clause="虚构", status="in_force"
    )
    assert value("repair.accept_days", DAY).value == 3
    PackValue.objects.filter(pk=row.pk).update(value=2)
    assert value("repair.accept_days", DAY).value == 2
    law = PackValue.objects.get(key="repair.accept_days", jurisdiction__name="national")
    assert allowed(law, 3)
    assert not allowed(law, True)
    assert not allowed(law, "2")


def test_a_departments_rule_stands_below_the_local_pack(settings):
    settings.JURISDICTION = ""
    body = factories.department()
    two = [factories.officer("clerk", department=body), factories.officer("office_approver")]

    def filed(key, said):
        DepartmentRule.objects.create(
            department=body, key=key, value=said, clause="虚构细则", since=DAY, state="adopted", proposer=two[0],
            proposed_on=DAY, approver=two[1], decided_on=DAY,
        )  # fmt: skip

    filed("repair.rectification_months", 1)
    filed("joint.decided_by", "conference")
    filed("repair.materials", ["本部门表格"])
    assert value("repair.rectification_months", DAY, body).value == 1
    assert value("joint.decided_by", DAY, body).value == "conference"  # before the platform's default
    assert value("repair.materials", DAY, body).value == ["履行完毕证明材料", "信用承诺书"]  # the law is mandatory
    assert value("joint.decided_by", DAY).value == "body"  # nobody else's
    settings.JURISDICTION = "hua_county"
    assert value("repair.rectification_months", DAY, body).value == 3
    assert value("joint.decided_by", DAY, body).value == "leading_group"


def test_dated_lookups_at_the_edges(settings):
    settings.JURISDICTION = "harbin_new_area"
    assert find(["task.models"], date(2020, 6, 30))
    assert not find(["task.models"], date(2020, 7, 1))
    assert find(["task.typical_cases"], date(2020, 1, 1))
    assert not find(["task.typical_cases"], date(2019, 12, 31))
    settings.JURISDICTION = "hua_county"
    assert value("repair.decided_by", date(2026, 3, 31)).value == "leading_group"
    assert value("repair.decided_by", date(2026, 4, 1)).value == "body"


def test_local_duties_count_only_where_they_are_stricter(settings):
    settings.JURISDICTION = "yingkou"
    pack = Jurisdiction.objects.get(name="yingkou")
    same = DutyBook(working_calendar()).due("licence", date(2026, 11, 18))
    assert same.date == date(2026, 11, 27)
    row = PackValue.objects.get(jurisdiction=pack, key="duty.publish_decisions")
    PackValue.objects.filter(pk=row.pk).update(value=row.value | {"working_days": 5})
    assert DutyBook(working_calendar()).due("licence", date(2026, 11, 18)).date == date(2026, 11, 25)
    PackValue.objects.filter(pk=row.pk).update(value=row.value | {"working_days": 20})
    assert DutyBook(working_calendar()).due("licence", date(2026, 11, 18)) == same
    settings.JURISDICTION = ""
    assert DutyBook(working_calendar()).due("licence", date(2026, 11, 18)) == same


# --- conflicts -------------------------------------------------------------------------------------------------------


def test_conflicts_are_listed_with_the_one_that_counts():
    found = {row["key"]: row for row in loaded("hua_county").conflicts}
    assert set(found) == {
        "black_list.basis", "grading.publication_classes", "objection.addressee", "repair.conditions", "repair.decided_by",
    }  # fmt: skip
    assert {row["winner"] for row in found.values()} == {"national"}
    assert found["repair.decided_by"]["national"] == "body"
    assert found["repair.decided_by"]["local"] == "leading_group"
    assert Conflict.objects.filter(jurisdiction__name="hua_county").count() == 5
    assert [row["key"] for row in loaded("yingkou").conflicts] == ["publish.natural_persons"]
    assert loaded("shaanxi").conflicts == []
    assert loaded("national").conflicts == []
    assert Conflict.objects.filter(jurisdiction__name="hua_county").count() == 5


# --- loading what changed --------------------------------------------------------------------------------------------


@pytest.fixture
def packs(tmp_path, monkeypatch):
    """A folder of packs of its own; writing a local one into it."""
    monkeypatch.setattr(jurisdiction_packs, "FOLDER", tmp_path)

    def write(text, name="虚构", file="made_up.toml"):
        head = f'[pack]\nname = "made_up"\ntitle = "{name}"\ntext = "虚构办法"\nshort = "虚构办法"\nsource = ""\nsince = 2020-01-01\n'
        path = tmp_path / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(head + text if file == "made_up.toml" else text, encoding="utf-8")

    return write


VALUE = '[[value]]\nkey = "green.clean_years"\nvalue = {}\nclause = "一"\n'
ITEMS = '[[behaviours]]\nkey = "x"\nkind = "untrustworthy"\nclause = "一"\nitems = [{}]\n'


def test_a_changed_file_changes_its_rows_and_says_so_in_the_ledger(packs):
    packs(VALUE.format(3) + ITEMS.format('"甲"'))
    assert loaded("made_up").changed == 2
    assert not Act.objects.filter(what="load_jurisdiction").exists()
    packs(VALUE.format(5) + ITEMS.format('"甲", "乙"'))
    assert loaded("made_up").changed == 3
    assert PackValue.objects.get(jurisdiction__name="made_up").value == 5
    assert Act.objects.filter(what="load_jurisdiction").count() == 1
    first, second = BehaviourList.objects.filter(jurisdiction__name="made_up").order_by("number")
    assert (first.items.count(), second.items.count(), second.since) == (1, 2, DAY)
    assert second.next_revision == date(2027, 11, 20)
    packs("")
    loaded("made_up")
    assert not PackValue.objects.filter(jurisdiction__name="made_up").exists()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[[value]]\nkey = "green.clean_year"\nvalue = 3\nclause = "一"\n', "不在规则目录"),
        ('[[value]]\nkey = "green.clean_years"\nvalue = "三"\nclause = "一"\n', "整数"),
        ('[[value]]\nkey = "green.clean_years"\nvalue = 3\n', "没有写条款"),
        ('[[value]]\nkey = "green.clean_years"\nvalue = 3\nclause = "一"\nstatus = "overridden"\n', "被何规定取代"),
        ('[[value]]\nkey = "green.clean_years"\nvalue = 3\nclause = "一"\nmandatory = true\n', "只有国家规则"),
        ('[[value]]\nkey = "green.clean_years"\nvalue = 3\nclause = "一"\nstatus = "historic"\n', "到哪一天"),
        ('[[value]]\nkey = "joint.decided_by"\nvalue = "king"\nclause = "一"\n', "只能是"),
        (VALUE.format(3) + VALUE.format(4), "写了两次"),
        ('[[value]]\nkey = "green.models"\nvalue = true\nclause = "一"\nnote = "x"\n', "不认识"),
        (ITEMS.format('"甲"') + ITEMS.format('"乙"'), "编号重复"),
    ],
)
def test_a_wrong_pack_is_refused_whole(packs, text, why):
    packs(text)
    with pytest.raises(BadPack, match=why):
        loaded("made_up")
    assert not Jurisdiction.objects.filter(name="made_up").exists()


# --- the lists -------------------------------------------------------------------------------------------------------


def test_the_lists_of_the_packs_in_use(settings):
    settings.JURISDICTION = "hua_county"
    assert {row.version.jurisdiction.name for row in behaviours(DAY)} == {"national", "hua_county"}
    assert [row.key for row in behaviours(DAY, text="非法集资")] == ["hua-serious-05"]
    assert {row.kind for row in measures(DAY, kind="incentive")} == {"incentive"}
    assert measures(DAY, grade="较重").count() == 5
    settings.JURISDICTION = ""
    assert not behaviours(DAY, text="非法集资")


def test_only_what_is_in_force_can_be_cited(settings):
    settings.JURISDICTION = "hua_county"
    overridden = behaviours(DAY).get(key="hua-black-01")
    from rules.behaviours import citable as behaviour

    assert behaviour(overridden.public_id, DAY) is None
    assert behaviour(behaviours(DAY).get(key="hua-black-02").public_id, DAY) is not None
    one = measures(DAY).get(key="hua-minor-02")
    assert citable(one.public_id, DAY) == one
    settings.JURISDICTION = "yingkou"
    assert citable(one.public_id, DAY) is None
    assert MeasureList.objects.get(jurisdiction__name="hua_county").next_revision > DAY


def test_items_cannot_be_changed_by_the_app():
    from django.db import ProgrammingError, transaction

    with pytest.raises(ProgrammingError), transaction.atomic():
        MeasureItem.objects.update(title="改过")


# --- commands --------------------------------------------------------------------------------------------------------


def said(capsys, *args):
    call_command(*args, "--json")
    return json.loads(capsys.readouterr().out)


def test_jurisdictions_prints_every_value(capsys):
    found = {pack["name"]: pack["values"] for pack in said(capsys, "jurisdictions")}
    assert list(found) == ALL
    for rows in found.values():
        for row in rows:
            assert set(row) == {"key", "value", "since", "until", "status", "clause"}
            assert row["clause"]
            assert row["status"] in ("in force", "historic", "platform default") or row["status"].startswith(
                "overridden by "
            )
    keys = {row["key"]: row for row in found["national"]}
    assert keys["duty.seven_working_days"]["value"]["working_days"] == 7
    assert keys["clock.repair.acceptance"]["value"]["working_days"] == 3
    assert keys["period.order36.serious"]["value"]["longest_months"] == 36
    assert keys["penalty_class.order36.罚款@0.3"]["value"] == "general"
    assert keys["release.grace_days"]["status"] == "platform default"
    local = {row["key"]: row for row in found["yingkou"]}
    assert local["publish.natural_persons"]["status"].startswith("overridden by 令第58号")
    assert local["green.clean_years"]["status"] == "in force"
    assert {row["status"] for row in found["shaanxi"] if row["key"] == "task.platform"} == {"historic"}


def test_load_jurisdiction_prints_conflicts(capsys):
    assert [row["key"] for row in said(capsys, "load_jurisdiction", "yingkou")] == ["publish.natural_persons"]
    with pytest.raises(Refused, match="没有规则包"):
        call_command("load_jurisdiction", "nowhere", "--json")
