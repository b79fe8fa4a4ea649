"""An auditor says why before private papers of a case are taken away; whoever they are about reads it. Source: design sentence 4, F1."""

import pytest
from django.urls import reverse

from accounts.models import AccessLog
from tests import factories
from tests.repairs import mending
from tests.representation.making import claimed
from tests.representation.making import enter as enter_as
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return mending.filed(people)


def taken() -> int:
    return AccessLog.objects.filter(what__startswith="下载").count()


def test_without_a_reason_nothing_is_handed_out(people, case):
    auditor = enter(people.auditor)
    first, second = (reverse("repairs:proof", args=[one.public_id]) for one in case.proofs.all())
    asked = auditor.get(first)
    assert (asked.status_code, taken()) == (428, 0)
    form = asked.context["form"].initial | {"reason": "抽查修复材料"}
    for wrong in ({"reason": ""}, {"reason": "因13800138000来电"}, {"back": "https://elsewhere.example/"}):
        assert auditor.post(reverse("accounts:why"), form | wrong).status_code == 400
        assert auditor.get(first).status_code == 428
    back = auditor.post(reverse("accounts:why"), form)
    assert (back.status_code, back["Location"]) == (303, first)
    for paper in (first, second):  # asked once for a case
        assert "attachment" in auditor.get(paper)["Content-Disposition"]
    look = AccessLog.objects.filter(what="下载修复材料").last()
    assert (look.reason, look.object_id) == ("抽查修复材料", case.public_id)
    me = enter_as(claimed(case.subject, people))
    told = me.get("/my/looks/").content.decode()
    assert "抽查修复材料" in told
    assert people.auditor.name not in told
    assert "抽查修复材料" in auditor.get("/workbench/looks/").content.decode()
    other = mending.filed(people, mending.penalty(people, factories.subject()))
    assert auditor.get(reverse("repairs:proof", args=[other.proofs.first().public_id])).status_code == 428
    assert enter(people.auditor).get(first).status_code == 428, "the next visit is asked anew"


def test_who_works_on_it_is_not_asked(people, case):
    paper = reverse("repairs:proof", args=[case.proofs.first().public_id])
    assert enter(people.clerk).get(paper).status_code == 200
