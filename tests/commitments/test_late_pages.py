"""Pages of late papers: the counter, the list, the home page. Source: E7."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from commitments.models import LatePapers, Matter
from tests import factories
from tests.commitments.promising import SCAN, accepted, identified, matter, template
from tests.records.making import id_number
from tests.workbench.conftest import enter
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATE = reverse("commitments:late_papers")
NEW = reverse("commitments:late_paper_new")


@pytest.fixture(autouse=True)
def here(settings):
    settings.JURISDICTION = "yingkou"


@pytest.fixture
def desk(people):
    mine = matter(people, on=TODAY)
    return people, mine, mine.papers.get(name="设备清单").pk


def sent(mine, paper, **fields):
    return {
        "matter": mine.public_id, "paper": paper, "application": "虚办1号",
        "promised_by": TODAY + timezone.timedelta(days=1),
    } | fields  # fmt: skip


def test_the_counter_shows_the_standing_before_anything_is_written(desk):
    people, mine, _ = desk
    clerk = enter(people.clerk)
    good, bad = identified(factories.subject()), identified(factories.subject())
    factories.record("penalty", subject=bad, decided_on=factories.ago(30), document_number="虚罚7号")
    page = clerk.get(NEW, {"matter": mine.public_id, "code": good.code}).content.decode()
    assert "符合绿色通道的条件" in page
    assert "可以实施" in page
    assert "最迟5个工作日补交" in page
    assert "申请书（法定）" in page
    page = clerk.get(NEW, {"matter": mine.public_id, "code": bad.code}).content.decode()
    assert "不符合绿色通道的条件" in page
    assert "虚罚7号" in page
    assert "起草承诺书" not in page


def test_from_the_counter_to_the_last_paper(desk):
    people, mine, paper = desk
    clerk = enter(people.clerk)
    subject = identified(factories.subject())
    answer = clerk.post(NEW, sent(mine, paper, code=subject.code))
    case = LatePapers.objects.get()
    assert answer.url == reverse("commitments:late_paper", args=[case.public_id])
    page = clerk.get(answer.url).content.decode()
    assert "待签署承诺书" in page
    step = reverse("commitments:late_paper_step", args=[case.public_id])
    clerk.post(step, {"action": "accept", "paper": SimpleUploadedFile(SCAN.name, SCAN.data)})
    assert "设备清单" in clerk.get(answer.url).content.decode()
    clerk.post(step, {"action": "deliver", "paper": case.papers.get().pk})
    case.refresh_from_db()
    assert case.state == "completed"
    assert subject.name in clerk.get(LATE, {"show": "over"}).content.decode()
    assert subject.name not in clerk.get(LATE).content.decode()


def test_a_person_is_found_by_what_is_posted_and_the_number_is_shown_nowhere(desk):
    people, mine, paper = desk
    clerk = enter(people.clerk)
    number = id_number(9)
    answer = clerk.post(NEW, sent(mine, paper, name="丁某", certificate="身份证", number=number), follow=True)
    assert LatePapers.objects.get().subject.kind == "person"
    assert number not in answer.content.decode()
    answer = clerk.post(NEW, sent(mine, paper, name="戊某", certificate="身份证", number=number))
    assert "姓名与平台上" in answer.content.decode()
    assert number not in answer.content.decode()


def test_the_list_of_papers_by_its_form(people):
    clerk, reviewer = enter(people.clerk), enter(people.reviewer)
    form = {
        "title": "排污许可", "basis": "指南", "name": ["申请表", "平面图", "照片", ""], "when": ["law", "late", "now", ""],
        "days": ["", "5", "", ""],
    }  # fmt: skip
    answer = clerk.post(reverse("commitments:matter_new"), form | {"days": ["", "五", "", ""]})
    assert "可容缺的工作日数" in answer.content.decode()
    assert "平面图" in answer.content.decode(), "what was typed stays"
    clerk.post(reverse("commitments:matter_new"), form)
    made = Matter.objects.get()
    assert [(one.name, one.statutory, one.late_days) for one in made.papers.all()] == [
        ("申请表", True, None), ("平面图", False, 5), ("照片", False, None),
    ]  # fmt: skip
    page = reverse("commitments:matter", args=[made.public_id])
    assert "审批" not in clerk.get(page).content.decode().split("变更记录")[0].split("</dl>")[1]
    assert [task.words for task in tasks_of(people.reviewer, TODAY) if "清单" in task.words] == ["办事材料清单，待审批"]
    reviewer.post(reverse("commitments:matter_step", args=[made.public_id]), {"adopt": "yes"})
    made.refresh_from_db()
    assert made.state == "adopted"
    assert "排污许可" in clerk.get(reverse("commitments:matter_new"), {"from": made.public_id}).content.decode()


def test_overdue_ones_stand_on_the_home_page(desk):
    people, mine, _ = desk
    case = accepted(people, matter=mine, on=factories.ago(10), promised_by=factories.ago(6))
    found = {task.words: task for task in tasks_of(people.clerk, TODAY)}
    assert found["容缺受理，逾期未补交"].count == 1
    assert case.subject.name in enter(people.clerk).get(found["容缺受理，逾期未补交"].link).content.decode()


def test_where_no_text_knows_late_papers_the_page_says_so(desk, settings):
    people, mine, paper = desk
    settings.JURISDICTION = "bengbu"
    clerk = enter(people.clerk)
    assert "没有规定容缺受理" in clerk.get(LATE).content.decode()
    answer = clerk.post(NEW, sent(mine, paper, code=factories.code(), name="虚构"))
    assert "没有规定容缺受理" in answer.content.decode()
    assert not LatePapers.objects.exists()


@pytest.mark.parametrize("name", ["late_paper_new", "commitment_new"])
def test_a_person_is_named_only_to_whoever_has_something_of_theirs(desk, name):
    people, mine, _ = desk
    template(people, on=TODAY)
    person = factories.subject("丁某某", kind="person", code="", public=False)
    asked = {"matter": mine.public_id, "code": person.public_id}
    page = enter(people.clerk).get(reverse(f"commitments:{name}"), asked).content.decode()
    assert "丁某某" not in page
    assert "符合绿色通道的条件" not in page
    factories.record("penalty", subject=person, department=people.body)
    assert "丁某某" in enter(people.clerk).get(reverse(f"commitments:{name}"), asked).content.decode()
    other = factories.officer("clerk", department=factories.department())
    assert "丁某某" not in enter(other).get(reverse(f"commitments:{name}"), asked).content.decode()
