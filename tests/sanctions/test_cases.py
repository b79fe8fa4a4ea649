"""Typical cases: reported by the pack's day, chosen, published by another, never naming who is not publicly listed, handed up with a
receipt. Source: D9; Harbin 五(四), Yingkou (九), Shaanxi 二(十).
"""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from blacklists.models import Entry
from blacklists.refusals import ListRefused
from records.files import fetch
from sanctions import handing_up, telling_cases
from sanctions.models import CaseParcel, TypicalCase
from supervision.models import RecurringDuty, RecurringTask
from supervision.recurring import TYPICAL_CASES, make_tasks
from tests import factories
from tests.blacklists.walking import START, again, by, day
from tests.blacklists.walking import published as listed
from tests.records import making
from tests.sanctions.stories import STORY, chosen, handed_up, published, reported
from tests.workbench.conftest import enter
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


# --- by the day of the text --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "clause", "to"),
    [
        ("harbin_new_area", "五(四)", "区营商环境局"), ("shaanxi", "二(十)；未规定日期", "省信用办"),
        ("yingkou", "(九)；未规定日期", "省信用数据交换平台"), ("", "本平台默认", ""),
    ],
)  # fmt: skip
def test_by_which_day_and_to_whom_as_the_pack_says(settings, pack, clause, to):
    settings.JURISDICTION = pack
    rule = telling_cases.rule(date(2026, 10, 1))
    assert rule.day == 20
    assert clause in rule.clause
    assert rule.to == to
    assert ("本平台默认" in rule.clause) == (pack != "harbin_new_area")


def test_harbin_by_the_twentieth_each_month_and_the_late_are_shown_to_the_office(settings, people):
    settings.JURISDICTION = "harbin_new_area"
    make_tasks(date(2026, 9, 28))
    task = RecurringTask.objects.get(duty__key=TYPICAL_CASES, department=people.body, due__month=10)
    assert task.due == date(2026, 10, 20)
    words = {one.words: one.count for one in tasks_of(people.office, date(2026, 10, 21))}
    assert words["部门典型案例，逾期未报"] == 1
    assert "部门典型案例，逾期未报" not in {one.words for one in tasks_of(people.office, date(2026, 10, 20))}
    reported(people, on=date(2026, 9, 30))
    make_tasks(date(2026, 10, 1))
    assert again(task).state == "open", "one of another month does not count"
    gone = reported(people, on=date(2026, 10, 8))
    telling_cases.take_back(gone, **by(people.clerk, date(2026, 10, 8)))
    make_tasks(date(2026, 10, 8))
    assert again(task).state == "open"
    reported(people, on=date(2026, 10, 9))
    make_tasks(date(2026, 10, 9))
    assert (again(task).state, task.done_on) == ("done", date(2026, 10, 9))
    other = making.staff()
    assert "部门典型案例，逾期未报" not in {one.words for one in tasks_of(people.office, date(2026, 10, 21))}
    assert enter(other.clerk).get("/supervision/typical-cases/").status_code == 403
    page = enter(people.office).get("/supervision/typical-cases/", {"month": "2026-10"}).content.decode()
    assert "1例" in page
    assert "按期完成，2026-10-09" in page
    RecurringTask.objects.filter(pk=task.pk).update(done_on=date(2026, 10, 23))
    late = enter(people.office).get("/supervision/typical-cases/", {"month": "2026-10"}).content.decode()
    assert "逾期完成" in late
    assert "按期完成" not in late


def test_a_packs_own_day_moves_the_task(settings, people):
    from rules.models import PackValue

    settings.JURISDICTION = "harbin_new_area"
    row = PackValue.objects.get(key="task.typical_cases", jurisdiction__name="harbin_new_area")
    PackValue.objects.filter(pk=row.pk).update(value=row.value | {"by_day": 25})
    make_tasks(date(2026, 9, 28))
    assert RecurringDuty.objects.get(key=TYPICAL_CASES).day == 20
    assert RecurringTask.objects.get(duty__key=TYPICAL_CASES, department=people.body, due__month=10).due.day == 25


# --- chosen and published by two -----------------------------------------------------------------------------------------


def test_reported_chosen_published_taken_off(people):
    case = reported(people)
    with pytest.raises(ListRefused, match="信用办经办"):
        telling_cases.choose(case, **by(people.clerk, START))
    telling_cases.choose(case, **by(people.office, START))
    with pytest.raises(ListRefused):
        telling_cases.publish(case, **by(people.office, START))
    assert not TypicalCase.objects.public(START).exists()
    telling_cases.publish(case, **by(people.approver, START))
    assert TypicalCase.objects.public(START).get() == case
    assert not TypicalCase.objects.public(START - timedelta(days=1)).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        TypicalCase.objects.filter(pk=case.pk).update(approver=people.office)
    with pytest.raises(ListRefused, match="理由"):
        telling_cases.withdraw(case, reason=" ", **by(people.office, START))
    telling_cases.withdraw(case, reason="数据有误", **by(people.office, START))
    assert not TypicalCase.objects.public(START).exists()


def test_sent_back_it_is_mended_by_its_department_and_chosen_anew(people):
    case = chosen(people)
    telling_cases.send_back(case, reason="成效请写明数字", for_good=False, **by(people.approver, START))
    with pytest.raises(ListRefused):
        telling_cases.publish(again(case), **by(people.approver, START))
    with pytest.raises(ListRefused, match="由报送的部门"):
        telling_cases.amend(again(case), subject=None, **STORY, **by(making.staff().clerk, START))
    telling_cases.amend(
        again(case), subject=None, **STORY | {"effect": "按期报送率由八成升至九成"}, **by(people.clerk, day(1))
    )
    again(case)
    assert (case.state, case.chooser, case.reported_on) == ("reported", None, day(1))
    telling_cases.send_back(case, reason="不典型", for_good=True, **by(people.office, day(2)))
    assert again(case).state == "declined"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"story": "联系人电话13800138000"}, {"kind": "x"}, {"effect": "一" * 1001},
        {"story": "虚构市云岭食品有限公司逾期未报"},
    ],
)  # fmt: skip
def test_neither_persons_nor_companies_that_were_not_chosen(people, wrong):
    with pytest.raises(ListRefused):
        reported(people, **wrong)
    assert reported(people, story="该公司与某食品有限公司都已整改。")


