"""Pages of commitments: form, counter, decision, the public's list and the company's page. Source: H2, G4."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments import breaking, making
from commitments.models import Commitment, Template
from commitments.recording import record_of
from commitments.templating import DRAFT
from records.releasing import release_record
from tests import factories
from tests.commitments.promising import SCAN, by, identified, received, template
from tests.records.making import acting, id_number
from tests.workbench.conftest import enter
from workbench.today import tasks_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PUBLIC = reverse("publicity:commitment_list")


def released(people, case):
    record = record_of(case, case.submission)
    release_record(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=TODAY)
    return record


def test_a_form_begins_with_words_and_is_adopted_by_another(people, settings):
    settings.JURISDICTION = "shaanxi"
    clerk, reviewer = enter(people.clerk), enter(people.reviewer)
    page = clerk.get(reverse("commitments:template_new")).content.decode()
    assert "申报材料真实性" in page
    assert DRAFT["sanction"] in page
    sent = DRAFT | {"kind": "trade", "field": "餐饮", "title": "餐饮自律承诺", "basis": "公约", "months": "十"}
    assert "应是整数" in clerk.post(reverse("commitments:template_new"), sent).content.decode()
    clerk.post(reverse("commitments:template_new"), sent | {"months": "12"})
    made = Template.objects.get()
    assert (made.kind, made.months, made.state) == ("trade", 12, "proposed")
    assert [task.words for task in tasks_of(people.reviewer, TODAY) if "模板" in task.words] == ["承诺书模板，待审批"]
    reviewer.post(reverse("commitments:template_step", args=[made.public_id]), {"adopt": "yes"})
    made.refresh_from_db()
    assert made.state == "adopted"
    assert "餐饮自律承诺" in clerk.get(reverse("commitments:templates")).content.decode()


def test_from_the_counter_to_the_public_page(people):
    used, subject = template(people, on=TODAY), identified(factories.subject("虚构清泉食品有限公司", public=False))
    clerk = enter(people.clerk)
    sent = {"template": used.public_id, "code": subject.code, "matter": "办理食品经营许可"}
    answer = clerk.post(reverse("commitments:commitment_new"), sent)
    case = Commitment.objects.get()
    assert answer.url == reverse("commitments:commitment", args=[case.public_id])
    clerk.post(
        reverse("commitments:commitment_step", args=[case.public_id]),
        {"action": "receive", "paper": SimpleUploadedFile(SCAN.name, SCAN.data)},
    )
    case.refresh_from_db()
    assert case.state == "performing"
    assert "信用承诺（待审核）" in clerk.get(answer.url).content.decode()
    assert subject.name not in Client().get(PUBLIC).content.decode()
    released(people, case)
    page = Client().get(PUBLIC).content.decode()
    assert subject.name in page
    assert "履行中 1 份" in page
    subject.refresh_from_db()
    own = Client().get(reverse("publicity:subject", args=[subject.public_id])).content.decode()
    assert "信用承诺" in own
    assert "自愿接受社会监督" in own


def test_the_public_searches(people):
    first = received(people, identified(factories.subject("虚构甲食品有限公司", public=False)), on=TODAY)
    used = template(people, "自律", kind="trade", on=TODAY)
    second = received(
        people, identified(factories.subject("虚构乙食品有限公司", public=False)), template_=used, on=TODAY
    )
    for case in (first, second):
        released(people, case)

    def found(**asked):
        page = Client().get(PUBLIC, asked).content.decode()
        return [name for name in ("虚构甲", "虚构乙") if name in page]

    assert found() == ["虚构甲", "虚构乙"]
    assert found(q="虚构甲") == ["虚构甲"]
    assert found(q=second.subject.code) == ["虚构乙"]
    assert found(type="行业自律型") == ["虚构乙"]
    assert found(kept="已履行") == []
    assert found(department=people.body.public_id) == ["虚构甲", "虚构乙"]
    assert found(q="没有的", type="x", department="x", page="x") == []


def test_a_person_is_never_in_public(people):
    template(people, on=TODAY)
    clerk, number = enter(people.clerk), id_number(3)
    sent = {
        "template": Template.objects.get().public_id,
        "name": "丁某某",
        "certificate": "身份证",
        "number": number,
        "matter": "求职",
    }
    answer = clerk.post(reverse("commitments:commitment_new"), sent, follow=True)
    assert number not in answer.content.decode()
    case = Commitment.objects.get()
    making.receive(case, signed=SCAN, **by(people.clerk, TODAY))
    assert "丁某某" not in Client().get(PUBLIC).content.decode()


def test_a_breach_by_two_at_the_page(people):
    case = received(people, on=TODAY)
    released(people, case)
    step = reverse("commitments:commitment_step", args=[case.public_id])
    enter(people.clerk).post(step, {"action": "propose_breach", "reason": "核查发现未达到承诺的条件"})
    assert [task.words for task in tasks_of(people.reviewer, TODAY) if "违诺" in task.words] == ["信用承诺，违诺待核定"]
    reviewer = enter(people.reviewer)
    page = reverse("commitments:commitment", args=[case.public_id])
    assert "认定违诺" in reviewer.get(page).content.decode()
    reviewer.post(step, {"action": "confirm_breach"})
    page = reviewer.get(page).content.decode()
    assert "违背信用承诺（待审核）" in page
    assert "未履行 1 份" in Client().get(PUBLIC).content.decode()


def test_overdue_ones_stand_on_the_home_page(people):
    case = received(people, on=factories.ago(10), fulfil_by=factories.ago(3))
    found = {task.words: task for task in tasks_of(people.clerk, TODAY)}["信用承诺，逾期未履行"]
    assert found.count == 1
    assert case.subject.name in enter(people.clerk).get(found.link).content.decode()
    breaking.propose(case, reason="未履行", **by(people.clerk, TODAY))


def test_withdrawing_is_offered_to_clerks_only(people):
    case = received(people, on=TODAY)
    page, step = (reverse(f"commitments:{name}", args=[case.public_id]) for name in ("commitment", "commitment_step"))
    for officer in (people.reviewer, people.office, people.approver):
        assert 'value="withdraw"' not in enter(officer).get(page).content.decode()
        enter(officer).post(step, {"action": "withdraw", "reason": "不办了"})
    case.refresh_from_db()
    assert case.state == "performing"
    assert 'value="withdraw"' in enter(people.clerk).get(page).content.decode()
