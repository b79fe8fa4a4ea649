"""A refused form comes back with what was typed and every fault beside its field. Source: D3, D2, I2."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from blacklists.models import Leaving
from tests import factories
from tests.blacklists import offering_here
from tests.blacklists.walking import (
    again,
    delivered,
    heard,
    honoured,
    lists_of_long_ago,
    nominated,
    penalty,
    proposed,
    published,
)
from tests.records import making

pytestmark = pytest.mark.django_db
TODAY = factories.DAY


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def scan():
    return SimpleUploadedFile("决定.pdf", b"%PDF-1.4 x")


def test_the_draft_of_a_decision_comes_back_as_typed_with_all_faults(people):
    entry = heard(people, on=TODAY - timedelta(days=20))
    page = enter(people.clerk).post(
        reverse("lists:step", args=[entry.public_id]),
        {"action": "review", "findings": "现场核实属实，整改没有完成。", "months": "多少", "correct_by": "明天", "exit_conditions": "",
         "remedies": "可以申请复议。"},
    )  # fmt: skip
    said = page.content.decode()
    assert page.status_code == 200
    assert again(entry).state == "heard"
    assert "现场核实属实，整改没有完成。" in said
    assert "可以申请复议。" in said
    for fault in ("列入期限（月）应是整数", "纠正期限不是日期", "请填写移出条件和程序"):
        assert f'<p class="field-error">{fault}' in said


def test_only_the_form_that_was_refused_comes_back(people):
    entry = delivered(people, on=TODAY)
    page = enter(people.clerk).post(
        reverse("lists:step", args=[entry.public_id]),
        {"action": "statement", "made_on": str(TODAY), "means": "oral", "text": "", "waived": "1"},
    )
    said = page.content.decode()
    assert "请填写内容" in said
    assert "书面材料，请上传" in said
    assert "附件须重新选择" in said
    assert 'name="waived" value="1" checked' in said
    assert 'value="oral" selected' in said
    assert said.count("field-error") == 2


def test_a_proposal_comes_back(people):
    record = penalty(people, decided_on=TODAY, public_from=TODAY)
    page = enter(people.clerk).post(
        reverse("lists:propose"),
        {"subject": record.subject.public_id, "record": record.public_id, "behaviour": "n-field-01", "reasons": "伪造检验报告，情节严重",
         "basis": ""},
    )  # fmt: skip
    said = page.content.decode()
    assert "伪造检验报告，情节严重" in said
    assert '<p class="field-error">请填写依据。' in said
    assert 'value="n-field-01" selected' in said
    assert f'value="{record.public_id}" checked' in said


def test_a_nomination_comes_back_with_all_faults(people):
    page = enter(people.clerk).post(
        reverse("lists:nominate"), {"subject": "错", "title": "诚信企业", "deeds": "连续五年守信"}
    )
    said = page.content.decode()
    assert "连续五年守信" in said
    assert 'value="诚信企业"' in said
    assert said.count("field-error") == 3  # subject, industry list, basis


def test_a_red_step_comes_back(people):
    made = honoured(people, on=TODAY - timedelta(days=20))
    page = enter(people.clerk).post(
        reverse("lists:nomination_step", args=[made.public_id]),
        {"action": "benefit", "kind": "funds", "amount": "许多", "granted_on": "", "note": "清洁生产资金"},
    )
    said = page.content.decode()
    assert "清洁生产资金" in said
    assert "金额应是数字" in said
    assert "请填写给予日期" in said


def test_what_was_typed_for_a_step_that_is_over_is_shown_to_be_copied(people):
    entry = proposed(people, on=TODAY)
    page = enter(people.clerk).post(
        reverse("lists:step", args=[entry.public_id]),
        {"action": "review", "findings": "经核实，当事人确有伪造检验报告的行为。", "months": "12", "exit_conditions": "期满移出",
         "remedies": "可以申请复议"},
    )  # fmt: skip
    assert "经核实，当事人确有伪造检验报告的行为。" in page.content.decode()


@pytest.mark.parametrize("action", ["decline"])
def test_other_small_forms_say_where_the_fault_is(people, action):
    made = nominated(people, on=TODAY)
    page = enter(people.office).post(
        reverse("lists:nomination_step", args=[made.public_id]), {"action": "drop", "reason": ""}
    )
    assert '<p class="field-error">请写明不予列入的理由。' in page.content.decode()


def test_step_addresses_opened_by_hand_lead_to_the_page(people):
    entry, made = proposed(people, on=TODAY), nominated(people, on=TODAY)
    client = enter(people.clerk)
    for name, one, page in (("lists:step", entry, "lists:entry"), ("lists:nomination_step", made, "lists:nomination")):
        answer = client.get(reverse(name, args=[one.public_id]))
        assert (answer.status_code, answer.url) == (302, reverse(page, args=[one.public_id]))
    assert client.put(reverse("lists:step", args=[entry.public_id])).status_code == 405


def test_leaving_by_a_decision_of_others_takes_its_paper(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    sent = {
        "action": "propose_leaving",
        "exit": "revoked",
        "happened_on": str(TODAY),
        "reason": "经行政复议撤销列入决定",
    }
    client, address = enter(people.clerk), reverse("lists:step", args=[entry.public_id])
    said = client.post(address, sent).content.decode()
    assert "没有证明文件，不能据以移出" in said
    assert "经行政复议撤销列入决定" in said
    assert not Leaving.objects.exists()
    client.post(address, sent | {"paper": scan()})
    asked = Leaving.objects.get()
    page = enter(people.reviewer).get(reverse("lists:entry", args=[entry.public_id])).content.decode()
    address = reverse("lists:leaving_proof", args=[asked.public_id])
    assert address in page
    assert enter(people.reviewer).get(address).status_code == 200


def test_who_is_listed_already_is_flagged_and_weights_are_said(people):
    entry = published(people, on=TODAY - timedelta(days=20))
    penalty(people, entry.subject, decided_on=TODAY, state="awaiting", public_from=None, seriousness="minor")
    page = enter(people.clerk).get(reverse("lists:propose"), {"subject": entry.subject.public_id}).content.decode()
    assert "已有名单条目" in page
    assert "失信程度：严重" in page
    assert "失信程度：轻微" in page
    assert "还没有公示" in page
    other = making.staff()
    page = enter(other.clerk).get(reverse("lists:propose"), {"subject": entry.subject.public_id}).content.decode()
    assert "已有名单条目" in page  # it is public


def test_an_offer_comes_back_with_all_faults_at_once(people):
    officer = factories.officer("outside", department=offering_here.body_of(people))
    page = enter(officer).post(reverse("lists:offer"), {"code": "1", "name": "虚构市某公司", "facts": "两年没有还款"})
    said = page.content.decode()
    assert said.count('<p class="field-error">') == 5  # list, code, matter, department, papers
    assert "两年没有还款" in said
    assert 'value="虚构市某公司"' in said
