"""专项信用报告: which days and domains count, what it says it looked at and does not cover; whose hands. Source: H1."""

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import AccessLog, Tie
from blacklists.models import Entry
from credit_platform.workdays import months_later
from credit_reports import issuing, special
from credit_reports.domains import domains
from credit_reports.gathering import same
from credit_reports.models import CreditReport
from records.models import Hide, Mark
from rules.models import PackValue
from subjects.models import Subject
from tests import factories
from tests.credit_reports.reporting import full, penalty, question, text_of
from tests.factories import DAY, ago
from tests.records.making import staff
from tests.representation.making import by_person, claimed, enter
from tests.workbench.conftest import enter as enter_staff

pytestmark = pytest.mark.django_db
SINCE, UNTIL = ago(100), ago(50)


def found(company, asked=None) -> set[str]:
    """文书号 of all that a report would list."""
    items = special.items(company, same(company), asked or question(SINCE, UNTIL), DAY)
    return {dict(item.facts).get("文书号") or dict(item.facts)["决定书"] for item in items}


def test_both_ends_of_the_period_count_by_the_day_of_the_decision(people):
    company = factories.subject()
    for name, day in {"早": ago(101), "首": SINCE, "末": UNTIL, "晚": ago(49)}.items():
        penalty(people, company, decided_on=day, public_from=DAY, document_number=name)
    assert found(company) == {"首", "末"}


def test_lists_and_registers_count_while_one_stands_on_them(people):
    company = factories.subject()
    days = {"已出": ago(101), "末日": SINCE, "在册": None}
    for name, until in days.items():
        factories.record(
            "abnormal",
            subject=company,
            department=people.body,
            decided_on=ago(200),
            valid_until=until,
            document_number=name,
        )
    factories.record("abnormal", subject=company, department=people.body, decided_on=ago(49), document_number="后来")
    assert found(company) == {"末日", "在册"}


def test_an_entry_counts_on_any_day_of_it_and_not_once_it_was_repaired(people):
    entry = Entry.objects.get(pk=full(people).list_entries.get().pk)
    rows, company = Entry.objects.filter(pk=entry.pk), entry.subject

    def listed() -> bool:
        return f"{entry.decision_number}，{entry.decided_on}" in found(company)

    rows.update(effective_from=ago(300), until=SINCE)
    assert listed()
    rows.update(until=ago(101))
    assert not listed()
    rows.update(effective_from=UNTIL, until=ago(-300))
    assert listed()
    rows.update(effective_from=ago(49))
    assert not listed()
    rows.update(effective_from=ago(300), until=ago(60), state="left", left_on=ago(59), exit="expired")
    assert listed()
    for ended in ("repaired", "objection", "revoked", "grounds_gone", "corrected"):
        rows.update(exit=ended)
        assert not listed(), ended


def test_what_is_not_public_in_ones_own_hands_but_nothing_that_may_not_be_used(people):
    company = full(people)
    asked = question(ago(365), DAY)
    own = {one for one in found(company, asked) if one.startswith("虚罚")}
    assert own == {f"虚罚〔2026〕{name}号" for name in ("公开", "争议", "轻微", "期满")}
    public = {one for one in found(company, question(ago(365), DAY, public_only=True)) if one.startswith("虚罚")}
    assert public == {"虚罚〔2026〕公开号", "虚罚〔2026〕争议号"}
    record = company.records.get(document_number="虚罚〔2026〕公开号")
    Hide.objects.create(
        record=record, reason="有误", proposer=factories.officer("office"), hidden_on=DAY, confirm_by=ago(-1)
    )
    company.records.filter(document_number="虚罚〔2026〕轻微号").update(internal_reason="invalid")
    assert {one for one in found(company, asked) if one.startswith("虚罚")} == {
        "虚罚〔2026〕争议号",
        "虚罚〔2026〕期满号",
    }


def test_what_a_courts_plan_masks_is_in_no_special_report(people):
    company = full(people)
    asked, before = question(ago(365), DAY), found(company, question(ago(365), DAY))
    entry, record = company.list_entries.get(), company.records.get(document_number="虚罚〔2026〕公开号")
    for one in (entry, record):
        Mark.objects.create(
            target_id=one.public_id, kind="bankruptcy", since=DAY, hides=True, suspends=True, case_id=one.public_id
        )
    assert before - found(company, asked) == {f"{entry.decision_number}，{entry.decided_on}", record.document_number}
    _, printed = issuing.by_command(company, question(public_only=True), actor=issuing.PUBLIC, on=DAY)
    assert "执行期间暂时屏蔽的信息" in text_of(printed)


