"""Read this first. One row goes from a clerk's workbook to the public page and, on its day, away from it.

docs/tour.md walks the same way with the names of modules and functions.
"""

import io
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
import xlsxwriter
from captcha.models import CaptchaStore

from accounts.acting import actor_of
from ledger.models import Act, Event
from ledger.sequencer import sequence
from records import clock, intake
from records.models import Record
from records.releasing import release_submission
from records.submitting import receive_file
from subjects.search import find
from tests import factories

WEDNESDAY, FRIDAY = date(2026, 11, 18), date(2026, 11, 20)
PENALTY = {
    "行政相对人名称": "虚构市红旗镁业有限公司",
    "行政相对人类别": "法人及非法人组织",
    "行政相对人代码_1(统一社会信用代码)": factories.code(),
    "法定代表人": "甲某",
    "行政处罚决定书文号": "虚环罚〔2026〕7号",
    "违法行为类型": "未按排污许可证规定排放污染物",
    "违法事实": "现场检查发现未按排污许可证规定排放污染物。",
    "处罚依据": "《排污许可管理条例》第三十四条",
    "处罚类别": "罚款",
    "处罚内容": "罚款贰万元",
    "罚款金额（万元）": "2",
    "处罚决定日期": "2026/11/18",
    "处罚有效期": "2099/12/31",
    "处罚机关": "虚构市生态环境局",
    "处罚机关统一社会信用代码": "",
    "数据来源单位": "虚构市生态环境局",
    "数据来源单位统一社会信用代码": "",
}


@pytest.mark.django_db
def test_one_row_from_workbook_to_public_page_and_away(client):
    bureau = factories.department("虚构市生态环境局")
    clerk = factories.officer("clerk", department=bureau, name="田小报")
    reviewer = factories.officer("reviewer", department=bureau, name="申核")

    # 1. The clerk uploads a workbook in the national layout. It is kept as it came.
    workbook = workbook_of(
        PENALTY | {"处罚机关统一社会信用代码": bureau.code, "数据来源单位统一社会信用代码": bureau.code}
    )
    submission = receive_file(
        workbook, "处罚.xlsx", department=bureau, clerk=clerk, actor=actor_of(clerk, Act.Channel.PAGE), on=FRIDAY
    )

    # 2. Intake recognises the layout, checks each row, binds it to its subject by code and stores a record.
    report = intake.run(submission.pk)
    assert report.counts == {"rows": 1, "new": 1, "unchanged": 0, "changed": 0, "rejected": 0}
    record = Record.objects.get(submission=submission)
    assert record.state == "awaiting"
    assert record.subject.name == "虚构市红旗镁业有限公司"

    # 3. The law's clock: seven working days after the decision; a fine of 20,000 yuan is 一般, public for a year.
    assert record.decided_on == WEDNESDAY
    assert record.due == record.release_by == date(2026, 11, 27)
    assert (record.rule_set, record.seriousness) == ("order36", "general")
    assert record.public_until == date(2027, 11, 17)

    # 4. Nobody sees it before a second person has released it.
    assert find("红旗镁业").total == 0
    release_submission(submission, reviewer=reviewer, actor=actor_of(reviewer, Act.Channel.PAGE), on=FRIDAY)
    assert [hit.name for hit in find("红旗镁业").hits] == ["虚构市红旗镁业有限公司"]

    # 5. Anyone finds it with a captcha, by name, and reads the page.
    with at(FRIDAY):
        results = search(client, "红旗镁业")
        assert "虚构市红旗镁业有限公司" in results
        address = re.search(r"/subject/[0-9a-f-]+/", results)[0]
        page = client.get(address).content.decode()
    assert "虚环罚〔2026〕7号" in page
    assert "未按排污许可证规定排放污染物" in page

    # 6. On its last day it is still there. The next morning it is not, whether or not anything ran in the night …
    with at(date(2027, 11, 17)):
        assert "虚环罚〔2026〕7号" in client.get(address).content.decode()
    with at(date(2027, 11, 18)):
        assert "虚环罚〔2026〕7号" not in client.get(address).content.decode()

    # 7. … and the sweep writes down that it ended. Nothing was deleted.
    assert clock.end_publication(date(2027, 11, 18)) == 1
    record.refresh_from_db()
    assert record.state == "ended"

    # 8. The ledger has it all, in one order that everybody may follow.
    sequence()
    story = Event.objects.filter(object_id=record.public_id).order_by("position__seq")
    assert list(story.values_list("move", "act__actor")) == [
        ("submit", "田小报"), ("release", "申核"), ("end", "法定时限"),
    ]  # fmt: skip


def workbook_of(row: dict[str, str]) -> bytes:
    """.xlsx of one row under Chinese titles."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, list(row))
    for place, cell in enumerate(row.values()):
        sheet.write_string(1, place, cell)
    book.close()
    return out.getvalue()


def at(day: date):
    """That morning in China."""
    return time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo("Asia/Shanghai")), tick=False)


def search(client, query: str) -> str:
    """Home page, captcha, results: the three steps of every visitor."""
    key = re.search(r'name="key" value="(\w+)"', client.get("/").content.decode())[1]
    answer = CaptchaStore.objects.get(hashkey=key).response  # what a visitor reads from the picture
    return client.post("/search", {"q": query, "key": key, "answer": answer}, follow=True).content.decode()
