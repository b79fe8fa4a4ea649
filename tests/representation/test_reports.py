"""The subject's own full report: free, complete, numbered, verifiable; a person's in that person's hands only. H3, H4."""

import hashlib
import io

import pytest
from django.test import Client, override_settings
from pypdf import PdfReader

from accounts.models import AccessLog
from credit_platform.keeping import fetch
from representation.models import OwnReport
from representation.registering import close
from tests import factories
from tests.records.making import staff
from tests.representation.making import by_person, claimed, enter, representative
from tests.representation.test_own_file import filled
from tests.workbench.conftest import enter as enter_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def text_of(data: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages)


def test_all_of_the_own_file_numbered_and_verifiable(people):
    company = filled(people)
    client = enter(claimed(company, people))
    assert client.post("/my/reports/").status_code == 302
    made = OwnReport.objects.get()
    page = client.get("/my/reports/").content.decode()
    assert made.number in page
    assert made.code in page
    answer = client.get(f"/my/reports/{made.public_id}.pdf")
    assert hashlib.sha256(answer.content).hexdigest() == made.pdf_sha256
    said = text_of(answer.content)
    for words in (
        company.name, made.number, "虚〔2026〕awaiting号", "暂不公开（商业秘密）", "伪造检验报告", "取消本年度专项资金", "2026-0917号办件",
        people.body.name, "列入截止",
    ):  # fmt: skip
        assert words in said, words
    assert people.clerk.name not in said
    assert AccessLog.objects.filter(what="下载本单位信用报告", object_id=made.public_id).count() == 1
    assert enter(claimed(company, people)).get(f"/my/reports/{made.public_id}.pdf").status_code == 200  # a fellow
    check = Client().post("/receipt/", {"number": made.number, "code": made.code}).content.decode()
    assert made.pdf_sha256 in check
    assert company.name in check
    assert "没有这个编号" in Client().post("/receipt/", {"number": made.number, "code": "X"}).content.decode()


def test_a_persons_report_is_in_that_persons_hands_only(people):
    person = factories.subject("丙某", kind="person", public=False)
    factories.record("penalty", subject=person, state="internal", internal_reason="person", public_from=None)
    claim = claimed(person, people)
    client = enter(claim)
    client.post("/my/reports/")
    made = OwnReport.objects.get()
    address = f"/my/reports/{made.public_id}.pdf"
    said = text_of(client.get(address).content)
    assert "丙某" in said
    assert "只出具给本人" in said
    assert AccessLog.objects.get(what="下载本人信用报告").officer_id == claim.representative.public_id
    unknown = enter(claimed(people=people)).get(address)
    assert unknown.status_code == 404
    # Even somebody whom a slip of the office let act for the person.
    wrong = claimed(person, people, representative("丁某"))
    assert enter(wrong).get(address).status_code == 404
    for officer in (people.office, people.approver, people.auditor):
        assert enter_staff(officer).get(address).status_code == 302
    check = Client().post("/receipt/", {"number": made.number, "code": made.code}).content.decode()
    assert made.number in check
    assert "丙某" not in check
    # A new account of the same person reads what the old one was given.
    who = by_person(claim.representative)
    close(claim.representative, reason="换账号", actor=who["actor"], on=who["on"])
    again = representative("丙某", person_key=claim.representative.person_key)
    assert enter(claimed(person, people, again)).get(address).status_code == 200


def test_numbers_run_and_there_is_a_limit(people, monkeypatch):
    claim = claimed(people=people)
    client = enter(claim)
    for _ in range(2):
        client.post("/my/reports/")
    assert list(OwnReport.objects.order_by("pk").values_list("serial", flat=True)) == [1, 2]
    monkeypatch.setattr("representation.reporting.A_DAY", 2)
    page = client.post("/my/reports/", follow=True).content.decode()
    assert "今天已出具2份" in page
    assert OwnReport.objects.count() == 2


def test_one_that_cannot_be_typeset_is_not_made(people, monkeypatch):
    from credit_platform.typesetting import NotTypeset

    def fail(*args, **kwargs):
        raise NotTypeset("x")

    monkeypatch.setattr("workbench.my.report.pdf", fail)
    page = enter(claimed(people=people)).post("/my/reports/", follow=True).content.decode()
    assert "没能生成" in page
    assert not OwnReport.objects.exists()


def test_the_file_is_sealed(people):
    client = enter(claimed(people=people))
    client.post("/my/reports/")
    made = OwnReport.objects.get()
    assert fetch(made.pdf_path)[:5] == b"%PDF-"
    with override_settings(SEALING_KEYS={"k9": "A" * 43 + "="}), pytest.raises(ValueError):
        fetch(made.pdf_path)
