"""Natural persons named by their public id: found only by whoever has something of theirs within reach. Source: G6, sentence 4."""

import re
import uuid

import pytest

from tests import factories
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import graded_here
from tests.records import making
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db
NAME = "丁某某"
DAY = str(factories.DAY)
FORMS = {
    "/lists/acts/": {"subject": "", "ground": "false_materials", "decided_on": DAY, "document": "虚认1号", "basis": "虚构办法"},
    "/lists/red/nominate": {"subject": "", "title": "虚构荣誉", "industry_list": "名录", "deeds": "事迹", "basis": "办法"},
    "/joint/cases/report": {
        "subject": "", "kind": "sanction", "title": "某公司受惩戒", "story": "某公司被惩戒。", "measures": "限制", "effect": "改正",
    },
    "/checks/authorisations/": {"code": "", "purpose": "贷款审查", "signed_on": DAY, "until": DAY},
}  # fmt: skip


@pytest.fixture
def people(settings):
    graded_here(settings)
    return making.staff()


def person():
    return factories.subject(NAME, kind="person", code="", public=False)


def plain(page: str, *ids) -> str:
    for one in ids:
        page = page.replace(str(one), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("path", FORMS)
def test_a_person_out_of_reach_is_answered_like_an_unknown_one(people, path):
    known, unknown = person().public_id, uuid.uuid4()
    officer = outsider(people) if "authorisations" in path else people.clerk
    pages = []
    for one in (known, unknown):
        sent = {name: value or str(one) for name, value in FORMS[path].items()}
        answer = enter(officer).post(path, sent)
        assert answer.status_code == 200  # refused: the form comes back
        pages.append(plain(answer.content.decode(), known, unknown))
    assert pages[0] == pages[1]
    assert NAME not in pages[0]


def test_a_proposal_finds_a_person_only_within_reach(people):
    known = person()
    asked = {"subject": str(known.public_id)}
    page = enter(people.clerk).get("/lists/propose", asked).content.decode()
    assert NAME not in page
    assert plain(page, known.public_id) == plain(
        enter(people.clerk).get("/lists/propose", {"subject": (other := str(uuid.uuid4()))}).content.decode(), other
    )
    factories.record("penalty", subject=known, department=people.body)
    assert NAME in enter(people.clerk).get("/lists/propose", asked).content.decode()
    assert NAME not in enter(making.staff().clerk).get("/lists/propose", asked).content.decode()
