"""规则包 pages: who sees and does what; the rehearsal comes before the proposal. Source: K, D6."""

import pytest
from django.urls import reverse

from records.models import Record
from rules.jurisdictions import number
from rules.models import DepartmentRule, RuleChange
from tests import factories
from tests.records import making
from workbench.rule_words import differing, in_words, spoken, value_of

pytestmark = pytest.mark.django_db
SAID = {
    "key": "duty.seven_working_days", "value": "5", "since": factories.DAY.isoformat(), "clause": "虚构办法第一条", "reason": "试行",
}  # fmt: skip


@pytest.fixture
def people(settings):
    settings.JURISDICTION = "hua_county"
    return making.staff()


def enter(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_packs_values_and_conflicts(client, people):
    enter(client, people.clerk)
    said = client.get(reverse("workbench:jurisdictions")).content.decode()
    assert "国家强制规定，地方不得变更" in said
    assert "提出变更" not in said
    said = client.get(reverse("workbench:jurisdiction", args=["hua_county"])).content.decode()
    assert "滑县若干措施 一(一)" in said
    assert "本级政府" in said
    assert "被取代" in said
    found = client.get(reverse("workbench:jurisdiction", args=["hua_county"]), {"q": "黑名单报送"}).content.decode()
    assert "文明办、发改委" in found
    assert "本级政府" not in found
    assert client.get(reverse("workbench:jurisdiction", args=["nowhere"])).status_code == 404


def test_rehearse_then_propose_then_adopt(client, people):
    record = making.only_record(people, making.licence(people.body))
    foreign = making.staff()
    other = making.only_record(foreign, making.licence(foreign.body))
    enter(client, people.office)
    shown = client.get(reverse("workbench:rule_propose"), {"key": "duty.seven_working_days"}).content.decode()
    assert "工作日：7" in shown
    shown = client.post(reverse("workbench:rule_propose"), SAID).content.decode()
    assert "有 2 条" in shown
    assert str(record.public_id) in shown
    assert str(other.public_id) not in shown  # another county's: counted, not named
    assert not RuleChange.objects.exists()
    client.post(reverse("workbench:rule_propose"), SAID | {"propose": "1"})
    change = RuleChange.objects.get()
    address = reverse("workbench:rule_change", args=[change.public_id])
    assert "不能是提出人本人" in client.get(address).content.decode()
    enter(client, people.approver)
    assert "采用后自施行日期" in client.get(address).content.decode()
    client.post(reverse("workbench:rule_change_decide", args=[change.public_id]), {"action": "adopt"})
    change.refresh_from_db()
    assert change.state == "adopted"
    assert Record.objects.get(pk=record.pk).due == record.due  # what is on file keeps its day
    assert "提出时的预演结果" in client.get(address).content.decode()


def test_a_refusal_is_told(client, people):
    enter(client, people.office)
    said = client.post(reverse("workbench:rule_propose"), SAID | {"key": "nothing"}).content.decode()
    assert "没有规则“nothing”" in said
    said = client.post(
        reverse("workbench:rule_propose"), SAID | {"since": "2020-01-01", "propose": "1"}
    ).content.decode()
    assert "不能追溯" in said
    client.post(reverse("workbench:rule_propose"), SAID | {"key": "hide.confirm_days", "value": "2", "propose": "1"})
    change = RuleChange.objects.get()
    enter(client, people.approver)
    decide = reverse("workbench:rule_change_decide", args=[change.public_id])
    assert "请写明不采用的理由" in client.post(decide, {"action": "decline"}, follow=True).content.decode()
    client.post(decide, {"action": "decline", "reason": "依据不足"})
    assert number("hide.confirm_days", factories.DAY) == 1


def test_a_department_files_and_the_office_decides(client, people):
    enter(client, people.clerk)
    own = {
        "key": "repair.conditions",
        "value": "一\n二",
        "since": factories.DAY.isoformat(),
        "clause": "虚构细则第一条",
    }
    assert client.post(reverse("workbench:department_rules"), own).status_code == 302
    rule = DepartmentRule.objects.get()
    assert rule.value == ["一", "二"]
    assert "不予备案的理由" not in client.get(reverse("workbench:department_rules")).content.decode()
    enter(client, people.approver)
    assert "不予备案的理由" in client.get(reverse("workbench:department_rules")).content.decode()
    client.post(reverse("workbench:department_rule_decide", args=[rule.public_id]), {"action": "adopt"})
    rule.refresh_from_db()
    assert rule.state == "adopted"
    enter(client, making.staff().approver)
    assert people.body.name not in client.get(reverse("workbench:department_rules")).content.decode()


def test_a_rule_is_chosen_and_its_value_written_in_its_own_form(client, people):
    enter(client, people.office)
    first = client.get(reverse("workbench:rule_propose")).content.decode()
    assert "选定这项规则" in first
    assert '<option value="red_list.decided_by">' in first
    assert 'name="clause"' not in first  # one thing after the other
    decider = client.get(reverse("workbench:rule_propose"), {"key": "red_list.decided_by"}).content.decode()
    assert '<option value="leading_group"' in decider
    assert ">领导小组</option>" in decider
    lines = client.get(reverse("workbench:rule_propose"), {"key": "repair.materials"}).content.decode()
    assert "履行完毕证明材料\n信用承诺书" in lines
    assert "一行一项" in lines


def test_lines_and_choices_are_read_by_their_kind():
    assert value_of("repair.materials", "一份材料") == ["一份材料"]
    assert value_of("repair.materials", "甲\n\n乙") == ["甲", "乙"]
    assert value_of("red_list.decided_by", "government") == "government"
    assert value_of("repair.free", "是") is True
    assert value_of("hide.confirm_days", "2") == 2


def test_what_does_not_differ_is_not_repeated_and_days_are_chinese():
    was, becomes = differing({"due": "2026-01-31", "class": "一般"}, {"due": "2026-02-07", "class": "一般"})
    assert (in_words(was), in_words(becomes)) == ("法定公示期限：2026年1月31日", "法定公示期限：2026年2月7日")


def test_what_a_revision_takes_out_is_named(db):
    said = spoken("behaviour_list.national", {"add": [], "remove": ["n-field-04"], "next_revision": "2027-01-31"})
    assert said == "删去1项：拒不履行国防义务的行为；下次修订：2027年1月31日"
