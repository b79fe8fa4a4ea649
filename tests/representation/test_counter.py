"""The office's pages: claims to decide, and the counter for those who come in person. Source: F1."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import AccessLog
from ledger.models import Act
from representation.models import Claim, Representative
from tests import factories
from tests.records.making import staff
from tests.representation.making import PASSWORD, coded, filed, number_of, representative
from tests.representation.making import enter as enter_subject
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def test_from_the_list_to_approval(people):
    number = number_of()
    claim = filed(people, representative("甲某某", number))
    office, approver = enter(people.office), enter(people.approver)
    listed = office.get("/workbench/claims/?show=mine").content.decode()
    assert claim.title in listed
    assert "已等 0 天" in listed
    assert "甲某某" not in listed
    address = f"/workbench/claims/{claim.public_id}/"
    page = office.get(address).content.decode()
    assert "甲某某" in page
    assert number not in page
    assert AccessLog.objects.filter(what="查看认领", object_id=claim.public_id).exists()
    assert office.get(address + "letter").status_code == 200
    assert AccessLog.objects.filter(what="下载授权委托书").count() == 1
    assert "甲某某" not in enter(people.auditor).get(address).content.decode()
    office.post(address + "decide/", {"action": "check", "id_number": number})
    assert "批准认领" not in office.get(address).content.decode()
    assert "批准认领" in approver.get(address).content.decode()
    approver.post(address + "decide/", {"action": "approve"})
    claim.refresh_from_db()
    assert claim.state == "active"
    office.post(address + "decide/", {"action": "end", "reason": "公司来函"})
    claim.refresh_from_db()
    assert claim.state == "ended"


def test_who_it_is_stands_only_where_somebody_decides(people):
    """Name and mobile: for whoever deals with the claim. The ID number: nowhere."""
    number = number_of()
    person = representative("甲某某", number)
    claim = filed(people, person)
    mobile, auditor = person.mobile, enter(people.auditor)
    enter(people.office).get(f"/workbench/claims/{claim.public_id}/")
    act = Act.objects.get(what="file_claim")
    pages = [
        "/workbench/acts/",
        f"/workbench/acts/{act.public_id}/",
        "/workbench/looks/",
        "/workbench/claims/",
        "/workbench/audit/",
    ]
    pages.append(f"/workbench/claims/{claim.public_id}/")
    for page in pages:
        text = auditor.get(page).content.decode()
        assert not any(secret in text for secret in ("甲某某", mobile, number)), page
    page = enter(people.office).get(f"/workbench/claims/{claim.public_id}/").content.decode()
    assert "甲某某" in page
    assert mobile in page
    assert number not in page


def test_a_differing_name_is_said(people):
    company = coded("虚构甲公司")
    claim = filed(people, code=company.code, name="虚构乙公司")
    page = enter(people.office).get(f"/workbench/claims/{claim.public_id}/").content.decode()
    assert "名称与档案不同" in page
    assert "虚构甲公司" in page


def test_somebody_who_comes_in_person(people):
    office, number = enter(people.office), number_of()
    sent = {"id_number": number, "find": "1"}
    assert "没有这个人的账号" in office.post("/workbench/counter/", sent).content.decode()
    sent = {"name": "甲某", "id_number": number, "username": "laodian", "mobile": "", "open": "1"}
    page = office.post("/workbench/counter/", sent).content.decode()
    password = re.search(r'<dd class="code">([^<]+)<', page)[1]
    row = Representative.objects.get()
    assert row.opened_officer == people.office
    address = f"/workbench/counter/{row.public_id}/"
    assert office.post("/workbench/counter/", {"id_number": number, "find": "1"})["Location"] == address
    papers = {"licence": SimpleUploadedFile("a.pdf", b"%PDF-1.4"), "acts_as": "legal"}
    sent = {"code": factories.code(), "name": "虚构小店", "office": people.office.department.pk} | papers
    assert office.post(address + "claim/", sent).status_code == 302
    office.post(address + "own/", {"office": people.office.department.pk})
    claims = {one.acts_as: one for one in Claim.objects.all()}
    assert claims["legal"].filed_by == people.office
    decide = f"/workbench/claims/{claims['own'].public_id}/decide/"
    office.post(decide, {"action": "check", "id_number": number})
    office.post(decide, {"action": "approve"})
    assert not Claim.objects.active(factories.DAY).exists()
    enter(people.approver).post(decide, {"action": "approve"})
    assert Claim.objects.active(factories.DAY).get().subject.kind == "person"
    client = Client()
    answer = client.post("/my/log-in", {"username": "laodian", "password": password})
    assert answer["Location"].startswith("/my/first-password")
    client.post("/my/first-password", {"password": "only-mine-2026", "again": "only-mine-2026"})
    assert client.get("/my/").status_code == 200
    page = office.post(address + "password/", {"id_number": number_of()}, follow=True).content.decode()
    assert "不一致" in page
    page = office.post(address + "password/", {"id_number": number}).content.decode()
    assert "初始口令" in page
    assert client.get("/my/").status_code == 302
    office.post(address + "close/", {"reason": "本人要求"})
    assert office.get(address).status_code == 404


def test_a_legal_representative_who_filed_on_line_is_known_at_the_counter(people):
    """On line nobody signs for them: what they have to do is said to both sides, and there is a place to do it."""
    number = number_of()
    person = representative("甲某某", number)
    claim = filed(people, person, acts_as="legal", letter=None)
    mine, office = enter_subject(person), enter(people.office)
    assert "本人带身份证到" in mine.get(f"/my/claims/{claim.public_id}/").content.decode()
    address, account = f"/workbench/claims/{claim.public_id}/", f"/workbench/counter/{person.public_id}/"
    page = office.get(address).content.decode()
    assert account in page
    assert "核对无误，提交审批" not in page
    assert "核实身份" in office.get(account).content.decode()
    office.post(account + "prove/", {"id_number": number_of()})
    person.refresh_from_db()
    assert not person.proven_by, "another person's card"
    office.post(account + "prove/", {"id_number": number})
    person.refresh_from_db()
    assert (person.proven_by, person.proven_officer) == ("counter", people.office)
    assert person.check_password(PASSWORD), "it stays their account"
    assert f"{account}prove/" not in office.get(account).content.decode()
    assert "核对无误，提交审批" in office.get(address).content.decode()
    assert "正在核对材料" in mine.get(f"/my/claims/{claim.public_id}/").content.decode()


def test_nobody_proves_themselves_at_the_counter(people):
    number = number_of()
    person = representative("甲某某", number)
    people.office.person_key = person.person_key
    people.office.save()
    enter(people.office).post(f"/workbench/counter/{person.public_id}/prove/", {"id_number": number})
    person.refresh_from_db()
    assert not person.proven_by


def test_a_refused_claim_is_filed_again_without_typing_it_again(people):
    person = representative()
    claim = filed(people, person)
    enter(people.office).post(
        f"/workbench/claims/{claim.public_id}/decide/", {"action": "refuse", "reason": "委托书没有盖章"}
    )
    mine = enter_subject(person)
    page = mine.get(f"/my/claims/{claim.public_id}/").content.decode()
    again = f"/my/claims/new?again={claim.public_id}"
    assert again in page
    assert claim.identifier in mine.get(again).content.decode()
    stranger = enter_subject(representative())
    assert claim.identifier not in stranger.get(again).content.decode()
    assert stranger.get("/my/claims/new?again=none").status_code == 200
