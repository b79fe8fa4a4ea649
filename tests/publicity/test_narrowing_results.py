"""The page of results narrowed, why a subject was found, and names while somebody types. Source: G2, design §8."""

from urllib.parse import urlencode

import pytest
from django.utils import timezone

from blacklists.listing import settle
from publicity import passes
from records.models import Record
from subjects import counties
from subjects.models import Subject
from tests import factories
from tests.accounts.invented import id_number
from tests.credit_reports.reporting import listed
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    counties._known.cache_clear()
    yield
    counties._known.cache_clear()


def results(client, query, **more):
    answer = client.get("/search?" + urlencode({"q": query, "pass": passes.issue(query), **more}))
    assert answer.status_code == 200
    return answer.content.decode()


def three():
    made = [factories.subject(f"虚构市红旗{n}镁业有限公司") for n in "甲乙丙"]
    for subject, code in zip(made, ("91210804MA0UTE5T16", "91210881MA0UTE5T17", "92210881MA0UTE5T18"), strict=True):
        Subject.objects.filter(pk=subject.pk).update(code=code)
    Subject.objects.filter(pk=made[2].pk).update(kind="sole_trader")
    return [subject.name for subject in made]


def test_narrowed_by_county_kind_and_list(client):
    first, second, third = three()
    today, subject = timezone.localdate(), Subject.objects.get(name=third)
    entry = listed(making.staff(), subject)
    settle([subject.pk], today)
    page = results(client, "红旗")
    assert "登记地：营口市鲅鱼圈区" in page, "beside the hit, without a further query"
    assert "名单不含失信被执行人" in page
    assert all(name in page for name in (first, second, third))
    page = results(client, "红旗", county="210881")
    assert (first in page, second in page, third in page) == (False, True, True)
    assert 'value="210881" selected' in page
    assert "家符合筛选" in page
    assert "取消筛选" in page
    page = results(client, "红旗", county="210881", kind="sole_trader", listed="yes")
    assert (second in page, third in page) == (False, True)
    # Its ground is withdrawn: the note stands till the sweep comes, the entry is gone at once.
    Record.objects.filter(pk=entry.grounds.get().record_id).update(state="withdrawn")
    assert Subject.objects.listed(today).filter(pk=subject.pk).exists()
    page = results(client, "红旗", listed="yes")
    assert "在所选的范围内没有" in page
    assert "取消筛选" in page


def test_what_the_form_does_not_know_narrows_nothing_and_is_said(client):
    names = three()
    page = results(client, "红旗", county="' OR 1=1", kind="person", listed="no")
    assert all(name in page for name in names)
    assert "selected" not in page
    for value in ("&#x27; OR 1=1", "person", "no"):
        assert f"没有“{value}”这一项，没有按它筛选。" in page
    assert "没有按它筛选" not in results(client, "红旗", county="210881", kind="organisation", listed="yes")


def test_pages_of_a_narrowed_search_stay_narrowed(client):
    for n in range(25):
        factories.subject(f"虚构市红旗{n:02}有限公司")
    page = results(client, "红旗", kind="organisation")
    assert "&amp;kind=organisation&amp;page=2" in page


def test_it_says_that_letters_were_read(client):
    name, *_ = three()
    page = results(client, "xgshq")
    assert name in page
    assert "拼音首字母：XGSHQJMYYXGS" in page


def test_names_while_somebody_types(client):
    known = factories.subject("虚构市红旗镁业有限公司", former=("虚构市东风耐火材料厂",))
    factories.subject("虚构市红旗某人", kind="person", public=False)
    factories.subject("虚构市红旗未公开有限公司", public=False)
    said = lambda text: client.get("/suggest", {"q": text}).json()["names"]  # noqa: E731
    assert said("红旗") == said("xgshq") == ["虚构市红旗镁业有限公司"]
    assert said("东风") == ["虚构市东风耐火材料厂"]
    assert client.get("/suggest", {"q": "东风"}).json()["codes"] == [known.code], "tells like names apart"
    assert said("红") == said("") == said("查无此名") == said("红" * 101) == []


def test_no_suggestion_leads_by_a_code_and_none_repeats_a_number(client):
    subject = factories.subject()
    assert client.get("/suggest", {"q": subject.code[:10]}).json() == {"names": [], "codes": []}
    answer = client.get("/suggest", {"q": id_number(1)})
    assert answer.json() == {"names": [], "codes": []}
    assert "no-store" in answer["Cache-Control"]


def test_suggestions_are_limited_like_every_page_that_costs_work(client, settings):
    settings.VISITS_PER_MINUTE = 3
    address = {"REMOTE_ADDR": "198.51.100.77"}
    codes = [client.get("/suggest", {"q": "红旗"}, **address).status_code for _ in range(8)]
    assert 429 in codes


def test_a_code_with_a_slip_is_told_kindly(client):
    code = factories.subject().code
    wrong = code[:-1] + ("1" if code[-1] != "1" else "2")
    assert "校验" in results(client, wrong)
    assert "这个代码写得不对" not in results(client, "91210800MA0ABCDE")
