"""Reports of dishonesty: followed by code, passed on, answered, closed by another; limits, clocks, scope, rewards. Source: F7."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client, override_settings

from blacklists.refusals import ListRefused
from dishonesty_reports import filing, handling, rewarding
from dishonesty_reports.models import Paper, Report
from ledger.models import Event
from rules.models import CaseClock
from tests import factories
from tests.blacklists.walking import again
from tests.dishonesty_reports.telling import SCAN, TEXT, WHO, answered, closed, forwarded, told, told_with_code
from tests.factories import DAY
from tests.records.making import id_number, staff
from tests.representation.making import by_staff, coded

pytestmark = pytest.mark.django_db
STATUS = "/report-dishonesty/status"


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return staff()


def clocks_of(report) -> list[tuple]:
    rows = CaseClock.objects.of("report", report.public_id).order_by("pk")
    return list(rows.values_list("step", "state", "department"))


def test_from_report_to_result_by_the_code(people):
    report, receipt = told_with_code(people)
    assert clocks_of(report) == [("transfer", "running", people.office.department.pk)]
    assert receipt not in str(Report.objects.filter(pk=report.pk).values().get())
    client = Client()
    assert "正在审看" in client.post(STATUS, {"receipt": receipt}).content.decode()
    handling.forward(report, to=people.body, text=TEXT, **by_staff(people.office))
    assert clocks_of(report)[1:] == [("reply", "running", people.body.pk)]
    handling.answer(report, outcome="founded", wording="内部情况甲", **by_staff(people.clerk))
    assert {state for _, state, _ in clocks_of(report)} == {"met"}
    handling.close(report, told="已依法处理，谢谢。", **by_staff(people.approver))
    as_copied = " ".join(receipt[at : at + 4] for at in range(0, 16, 4)).lower()
    page = client.post(STATUS, {"receipt": as_copied}).content.decode()
    assert "查实：已依法处理，谢谢。" in page
    assert "内部情况甲" not in page  # what the department writes is for the office
    assert people.clerk.name not in page
    moves = Event.objects.filter(object_id=report.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == ["tell_report", "forward", "answer", "close"]


def test_an_unknown_code_is_answered_in_the_same_bytes(people):
    told(people)
    client = Client()
    said = {client.post(STATUS, {"receipt": code}).content for code in ("ABCD" * 4, "", "22222222", "举报" * 40)}
    assert len(said) == 1
    assert "没有这个回执码" in said.pop().decode()


def test_four_eyes_in_code_and_database(people):
    report = told(people)
    handling.propose_decline(report, reason="不属于失信", **by_staff(people.office))
    both = factories.officer("office", "office_approver", department=people.office.department)
    Report.objects.filter(pk=report.pk).update(taken_by=both)
    with pytest.raises(ListRefused, match="另一位"):
        handling.decide_decline(report, agree=True, **by_staff(both))
    handling.decide_decline(report, agree=True, **by_staff(people.approver))
    assert again(report).state == "declined"
    done = answered(people)
    Report.objects.filter(pk=done.pk).update(answered_by=people.approver)
    with pytest.raises(ListRefused, match="另一位"):
        handling.close(done, told="好", **by_staff(people.approver))
    with pytest.raises(IntegrityError, match="closed_by_two"), transaction.atomic():
        Report.objects.filter(pk=done.pk).update(state="closed", closer=people.approver)
    with pytest.raises(IntegrityError, match="declined_by_two"), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(closer=both)


def test_whose_matter_it_is_not_goes_on_to_another_department(people):
    report = answered(people, outcome="elsewhere")
    with pytest.raises(ListRefused, match="改转哪个"):
        handling.give_back(report, reason="请另行办理", **by_staff(people.approver))
    other = factories.department(parent=people.office.department)
    handling.give_back(report, reason="属于另一局职责", to=other, **by_staff(people.approver))
    report = again(report)
    assert (report.state, report.department, report.answered_by) == ("forwarded", other, None)
    assert not Report.objects.visible_to(people.clerk).exists()
    with pytest.raises(ListRefused, match="职责范围"):
        handling.answer(report, outcome="founded", wording="是", **by_staff(people.clerk))


def test_who_sees_it_and_whose_turn_it_is(people):
    report, beside = told(people), staff()
    assert set(Report.objects.visible_to(people.office)) == set(Report.objects.waiting_for(people.office)) == {report}
    for nobody in (people.clerk, people.reviewer, beside.office, beside.clerk):
        assert not Report.objects.visible_to(nobody).exists()
    assert not Paper.objects.visible_to(people.auditor).exists()  # not passed on: between reporter and office
    handling.forward(report, to=people.body, text="只有这些", **by_staff(people.office))
    assert set(Report.objects.waiting_for(people.clerk)) == {report}
    assert not Paper.objects.visible_to(people.clerk).exists()  # it was not sent along
    assert not Paper.objects.visible_to(people.office).exists()  # and is sealed now
    assert set(Report.objects.visible_to(people.auditor)) == {report}
    assert Report.objects.overdue(DAY + timedelta(days=60)).get() == report
    assert not Report.objects.overdue(DAY).exists()


def test_what_is_refused_at_the_door(people):
    number = id_number(3)
    wrong = [
        ({"statement": f"找{number}问"}, "身份证号"), ({"accused": ""}, "举报谁"), ({"statement": " "}, "请填写"),
        ({"papers": [SCAN] * 4}, "最多上传3个"), ({"papers": [type(SCAN)("a.pdf", b"MZ")]}, "PDF"),
        ({"reporter": WHO, "statement": f"我叫{WHO.name}"}, "请删去"), ({"accused_code": number}, "身份证号"),
        ({"reporter": filing.Reporter(name="柏青岚", phone="1")}, "电话"), ({"source": "hotline"}, "网页"),
        ({"reporter": filing.Reporter(name="柏青岚", phone=WHO.phone, id_number="123")}, "身份证号应为18位"),
    ]  # fmt: skip
    for fields, said in wrong:
        with pytest.raises(ListRefused, match=said):
            told(people, **fields)
    with pytest.raises(ListRefused, match="信用办经办"):
        told(people, officer=people.clerk, source="hotline")
    assert not Report.objects.exists()


def test_so_many_a_day_from_one_address(people):
    for _ in range(filing.A_DAY):
        told(people)
    with pytest.raises(ListRefused, match="明天再试"):
        told(people)
    told(people, address="192.0.2.8")
    told(people, on=DAY + timedelta(days=1))
    told(people, officer=people.office, source="hotline", actor=by_staff(people.office)["actor"])


def test_a_name_binds_nothing_a_code_does(people):
    company = coded("虚构食品加工厂")
    report = forwarded(people)
    assert report.subject is None
    client = Client()
    client.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    step = f"/dishonesty/{report.public_id}/step"
    client.post(step, {"action": "bind", "code": company.name})
    assert again(report).subject is None
    client.post(step, {"action": "bind", "code": company.code})
    assert again(report).subject == company


def test_a_reward_where_the_text_grants_one_by_two(people):
    report, receipt = told_with_code(people)
    handling.forward(report, to=people.body, text=TEXT, **by_staff(people.office))
    handling.answer(report, outcome="founded", wording="属实", **by_staff(people.clerk))
    handling.close(report, told="属实", **by_staff(people.approver))
    with override_settings(JURISDICTION="yingkou"), pytest.raises(ListRefused, match="没有规定举报奖励"):
        rewarding.offer(report, wording="500元", **by_staff(people.office))
    with override_settings(JURISDICTION="bengbu"):
        assert "六(二)" in Client().get("/report-dishonesty/").content.decode()
        rewarding.offer(report, wording="500元", **by_staff(people.office))
        assert "500元" not in Client().post(STATUS, {"receipt": receipt}).content.decode()
        with pytest.raises(IntegrityError, match="reward_by_two"), transaction.atomic():
            Report.objects.filter(pk=report.pk).update(reward_granted_by=people.office)
        assert Report.objects.waiting_for(people.approver).get() == report
        rewarding.decide_reward(report, agree=True, **by_staff(people.approver))
    assert "500元" in Client().post(STATUS, {"receipt": receipt}).content.decode()


@override_settings(JURISDICTION="suining_anju")
def test_the_public_page(people):
    client = Client()
    page = client.get("/report-dishonesty/")
    assert "严格保密（" in page.content.decode()
    assert "二(二)2(5)）" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    key = CaptchaStore.generate_key()
    sent = {
        "key": key, "answer": "x", "office": people.office.department.pk, "accused": "虚构公司", "statement": TEXT,
        "who": "yes", "name": WHO.name, "phone": WHO.phone, "papers": SimpleUploadedFile("a.jpg", SCAN.data),
    }  # fmt: skip
    assert "验证码不对" in client.post("/report-dishonesty/", sent).content.decode()
    sent |= {"key": CaptchaStore.generate_key(), "papers": SimpleUploadedFile("a.jpg", SCAN.data)}
    sent["answer"] = CaptchaStore.objects.get(hashkey=sent["key"]).response
    page = client.post("/report-dishonesty/", sent).content.decode()
    report = Report.objects.get()
    assert "举报已收到" in page
    assert WHO.name not in page
    assert (report.named, report.source, report.papers.count(), report.filed_by) == (True, "online", 1, None)
    assert not client.cookies


def test_closed_cases_wait_for_nobody(people):
    closed(people)
    for officer in (people.clerk, people.reviewer, people.office, people.approver):
        assert not Report.objects.waiting_for(officer).exists()
