"""The pages of minor and fairly serious acts, walked by whoever holds the roles; what waits stands on the home page. Source: E5."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sanctions.models import Disclosure, MinorCase
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import again, graded_here, reported
from tests.records import making
from tests.sanctions import minor_walking as walk
from tests.sanctions.walking import implementer
from tests.workbench.conftest import enter
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings):
    graded_here(settings)


@pytest.fixture
def people():
    return making.staff()


def scan():
    return SimpleUploadedFile("回证.pdf", b"%PDF-1.4 proof", "application/pdf")


def take(officer, case, action, **fields):
    answer = enter(officer).post(f"/joint/minor/{case.public_id}/step", {"action": action} | fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_from_the_menu_to_the_closed_case(people):
    today = timezone.localdate()
    act = reported(people, ground="filing_late", on=today)
    clerk = enter(people.clerk)
    assert act.document in clerk.get("/joint/minor/open").content.decode()
    page = clerk.post("/joint/minor/open", {"act": str(act.public_id), "demand": ""}, follow=True).content.decode()
    assert "请填写整改要求" in page
    clerk.post("/joint/minor/open", {"act": str(act.public_id), "demand": "补办备案"})
    case = MinorCase.objects.get()
    waiting = {task.words: task.count for task in tasks_of(people.reviewer, today)}
    assert waiting["轻微失信处置，待办理"] == 1
    assert 'value="issue"' not in clerk.get(f"/joint/minor/{case.public_id}/").content.decode()
    assert "请送达后登记" in take(people.reviewer, case, "issue")
    letter = case.letters.get()
    assert letter.number in clerk.get(f"/joint/minor/letters/{letter.public_id}/").content.decode()
    assert clerk.get(f"/joint/minor/letters/{letter.public_id}.pdf").content.startswith(b"%PDF")
    served = {"letter": str(letter.public_id), "means": "direct", "delivered_on": str(today)}
    assert "请上传送达凭证" in take(people.clerk, case, "deliver", **served)
    assert "送达已登记" in take(people.clerk, case, "deliver", paper=scan(), **served)
    assert "还没有过" in take(people.reviewer, case, "urge", reason="未改")
    assert "请选择是否" in take(people.reviewer, case, "answer")
    assert "没有看懂" in take(people.clerk, case, "nonsense")
    done = {"rectification": "已备案", "rectified_on": str(today), "paper": scan()}
    assert "已办结" in take(people.clerk, case, "close", **done)
    assert again(case).state == "closed"
    assert clerk.get(f"/joint/minor/{case.public_id}/evidence").content == b"%PDF-1.4 proof"
    for show in ("", "mine", "late", "over"):
        assert clerk.get("/joint/minor/", {"show": show}).status_code == 200


def test_an_interview_by_the_pages(people):
    case = walk.running(people)
    on = timezone.localdate()
    later = (on + walk.timedelta(days=5)).isoformat()
    take(people.reviewer, case, "appoint", whom="deputy", appointed_on=later, place="二楼")
    met = case.interviews.get()
    assert "分管负责人" in enter(people.clerk).get(f"/joint/minor/{case.public_id}/").content.decode()
    assert "请选择" in take(people.clerk, case, "absent", reason="未到")
    held = {"record": "已宣讲", "held_on": str(on), "paper": scan()}
    assert "约谈已登记" in take(people.clerk, case, "hold", **held)
    assert again(met).state == "held"
    assert enter(people.clerk).get(f"/joint/minor/interviews/{met.public_id}/record").status_code == 200


def test_another_department_does_not_see_the_case(people):
    case = walk.issued(people)
    for officer in (implementer(people).clerk, making.staff().office):
        assert enter(officer).get(f"/joint/minor/{case.public_id}/").status_code == 404
        assert case.subject.name not in enter(officer).get("/joint/minor/").content.decode()
    assert enter(people.office).get(f"/joint/minor/{case.public_id}/").status_code == 200


def test_told_by_page_to_whom_it_names_and_never_public(people, client):
    who, association = implementer(people), outsider(people)
    shown = walk.disclosed(people, who, [people.body, association.department])
    today = timezone.localdate()
    Disclosure.objects.filter(pk=shown.pk).update(since=today, until=today)
    type(shown.measure).objects.update(since=today, until=today + walk.timedelta(days=9))
    name = shown.measure.subject.name
    for officer, sees in ((people.clerk, True), (association, True), (people.office, False), (who.clerk, False)):
        assert (name in enter(officer).get("/joint/disclosures/told/").content.decode()) == sees
    assert {task.words: task.count for task in tasks_of(people.clerk, today)}["告知本单位的失信惩戒"] == 1
    for address in ("/", "/black-list/", "/red-list/", "/lists-updates/"):
        assert name not in client.get(address).content.decode()
    assert client.get("/joint/disclosures/told/").status_code == 302
    type(shown.measure).objects.update(until=today - walk.timedelta(days=1))
    assert name not in enter(people.clerk).get("/joint/disclosures/told/").content.decode()


def test_a_disclosure_is_proposed_by_ticking_its_audience(people):
    who, association = implementer(people), outsider(people)
    [measure] = walk.sanctioned(people, who, "适当范围公示")
    today = timezone.localdate()
    type(measure).objects.update(since=today, until=today + walk.timedelta(days=30))
    clerk = enter(who.clerk)
    assert "提出适当范围公示" in clerk.get(f"/joint/measures/{measure.public_id}/").content.decode()
    address = f"/joint/disclosures/measures/{measure.public_id}/"
    assert association.department.name in clerk.get(address).content.decode()
    asked = {"words": "较重失信", "since": str(today), "until": str(today + walk.timedelta(days=9))}
    page = clerk.post(address, asked).content.decode()
    assert "请选择告诉谁" in page
    assert ">较重失信</textarea>" in page  # as it was typed
    clerk.post(address, asked | {"audience": [association.department.pk, "x"]})
    made = Disclosure.objects.get()
    assert {task.words for task in tasks_of(who.reviewer, today)} >= {"适当范围公示，待审批"}
    step = f"/joint/disclosures/{made.public_id}/step"
    clerk.post(step, {"action": "show"})
    assert again(made).state == "proposed"
    enter(who.reviewer).post(step, {"action": "show"})
    assert again(made).state == "shown"
    assert name_in_detail(who.clerk, made, association)


def name_in_detail(officer, made, association) -> bool:
    page = enter(officer).get(f"/joint/disclosures/{made.public_id}/").content.decode()
    return association.department.name in page and "今天可见" in page


def test_graded_action_by_the_pages(people):
    action = walk.graded(people)
    client = enter(people.office)
    page = client.get(f"/joint/actions/{action.public_id}/").content.decode()
    assert "督促后仍不履行" in page
    assert "分级惩戒" in page
    client.get("/joint/actions/")
    walk.item_of("适当范围公示")
    plan = client.get(f"/joint/actions/{action.public_id}/plan").content.decode()
    assert "适当范围公示" in plan
    assert "限制新增项目审批" not in plan