def test_domains_are_lines_of_trade_then_fields_then_departments(people):
    office, other = people.office.department, staff()
    tax, county_tax = (
        factories.department("虚构市税务局", parent=office),
        factories.department("虚构县税务局", parent=office),
    )
    old = factories.department("虚构市工商局", parent=office, until=DAY, successor=people.body)
    settled = {
        "proposer": people.office,
        "approver": people.approver,
        "proposed_on": DAY,
        "state": "adopted",
        "basis": "方案",
    }
    Tie.objects.create(
        kind="line", department=county_tax, other=tax, trade="税务", since=ago(9), decided_on=DAY, **settled
    )
    every = {one.title: one for one in domains(DAY)}
    assert list(every)[:2] == ["税务", "市场监管"]
    assert set(every["税务"].departments.values()) == {tax.name, county_tax.name}
    assert old.pk in every["市场监管"].departments, "whoever took over answers for the old records"
    assert other.body.name in every
    assert office.pk not in {pk for one in every.values() for pk in one.departments}, "an office that sends nothing"
    company = factories.subject()
    penalty(people, company, document_number="市监")
    factories.record("penalty", subject=company, department=county_tax, document_number="税")
    factories.record(
        "penalty", subject=company, department=other.body, field="market", document_number="别家按市监领域"
    )
    only = {title: found(company, special.Question(ago(30), DAY, (every[title],))) for title in ("税务", "市场监管")}
    assert only == {"税务": {"税"}, "市场监管": {"市监", "别家按市监领域"}}


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (ago(10), ago(20), "晚于截止"),
        (ago(10), ago(-1), "不能晚于今天"),
        (months_later(DAY, -72), months_later(DAY, -1), "最长5年"),
        (months_later(DAY, -72), months_later(DAY, -70), "最近5年"),
    ],
)
def test_days_that_cannot_be(people, since, until, words):
    with pytest.raises(issuing.Refused, match=words):
        special.check(question(since, until), DAY)
    special.check(question(months_later(DAY, -60), DAY), DAY)


def test_how_far_back_is_a_rule_of_the_day(people):
    PackValue.objects.filter(key=special.LONGEST).update(value=24)
    assert special.span(DAY) == "2年"
    with pytest.raises(issuing.Refused, match="最长2年"):
        special.check(question(months_later(DAY, -25), DAY), DAY)


def test_at_ones_own_page_in_one_go_and_it_says_what_was_looked_at(people):
    company = full(people)
    silent = factories.department("虚构市沉默局", parent=people.office.department, field="market")
    factories.department("虚构市民政局", parent=people.office.department)
    client = enter(claimed(company, people))
    page = client.get("/my/credit-reports/special").content.decode()
    assert "无违法违规证明" in page
    asked = {"since": str(ago(365)), "until": str(DAY), "domains": ["field:market"]}
    after = client.post("/my/credit-reports/special", asked, follow=True).content.decode()
    made = CreditReport.objects.get()
    assert made.number in after
    answer = client.get(f"/my/credit-reports/{made.public_id}.pdf")
    said = text_of(answer.content)
    for words in (
        f"{ago(365)}至{DAY}（含首尾两日）", "本平台登记有5条失信信息", f"{people.body.name}（{DAY}）", f"没有报送过数据：{silent.name}",
        "可以查而没有选的：虚构市民政局", "因此没有查的领域：食品", "轻微号", "公示不公示", "行政处罚等按作出决定的日期", "本报告不包括：", "已经修复、撤销、撤回的信息",
    ):  # fmt: skip
        assert words in said, words
    assert "修复号" not in said
    assert AccessLog.objects.get(what="下载本单位信用报告").object_id == made.public_id
    refused = client.post("/my/credit-reports/special", asked | {"until": str(ago(-5))}).content.decode()
    assert "不能晚于今天" in refused
    assert "请至少选一个领域" in client.post("/my/credit-reports/special", {**asked, "domains": []}).content.decode()
    client.post("/my/credit-reports/public")
    assert CreditReport.objects.filter(kind="public", representative__isnull=False).count() == 1


def test_nothing_found_is_said_as_such_and_never_as_innocence(people):
    company = factories.subject(public=False)
    factories.submission(department=people.body)
    claim = claimed(company, people)
    made = issuing.for_subject(company, claim, question(), **by_person(claim.representative))
    said = text_of(enter(claim).get(f"/my/credit-reports/{made.public_id}.pdf").content)
    assert "本平台没有登记这个主体的行政处罚等失信信息" in said
    assert "没有违法" not in said


