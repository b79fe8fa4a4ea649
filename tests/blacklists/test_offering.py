"""名单线索: an outside body offers and sees what became of it, nothing more; a department answers; four eyes remain. Source: D7."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.appointing import grant_role
from accounts.models import AccessLog, Department, Officer
from accounts.refusals import Refused
from blacklists import leaving, offering
from blacklists.models import Candidate, Entry, Nomination
from blacklists.refusals import ListRefused
from credit_platform.routes import routes
from ledger.models import Act, Event
from rules.models import CaseClock
from subjects.models import Subject
from tests import factories
from tests.blacklists import walking
from tests.blacklists.offering_here import EVIDENCE, body_of, offered, outsider
from tests.blacklists.walking import BEHAVIOUR, again, by, lists_of_long_ago, penalty
from tests.factories import DAY
from tests.records import making
from workbench.candidate_notices import tell_of_candidates
from workbench.overdue import REASONS

pytestmark = pytest.mark.django_db
PROPOSAL = {"behaviour": BEHAVIOUR, "reasons": "伪造检验报告", "basis": "《虚构市信用条例》第三十条"}
NOMINATION = {
    "title": "诚信会员",
    "industry_list": "行业诚信名单",
    "deeds": "连续五年履约",
    "basis": "《虚构市办法》第一条",
}


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


# --- what an outside body sees --------------------------------------------------------------------------------------


def test_an_outside_body_enters_its_own_pages_and_no_others(people):
    """Every door of the house that an outside account may open; a new one has to be named here."""
    doors = {route.name for route in routes() if route.roles and "outside" in route.roles}
    assert doors == {
        "lists:candidates", "lists:offer", "lists:offered", "lists:offered_withdraw", "lists:offered_paper",
        "workbench:home", "workbench:read_notices", "accounts:me", "accounts:password",
        "checks:ask", "checks:receipts", "checks:receipt", "checks:receipt_pdf", "checks:batches", "checks:batch",
        "checks:batch_results", "checks:batch_template", "checks:authorisations", "checks:authorisation_step",
        "checks:authorisation_paper", "checks:list_notices", "checks:list_notices_sheet",
        "joint:told",
    }  # fmt: skip
    client = enter(outsider(people))
    assert client.get("/workbench/").status_code == 200
    page = client.get("/lists/candidates/").content.decode()
    menu = page[page.index('class="doors"') : page.index("</nav>", page.index('class="doors"'))]
    assert re.findall(r">([^<]+)</a>", menu) == [
        "今日工作", "名单线索", "告知本单位的惩戒", "信用核查", "核查回执", "查询授权", "名单变动", "我的账号"
    ]  # fmt: skip


def test_an_account_of_an_outside_body_without_its_role_opens_nothing(people):
    stranger = factories.officer(department=body_of(people))
    for path in ("/lists/candidates/", "/workbench/jurisdictions/", "/supervision/tasks/", "/workbench/records/"):
        assert enter(stranger).get(path).status_code == 403, path


def test_one_body_sees_nothing_of_anothers(people):
    one = offered(people)
    other = factories.officer("outside", department=body_of(people, "media"))
    paper = one.papers.get()
    client = enter(other)
    for path in (f"/lists/candidates/{one.public_id}/", f"/lists/candidates/papers/{paper.public_id}"):
        assert client.get(path).status_code == 404
    assert client.post(f"/lists/candidates/{one.public_id}/withdraw", {"reason": "x"}).status_code == 404
    with pytest.raises(ListRefused):
        offering.withdraw(one, reason="误报", **by(other, DAY))
    # A role held in a department, by whatever way, opens nothing of a body.
    assert not Candidate.objects.offered_by(factories.officer("outside", department=people.body)).exists()


def test_the_body_does_not_learn_whether_the_platform_knows_the_code(people):
    known = factories.subject("虚构市老字号有限公司", public=False)
    known.identifiers.create(type="uscc", value=known.code)
    officer = outsider(people)
    pages = []
    for code in (known.code, factories.code()):
        one = offered(people, officer, code=code)
        page = enter(officer).get(f"/lists/candidates/{one.public_id}/").content.decode()
        pages.append(
            page.replace(code, "").replace(str(one.public_id), "").replace(str(one.papers.get().public_id), "")
        )
        assert known.name not in page
    drop = [_without_tokens(page) for page in pages]
    assert drop[0] == drop[1]
    assert Subject.objects.filter(identifiers__value=one.code).count() == 0  # nothing is opened by an offer


def _without_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_the_body_sees_what_became_of_it_and_neither_who_nor_how(people):
    record = penalty(people, factories.subject(public=False))
    record.subject.identifiers.create(type="uscc", value=record.subject.code)
    officer = outsider(people)
    one = offered(people, officer, which="black", code=record.subject.code, matter="出具虚假报告")
    entry = offering.take_up_black(one, records=[record], **PROPOSAL, **by(people.clerk, DAY))
    page = enter(officer).get(f"/lists/candidates/{one.public_id}/").content.decode()
    assert "正在依程序办理" in page
    for secret in (people.clerk.name, entry.reasons, str(entry.public_id), record.document_number, "变更记录"):
        assert secret not in page
    for state, said in (("noticed", "正在依程序办理"), ("dropped", "经办理，未列入")):
        Entry.objects.filter(pk=entry.pk).update(state=state)
        page = enter(officer).get("/lists/candidates/").content.decode()
        assert said in page


def test_listed_is_what_everybody_may_see(people):
    entry = walking.published(people, on=factories.ago(40))
    one = offered(people, which="black", code=entry.subject.code)
    Candidate.objects.filter(pk=one.pk).update(state="taken_up", entry=entry, answered_by=people.clerk, answered_on=DAY)
    one = Candidate.objects.select_related("entry", "nomination").get(pk=one.pk)
    assert "并公示" in offering.outcomes([one], DAY)[one.pk]
    Entry.objects.filter(pk=entry.pk).update(until=factories.ago(1))
    leaving.note_ended(DAY)
    one = Candidate.objects.select_related("entry", "nomination").get(pk=one.pk)
    last = entry.announcement.until
    assert last == DAY + timedelta(days=29)  # thirty days, the first of them that of leaving
    assert "现已移出" in offering.outcomes([one], DAY)[one.pk]
    assert "现已移出" in offering.outcomes([one], last)[one.pk]
    assert offering.outcomes([one], last + timedelta(days=1))[one.pk] == "已办结。"


def test_a_body_that_was_ended_offers_nothing(people):
    officer = outsider(people)
    Department.every.filter(pk=officer.department_id).update(until=DAY)
    with pytest.raises(ListRefused, match="停止使用"):
        offered(people, officer)
    other = outsider(people, "media")
    Department.objects.filter(pk=people.body.pk).update(until=DAY)
    with pytest.raises(ListRefused, match="主管部门"):
        offered(people, other)


def test_outside_bodies_are_no_departments(people):
    body = body_of(people)
    assert body.pk not in Department.objects.tree(people.office.department).values_list("pk", flat=True)
    assert not Department.objects.filter(code=body.code).exists()
    assert not Department.objects.in_office(DAY).filter(pk=body.pk).exists()
    assert not people.office.department.children.filter(pk=body.pk).exists()
    for officer, path in ((people.office, "/workbench/tree/"), (people.clerk, "/workbench/jurisdictions/")):
        assert body.name not in enter(officer).get(path).content.decode()
    assert body.name not in Client().get("/black-list/").content.decode()


def test_roles_of_departments_and_of_outside_bodies_do_not_mix(people):
    keeper = factories.officer("security_admin", department=people.office.department)
    acting = {"by": making.acting(keeper), "on": DAY}
    ours = factories.officer(department=body_of(people), person_key="a" * 64)
    for role in ("clerk", "reviewer", "office", "office_approver", "auditor"):
        with pytest.raises(Refused, match="外部机构"):
            grant_role(ours, role, **acting)
    with pytest.raises(Refused, match="是部门"):
        grant_role(factories.officer(department=people.body, person_key="b" * 64), "outside", **acting)
    assert grant_role(ours, "outside", **acting)


# --- offering ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "91210800ABCDEFGHXX"}, "统一社会信用代码有误"),
        ({"code": ""}, "统一社会信用代码有误"),
        ({"name": " "}, "请填写主体名称"),
        ({"facts": "联系人13800138000"}, "手机号码"),
        ({"facts": "法定代表人身份证210811199001010012"}, "身份证号"),
        ({"matter": ""}, "请填写守信称号或失信行为"),
        ({"papers": []}, "1至5份"),
        ({"papers": [EVIDENCE] * 6}, "1至5份"),
        ({"which": "grey"}, "哪个名单"),
    ],
)
def test_what_cannot_be_offered_is_refused_in_words(people, fields, said):
    with pytest.raises(ListRefused, match=said):
        offered(people, **fields)
    assert not Candidate.objects.exists()


def test_papers_are_limited_and_sealed(people, settings):
    from blacklists.notifying import Paper

    for paper in (Paper("表.xlsx", b"PK\x03\x04"), Paper("大.pdf", b"%PDF-" + b"0" * 5_300_000), Paper("空.pdf", b"")):
        with pytest.raises(ListRefused):
            offered(people, papers=[paper])
    one = offered(people, papers=[EVIDENCE, EVIDENCE])
    for paper in one.papers.all():
        assert EVIDENCE.data not in (settings.MEDIA_ROOT / paper.path).read_bytes()
    paper = one.papers.first()
    answer = enter(people.clerk).get(f"/lists/leads/papers/{paper.public_id}")
    assert answer.content == EVIDENCE.data
    assert "attachment" in answer["Content-Disposition"]
    assert AccessLog.objects.filter(what="下载线索材料", object_id=one.public_id).exists()


def test_a_department_of_another_office_cannot_be_named(people):
    with pytest.raises(ListRefused, match="主管部门"):
        offered(people, department=making.staff().body)


def test_the_same_is_not_offered_twice_and_not_without_end(people, monkeypatch):
    officer = outsider(people)
    one = offered(people, officer)
    with pytest.raises(ListRefused, match="正等待答复"):
        offered(people, officer, code=one.code)
    monkeypatch.setattr(offering, "A_DAY", 1)
    with pytest.raises(ListRefused, match="一天最多"):
        offered(people, officer)


@pytest.mark.parametrize(
    ("pack", "kind", "lists"),
    [
        ("national", "media", ["red", "black"]),
        ("suining_anju", "association", ["red", "black"]),
        ("suining_anju", "media", ["red"]),
        ("harbin_new_area", "credit", ["red", "black"]),
    ],
)
def test_who_may_offer_says_the_pack(settings, pack, kind, lists):
    from rules.jurisdiction_loading import load

    settings.JURISDICTION = pack
    if pack != "national":
        load(pack, actor=making.acting(factories.officer("office")), on=DAY)
    assert offering.admitted(kind, DAY) == lists


def test_a_department_cannot_offer(people):
    with pytest.raises(ListRefused, match="外部机构"):
        offered(people, people.clerk)


# --- answering --------------------------------------------------------------------------------------------------------


def test_taken_up_red_it_is_the_officers_own_nomination(people):
    one = offered(people)
    with pytest.raises(ListRefused, match="主体名称"):
        offering.take_up_red(one, **NOMINATION, **by(people.clerk, DAY))
    made = offering.take_up_red(one, name="虚构市甲类食品有限公司", **NOMINATION, **by(people.clerk, DAY))
    one = again(one)
    assert (one.state, one.nomination, one.answered_by) == ("taken_up", made, people.clerk)
    assert (made.proposer, made.department, made.state) == (people.clerk, people.body, "nominated")
    assert made.subject.code == one.code
    assert CaseClock.objects.get(case_id=one.public_id).state == "met"
    assert Event.objects.filter(object_id=one.public_id).count() == 2
    with pytest.raises(ListRefused, match="已经答复"):
        offering.decline(one, reason="重复", **by(people.clerk, DAY))


def test_taken_up_black_it_stands_on_the_departments_own_grounds(people):
    record = penalty(people, factories.subject(public=False))
    one = offered(people, which="black", code=record.subject.code)
    with pytest.raises(ListRefused, match="还没有这个主体"):
        offering.take_up_black(one, records=[record], **PROPOSAL, **by(people.clerk, DAY))
    record.subject.identifiers.create(type="uscc", value=record.subject.code)
    with pytest.raises(ListRefused, match="依据"):  # the candidate itself is no ground
        offering.take_up_black(one, **PROPOSAL, **by(people.clerk, DAY))
    with pytest.raises(ListRefused, match="不是这个主体"):
        offering.take_up_black(one, records=[penalty(people)], **PROPOSAL, **by(people.clerk, DAY))
    assert again(one).state == "offered"
    assert not Entry.objects.exists()
    entry = offering.take_up_black(one, records=[record], **PROPOSAL, **by(people.clerk, DAY))
    assert (again(one).entry, entry.proposer, entry.state) == (entry, people.clerk, "proposed")
    page = enter(people.clerk).get(f"/lists/leads/{one.public_id}/").content.decode()
    assert str(entry.public_id) in page


def test_the_name_never_decides(people):
    there = factories.subject("虚构市甲类食品有限公司", public=False)
    there.identifiers.create(type="uscc", value=there.code)
    one = offered(people, name=there.name)  # another code
    assert offering.subject_of(one) is None
    other = offered(people, name="虚构市乙类食品有限公司", code=there.code)
    page = enter(people.clerk).get(f"/lists/leads/{other.public_id}/").content.decode()
    assert "请核对是否填错代码" in page
    assert there.name in page


def test_declined_with_a_reason_that_the_body_reads(people):
    officer = outsider(people)
    one = offered(people, officer)
    for reason in ("", "电话13800138000"):
        with pytest.raises(ListRefused):
            offering.decline(one, reason=reason, **by(people.clerk, DAY))
    client = enter(people.clerk)
    client.post(f"/lists/leads/{one.public_id}/answer", {"action": "decline", "reason": "评选已结束"})
    assert "评选已结束" in enter(officer).get(f"/lists/candidates/{one.public_id}/").content.decode()
    assert tell_of_candidates(DAY) == 1
    assert "未采用" in officer.notices.get().text
    assert tell_of_candidates(DAY) == 0


def test_withdrawn_before_an_answer_only(people):
    officer = outsider(people)
    one = offered(people, officer)
    enter(officer).post(f"/lists/candidates/{one.public_id}/withdraw", {"reason": "材料有误"})
    assert again(one).state == "withdrawn"
    assert CaseClock.objects.get(case_id=one.public_id).state == "cancelled"
    with pytest.raises(ListRefused):
        offering.decline(one, reason="迟了", **by(people.clerk, DAY))
    answered = offered(people, officer)
    offering.decline(answered, reason="已处理", **by(people.clerk, DAY))
    with pytest.raises(ListRefused):
        offering.withdraw(answered, reason="不报了", **by(officer, DAY))


def test_the_office_hands_on_and_sees_what_is_late(people):
    one = offered(people, on=factories.ago(60))
    other = factories.department(parent=people.office.department)
    assert REASONS["clocks"].rows(people.office, DAY).filter(case_id=one.public_id).exists()
    assert enter(people.office).get("/lists/leads/?late").context["page"].paginator.count == 1
    with pytest.raises(ListRefused, match="信用办"):
        offering.hand_on(one, other, reason="职责不符", **by(people.clerk, DAY))
    offering.hand_on(one, other, reason="职责不符", **by(people.office, DAY))
    assert again(one).department == other
    assert not REASONS["clocks"].rows(people.office, DAY).filter(case_id=one.public_id).exists()
    assert enter(people.clerk).get(f"/lists/leads/{one.public_id}/").status_code == 404
    with pytest.raises(ListRefused):
        offering.hand_on(one, making.staff().body, reason="x", **by(people.office, DAY))


def test_four_eyes_and_answers_stand_in_the_table_itself(people):
    one = offered(people)
    for change in (
        {"state": "declined", "answered_by": one.officer, "answered_on": DAY, "answer": "不"},
        {"state": "declined", "answered_by": people.clerk, "answered_on": DAY},
        {"state": "taken_up", "answered_by": people.clerk, "answered_on": DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Candidate.objects.filter(pk=one.pk).update(**change)


def test_offered_and_answered_by_pages(people):
    officer = outsider(people)
    client = enter(officer)
    code = factories.code()
    sent = {
        "which": "red", "code": code, "name": "虚构市丁类食品有限公司", "matter": "诚信会员", "facts": "连续五年履约。",
        "department": str(people.body.public_id), "papers": SimpleUploadedFile("证明.pdf", EVIDENCE.data),
    }  # fmt: skip
    wrong = client.post("/lists/candidates/offer", sent | {"code": "1"})
    assert "统一社会信用代码有误" in wrong.content.decode()
    assert "连续五年履约。" in wrong.content.decode()
    sent["papers"] = SimpleUploadedFile("证明.pdf", EVIDENCE.data)
    client.post("/lists/candidates/offer", sent)
    one = Candidate.objects.get()
    assert tell_of_candidates(DAY) == 1
    clerk = enter(people.clerk)
    assert "连续五年履约。" in clerk.get(f"/lists/leads/{one.public_id}/take-up").content.decode()
    answer = clerk.post(f"/lists/leads/{one.public_id}/take-up", NOMINATION | {"name": one.name})
    nomination = Nomination.objects.get()
    assert answer.headers["Location"] == f"/lists/red/{nomination.public_id}/"
    assert Act.objects.filter(what="take_up_candidate").exists()
    assert enter(people.reviewer).get(f"/lists/leads/{one.public_id}/").status_code == 200
    assert enter(people.reviewer).get(f"/lists/leads/{one.public_id}/take-up").status_code == 403


def test_lists_keep_their_query_count(people):
    officer = outsider(people)
    offered(people, officer)
    for who, path in ((officer, "/lists/candidates/"), (people.clerk, "/lists/leads/")):
        client = enter(who)
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        for _ in range(4):
            offered(people, officer)
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(few) == len(many), path


def test_nothing_of_it_is_public(people):
    one = offered(people)
    for path in ("/red-list/", "/black-list/", "/", f"/lists/candidates/{one.public_id}/"):
        assert one.name not in Client().get(path).content.decode()
    assert Officer.objects.filter(pk=one.officer_id, department__outside="association").exists()