def test_a_company_is_named_only_while_it_is_publicly_listed(people):
    entry = listed(people)
    on = day(13)
    with pytest.raises(ListRefused, match="公示名单"):
        reported(people, on=on, kind="sanction", subject=factories.subject())
    with pytest.raises(ListRefused, match="公示名单"):
        reported(people, on=on, kind="incentive", subject=entry.subject)
    case = published(people, on=on, kind="sanction", subject=entry.subject)
    assert TypicalCase.objects.public(on).exists()
    waiting = chosen(people, on=on, kind="sanction", subject=entry.subject)
    Entry.objects.filter(pk=entry.pk).update(until=day(20))
    assert not TypicalCase.objects.public(day(21)).exists(), "nobody has to take it off"
    with pytest.raises(ListRefused, match="不在公示的名单"):
        telling_cases.publish(waiting, **by(people.approver, day(21)))
    assert again(case).state == "published"


def test_a_natural_person_is_never_named(people):
    person = factories.subject(kind="person", public=False)
    for kind in ("incentive", "sanction"):
        with pytest.raises(ListRefused):
            reported(people, kind=kind, subject=person)


# --- handed up -----------------------------------------------------------------------------------------------------------


def test_yingkou_handed_up_as_a_numbered_file_with_its_receipt(settings, people):
    settings.JURISDICTION = "yingkou"
    parcel = handed_up(people)
    assert parcel.number == "案例〔2026〕1号"
    sheet = openpyxl.load_workbook(io.BytesIO(fetch(parcel.file_path))).active
    assert sheet["C3"].value == STORY["title"]
    with pytest.raises(ListRefused, match="正在公布"):
        handing_up.hand_up([reported(people)], destination="省", **by(people.office, START))
    with pytest.raises(ListRefused, match="正在公布"):
        handing_up.hand_up([], destination="省", **by(people.office, START))
    with pytest.raises(ListRefused, match="职责范围"):
        handing_up.enter_receipt(parcel, receipt="收", received_on=START, **by(making.staff().office, START))
    for received in (START - timedelta(days=1), START + timedelta(days=1)):
        with pytest.raises(ListRefused, match="接收日期"):
            handing_up.enter_receipt(parcel, receipt="省收1号", received_on=received, **by(people.office, START))
    handing_up.enter_receipt(parcel, receipt="省收1号", received_on=START, **by(people.office, START))
    with pytest.raises(ListRefused, match="已经登记"):
        handing_up.enter_receipt(again(parcel), receipt="省收2号", received_on=START, **by(people.office, START))
    with pytest.raises(ListRefused, match="信用办经办"):
        handing_up.hand_up([published(people)], destination="省", **by(people.clerk, START))
    assert handed_up(people).number == "案例〔2026〕2号"


# --- pages -----------------------------------------------------------------------------------------------------------------


def test_from_the_clerks_page_to_the_publics(people):
    clerk, office, approver, public = (
        enter(people.clerk), enter(people.office), enter(people.approver), Client(),
    )  # fmt: skip
    assert "请从列表中选择类别" in clerk.post("/joint/cases/report", STORY).content.decode()
    clerk.post("/joint/cases/report", STORY | {"kind": "incentive"})
    case = TypicalCase.objects.get()
    address, step = f"/joint/cases/{case.public_id}/", f"/joint/cases/{case.public_id}/step"
    assert "选用" not in [
        button for button in clerk.get(address).content.decode().split('value="') if "choose" in button
    ]
    office.post(step, {"action": "return", "reason": "请补充成效"})
    assert "修改后再报" in clerk.get(address).content.decode()
    clerk.post(address, STORY | {"effect": "按期报送率升至九成"})
    assert again(case).state == "reported"
    assert {task.words for task in tasks_of(people.office, timezone.localdate())} >= {"典型案例，待办理"}
    office.post(step, {"action": "choose"})
    page = f"/cases/{case.public_id}/"
    assert public.get(page).status_code == 404
    approver.post(step, {"action": "publish"})
    assert again(case).state == "published"
    assert "按期报送率升至九成" in public.get(page).content.decode()
    assert case.title in public.get("/cases/").content.decode()
    assert case.title not in public.get("/cases/", {"kind": "sanction"}).content.decode()
    assert people.clerk.name not in public.get(page).content.decode()
    office.post("/joint/cases/parcels/", {"case": [str(case.public_id)], "destination": "虚构省信用平台"})
    parcel = CaseParcel.objects.get()
    assert office.get(f"/joint/cases/parcels/{parcel.public_id}.xlsx").status_code == 200
    office.post(
        f"/joint/cases/parcels/{parcel.public_id}/receipt",
        {"received_on": timezone.localdate().isoformat(), "receipt": "省收1号"},
    )
    assert "省收1号" in office.get("/joint/cases/parcels/").content.decode()
    office.post(step, {"action": "withdraw", "reason": "数据有误"})
    assert public.get(page).status_code == 404
    for show in ("", "mine", "public", "over"):
        assert clerk.get("/joint/cases/", {"show": show}).status_code == 200
    assert enter(making.staff().clerk).get(address).status_code == 404
