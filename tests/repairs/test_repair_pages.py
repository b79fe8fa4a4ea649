"""Pages of repairs: the counter, the case step by step by the people whose steps they are, forms that come back. Source: F4, F5, F8."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from blacklists.models import Entry
from credit_platform.workdays import months_later
from repairs.models import HandedOver, Repair
from tests import factories
from tests.records.making import staff
from tests.repairs import mending
from tests.representation.making import claimed
from tests.representation.making import enter as subject_enters
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def pdf(name: str = "缴款.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 proof")


def test_from_the_counter_to_the_decision(people, client):
    today = timezone.localdate()
    record = mending.penalty(people, decided_on=months_later(today, -5), public_until=months_later(today, 7))
    subject = record.subject
    subject.identifiers.create(type="uscc", value=subject.code)
    office = enter(people.office)
    listed = office.get(reverse("repairs:new"), {"subject": subject.code}).content.decode()
    assert record.document_number in listed
    assert f"?target={record.public_id}" in listed
    sent = {"target": str(record.public_id), "what_was_done": "罚款已缴清。", "performance": pdf()}
    back = office.post(reverse("repairs:new"), sent).content.decode()
    assert "请上传签署并公开的信用修复承诺书" in back
    assert "罚款已缴清。" in back  # as it was typed
    assert not Repair.objects.exists()
    made = office.post(reverse("repairs:new"), sent | {"performance": pdf(), "commitment": pdf("承诺书.pdf")})
    repair = Repair.objects.get()
    assert made["Location"] == reverse("repairs:case", args=[repair.public_id])
    page, step = reverse("repairs:case", args=[repair.public_id]), reverse("repairs:step", args=[repair.public_id])
    clerk, reviewer = enter(people.clerk), enter(people.reviewer)
    assert repair.number in clerk.get(reverse("repairs:cases"), {"show": "mine"}).content.decode()
    clerk.post(step, {"action": "accept"})
    back = clerk.post(step, {"action": "propose", "opinion": "已核对缴款凭证。"}).content.decode()
    assert "请选择准予或者不予修复" in back
    assert "已核对缴款凭证。" in back
    clerk.post(step, {"action": "propose", "ask": "grant", "opinion": "已核对缴款凭证。"})
    assert 'value="decide"' not in clerk.get(page).content.decode()
    assert 'value="decide"' in reviewer.get(page).content.decode()
    reviewer.post(step, {"action": "decide"})
    repair.refresh_from_db()
    assert (repair.state, repair.record.state) == ("granted", "repaired")
    assert "结果公示到" in clerk.get(page).content.decode()
    proof = repair.proofs.first()
    answer = clerk.get(reverse("repairs:proof", args=[proof.public_id]))
    assert answer.content == b"%PDF-1.4 proof"
    assert "attachment" in answer["Content-Disposition"]
    assert enter(staff().clerk).get(reverse("repairs:proof", args=[proof.public_id])).status_code == 404
    assert client.get(reverse("repairs:proof", args=[proof.public_id])).status_code == 302


def test_the_guide_says_what_holds_here(client, settings):
    settings.JURISDICTION = "hua_county"
    said = client.get(reverse("publicity:repair_guide")).content.decode()
    assert "整改验收后修复" in said
    assert "3年内不能再申请" in said
    settings.JURISDICTION = "suining_anju"
    said = client.get(reverse("publicity:repair_guide")).content.decode()
    assert "个人通过公益服务修复" in said
    assert "整改验收后修复" not in said


def test_an_entry_says_when(client, people):
    from tests.blacklists.walking import published

    entry = published(people, on=mending.date(2026, 9, 1))
    if not Entry.objects.public(timezone.localdate()).filter(pk=entry.pk).exists():
        pytest.skip("the story lies ahead of today")
    said = client.get(reverse("publicity:repair_one", args=[entry.public_id]))
    assert "还没有到可以申请的日期" in said.content.decode()
    assert "2027年9月12日" in said.content.decode()


def test_two_documents_are_noted_at_the_record(people):
    record = mending.penalty(people)
    clerk, address = enter(people.clerk), reverse("repairs:handed_over", args=[record.public_id])
    page = reverse("workbench:record", args=[record.public_id])
    assert "还没有登记两书同达" in clerk.get(page).content.decode()
    back = clerk.post(address, {"handed_on": "2026-01-01", "means": "direct"}).content.decode()
    assert "2026-01-01" in back
    clerk.post(address, {"handed_on": factories.DAY.isoformat(), "means": "direct"})
    assert HandedOver.objects.get().record == record
    assert "同时送达" in clerk.get(page).content.decode()


def test_what_is_not_public_yet_is_not_called_harmless(people):
    """A penalty on its way to the public is told as such: nobody is sent away with the word that it is none."""
    record = factories.record("penalty", subject=factories.subject(), department=people.body, state="awaiting")
    licence = factories.record("licence", subject=record.subject, department=people.body)
    mine = subject_enters(claimed(record.subject, people))
    page = mine.get(f"/my/repairs/?about={record.public_id}").content.decode()
    assert "还没有公示，现在不能申请修复" in page
    assert "不是失信信息" not in page
    assert "不是失信信息" in mine.get(f"/my/repairs/?about={licence.public_id}").content.decode()
    stranger = subject_enters(claimed(people=people))
    assert "还没有公示" not in stranger.get(f"/my/repairs/?about={record.public_id}").content.decode()
