"""行为清单、措施清单 in public: what is shown, found and taken away. Source: D1, E1."""

import io

import openpyxl
import pytest
from django.urls import reverse

from rules.models import BehaviourItem, BehaviourList, Jurisdiction
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hua(settings):
    settings.JURISDICTION = "hua_county"


def page(client, name, **asked):
    answer = client.get(reverse(f"publicity:{name}"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_names_version_revision_and_clause(client):
    said = page(client, "behaviour_list")
    assert "第 1 版" in said
    assert "下次修订日期" in said
    assert "滑县若干措施 二(一)3" in said
    assert "不再适用：国办发〔2020〕49号" in said
    assert "营口" not in said


def test_a_list_that_should_have_been_revised_says_so(client):
    BehaviourList.objects.update(next_revision=factories.ago(1))
    assert "正在办理" in page(client, "behaviour_list")


def test_search_by_words_kind_and_means(client):
    said = page(client, "measure_list", q="高消费")
    assert "hua-serious-10" in said
    assert "hua-minor-01" not in said
    assert "hua-inc-firm-01" not in page(client, "measure_list", kind="sanction")
    assert "没有符合的项目" in page(client, "measure_list", q="不存在的措施")
    assert "没有“nonsense”这一项" in page(client, "measure_list", means="nonsense")
    assert "hua-serious-06" in page(client, "measure_list", means="market")


def test_the_download_holds_what_the_page_shows_as_text(client):
    version = BehaviourList.objects.get(jurisdiction=Jurisdiction.objects.get(name="hua_county"))
    BehaviourItem.objects.create(
        version=version, key="x-1", position=99, title="=1+1", kind="untrustworthy", clause="虚构", status="in_force"
    )
    answer = client.get(reverse("publicity:behaviour_sheet"), {"kind": "untrustworthy"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "=1+1" in [cell.value for cell in cells]
    titles = [row[2].value for row in sheet.iter_rows(min_row=3)]
    assert (
        len(titles)
        == BehaviourItem.objects.filter(
            version__jurisdiction__name__in=["national", "hua_county"], kind="untrustworthy"
        ).count()
    )
    measures = openpyxl.load_workbook(io.BytesIO(client.get(reverse("publicity:measure_sheet")).content)).active
    assert measures.max_row > 40