def test_a_persons_is_in_that_persons_hands_only(people):
    person = factories.subject("丙某", kind="person", public=False)
    penalty(
        people, person, state="internal", internal_reason="person", public_from=None, document_number="虚罚〔2026〕人号"
    )
    claim = claimed(person, people)
    client = enter(claim)
    client.post("/my/credit-reports/special", {"since": str(ago(30)), "until": str(DAY), "domains": ["field:market"]})
    made = CreditReport.objects.get()
    assert (made.person, made.subject_name, made.subject_code) == (True, "", "")
    said = text_of(client.get(f"/my/credit-reports/{made.public_id}.pdf").content)
    assert "丙某" in said
    assert "虚罚〔2026〕人号" in said
    assert "甲某" not in said, "whose name the layout has beside"
    from tests.representation.making import representative

    wrong = claimed(person, people, representative("丁某"))
    assert enter(wrong).get(f"/my/credit-reports/{made.public_id}.pdf").status_code == 404
    client.post("/my/credit-reports/public")
    assert CreditReport.objects.count() == 1, "nobody gets a public version of a person"
    with pytest.raises(issuing.Refused, match="只出具给本人"):
        issuing.at_window(person, question(), reason="本人来办", officer=people.office, actor=issuing.PUBLIC, on=DAY)
    with pytest.raises(issuing.Refused):
        issuing.by_command(person, question(public_only=True), actor=issuing.PUBLIC, on=DAY)


def test_there_is_a_limit_and_a_claim_that_ended_is_none(people, monkeypatch):
    company = factories.subject()
    claim = claimed(company, people)
    monkeypatch.setattr(issuing, "A_DAY", 1)
    issuing.for_subject(company, claim, question(), **by_person(claim.representative))
    with pytest.raises(issuing.Refused, match="今天已出具1份"):
        issuing.for_subject(company, claim, question(), **by_person(claim.representative))
    claim.__class__.objects.filter(pk=claim.pk).update(since=ago(9), until=ago(1))
    with pytest.raises(issuing.Refused, match="不能代表"):
        issuing.for_subject(company, claim, question(), **by_person(claim.representative))


def test_at_the_window_with_a_reason_that_is_kept(people):
    company = full(people)
    client = enter_staff(people.office)
    asked = {"kind": "special", "since": str(ago(365)), "until": str(DAY), "domains": ["field:market"]}
    address = f"/credit-reports/new?code={company.code}"
    assert company.name in client.get(address).content.decode()
    for reason, words in (("", "这个字段"), ("办", "请写明谁来办"), ("身份证210802199001011234来办", "请删去")):
        assert words in client.post(address, asked | {"reason": reason}).content.decode() or not reason
    assert not CreditReport.objects.exists()
    page = client.post(address, asked | {"reason": "法定代表人持营业执照来办，投标用"}, follow=True).content.decode()
    made = CreditReport.objects.get()
    assert made.number in page
    assert "投标用" in page
    look = AccessLog.objects.get(what="窗口出具信用报告")
    assert look.object_id == company.public_id, "so that the subject reads of it under 谁查过"
    assert "窗口出具信用报告" in enter(claimed(company, people)).get("/my/looks/").content.decode()
    file = f"/credit-reports/{made.public_id}.pdf"
    assert "轻微号" in text_of(client.get(file).content)
    mine = enter(claimed(company, people)).get(f"/my/credit-reports/{made.public_id}.pdf")
    assert mine.status_code == 404, "what the window handed out stays with the window"
    company.records.filter(document_number="虚罚〔2026〕公开号").update(state="withdrawn")
    assert "不能再打印" in client.get(file, follow=True).content.decode()
    client.post(address, asked | {"kind": "public", "reason": "经办人持授权书来办"})
    assert CreditReport.objects.filter(kind="public", basis="public").count() == 1
    assert "没有找到" in client.get("/credit-reports/new?code=91210800MA0000000X").content.decode()


def test_the_window_says_which_characters_to_mend_by_hand(people):
    company = factories.record(subject=factories.subject("虚构市𠮷祥商店"), department=people.body).subject
    asked = {
        "kind": "public",
        "since": str(ago(9)),
        "until": str(DAY),
        "domains": ["field:market"],
        "reason": "经办人来办",
    }
    page = (
        enter_staff(people.office).post(f"/credit-reports/new?code={company.code}", asked, follow=True).content.decode()
    )
    assert "〔U+20BB7〕" in page
    assert "手写补正" in page


def test_no_public_way_to_the_special_one(people):
    company = full(people)
    assert Client().get("/my/credit-reports/special").status_code == 302
    assert Subject.objects.filter(pk=company.pk).exists()
    assert Client().post("/credit-reports/new").status_code in (302, 403)
    assert not CreditReport.objects.exists()


def test_the_period_of_a_report_is_kept_as_asked(people):
    company = full(people)
    claim = claimed(company, people)
    made = issuing.for_subject(company, claim, question(SINCE, UNTIL), **by_person(claim.representative))
    assert (made.since, made.until, made.domains) == (SINCE, UNTIL, ["field:market"])
    assert made.until - made.since == timedelta(days=50)
