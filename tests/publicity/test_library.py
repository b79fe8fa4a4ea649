"""名单库: who stands on the lists today, filters, table, update log and public API; no natural person, nothing a day too long. Source: D8."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blacklists import leaving, taking_in
from blacklists.announcing import announced_until
from blacklists.models import Entry
from blacklists.procedure import procedure
from publicity import library, library_log, lists
from records.hiding import hide
from records.models import Record
from subjects.models import Subject
from tests import factories
from tests.blacklists.lists_here import debtor, released, taken
from tests.blacklists.walking import by, honoured, lists_of_long_ago, published
from tests.factories import DAY
from tests.records import making
from tests.records.making import acting, id_number

pytestmark = pytest.mark.django_db
LISTED = {"kind": "listed", "title": "重大税收违法失信主体名单"}
PAGES = {"black": "/black-list/", "red": "/red-list/", "debtor": "/debtor-list/"}
API = "/api/v1/lists/"


@pytest.fixture
def people():
    lists_of_long_ago()
    return making.staff()


def listed(**cells) -> dict[str, str]:
    """A row of a black list of another place."""
    number = factories.code()[-6:]
    return {
        "企业名称": f"虚构市第{number}贸易有限公司", "统一社会信用代码": factories.code(), "列入事由": "虚开发票。", "列入依据": "《虚构税收办法》第三条",
        "决定书文号": f"虚税列〔2026〕{number}号", "列入日期": str(factories.ago(20)), "有效期至": str(factories.ago(-700)),
    } | cells  # fmt: skip


def page(path, **asked) -> str:
    answer = Client().get(path, asked)
    assert answer.status_code == 200
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


def cards(path, **asked) -> str:
    """Without the log below, which is the whole list's."""
    return page(path, **asked).partition("最近更新</h2>")[0]


def api(path, **asked):
    return Client().get(API + path, asked)


def names(which, **asked) -> list[str]:
    return [row["name"] for row in api(which, **asked).json()["results"]]


# --- privacy and time -------------------------------------------------------------------------------------------------


def test_no_natural_person_anywhere(people):
    person = debtor(**{"被执行人姓名/名称": "戊某", "统一社会信用代码": "", "身份证号码": id_number(7)})
    released(people, [person, debtor()])
    entry = published(people, on=factories.ago(40))
    entry.subject.kind, entry.subject.public_since = "person", None
    entry.subject.save()
    for text in (
        *(page(path) for path in PAGES.values()),
        page("/lists-updates/"),
        *(api(one).content.decode() for one in (*PAGES, "updates")),
    ):
        assert "戊某" not in text
        assert entry.subject.name not in text
        assert id_number(7) not in text


def test_gone_on_the_day_it_ends_from_page_table_api_and_log(people):
    released(people, [debtor(**{"被执行人姓名/名称": "虚构市期满建材有限公司"}, 公布期限至=str(DAY))])
    record = Record.objects.get(kind="debtor")
    for text in (page("/debtor-list/"), page("/debtor-list/", format="csv"), api("debtor").content.decode()):
        assert "虚构市期满建材有限公司" in text
    Record.objects.filter(pk=record.pk).update(public_until=factories.ago(1))
    for text in (page("/debtor-list/", format="csv"), api("debtor").content.decode()):
        assert "虚构市期满建材有限公司" not in text
    lines = library_log.after(["debtor"], DAY, None, 9)
    assert [(one.what, one.reason, one.day) for one in lines] == [("left", "期限届满", DAY)]
    Record.objects.filter(pk=record.pk).update(public_until=factories.ago(400))
    assert library_log.after(["debtor"], DAY, None, 9) == []  # its announcement is over


def test_what_was_taken_offline_in_haste_is_named_by_nobody(people):
    released(people, [debtor()])
    record = Record.objects.get(kind="debtor")
    hide(record, officer=people.approver, reason="核对中", actor=acting(people.approver), on=DAY)
    assert names("debtor") == []
    assert library_log.after(["debtor"], DAY, None, 9) == []
    Record.objects.filter(pk=record.pk).update(public_until=factories.ago(1))
    assert library_log.after(["debtor"], DAY, None, 9) == []


def test_only_the_fields_of_the_allow_list_go_out(people):
    released(people, [listed()], **LISTED)
    published(people, on=factories.ago(40))
    wanted = {
        "id", "subject", "name", "code", "title", "field", "facts", "basis", "body", "document_number", "decided_on", "public_from",
        "public_until", "elsewhere", "marks", "rights",
    }  # fmt: skip
    for row in api("black").json()["results"]:
        assert set(row) == wanted
    for who in (people.office, people.approver, people.clerk, people.reviewer):
        for text in (
            page("/black-list/"),
            page("/black-list/", format="csv"),
            api("black").content.decode(),
            page("/lists-updates/"),
        ):
            assert who.name not in text


def test_nothing_waiting_is_shown(people):
    taken(people, [debtor()])
    assert names("debtor") == []
    assert "名单中没有主体" in page("/debtor-list/")


# --- the lists --------------------------------------------------------------------------------------------------------


def test_own_and_others_stand_on_one_list_with_their_source(people):
    entry = published(people, on=factories.ago(40))
    row = listed()
    released(people, [row], **LISTED)
    honour = honoured(people)
    said = page("/black-list/")
    assert entry.subject.name in said
    assert row["企业名称"] in said
    assert "虚构市中级人民法院" in said  # who issued it
    found = {one["name"]: one for one in api("black").json()["results"]}
    assert [found[entry.subject.name]["elsewhere"], found[row["企业名称"]]["elsewhere"]] == [False, True]
    assert names("red") == [honour.subject.name]
    assert names("debtor") == []
    subject = Record.objects.get(kind="listed").subject
    public = page(f"/subject/{subject.public_id}/")
    assert row["决定书文号"] in public


def test_filters_of_the_page_and_of_the_api(people):
    entry = published(people, on=factories.ago(40))
    row = listed()
    released(people, [row], **LISTED)
    assert names("black", q=row["统一社会信用代码"]) == [row["企业名称"]]
    assert names("black", q=entry.subject.name[2:8]) == [entry.subject.name]
    assert names("black", since=str(DAY)) == [row["企业名称"]]
    assert names("black", department=people.body.code) == [entry.subject.name]
    assert set(names("black", department=people.office.department.code)) == {entry.subject.name, row["企业名称"]}
    assert row["企业名称"] not in cards("/black-list/", named=entry.behaviour_title)
    assert entry.subject.name not in cards("/black-list/", named="重大税收违法失信主体名单")
    if entry.field:
        assert row["企业名称"] not in cards("/black-list/", field=entry.field)
    assert entry.subject.name in cards("/black-list/", department="x", since="昨天")  # what is no answer asks nothing
    other = making.staff()
    assert "没有符合的条目" in cards("/black-list/", department=str(other.body.public_id))


def test_the_table_holds_what_the_page_shows_as_text(people):
    released(people, [debtor(**{"被执行人姓名/名称": "虚构市表格建材有限公司"})])
    Record.objects.get(kind="debtor").subject.__class__.objects.filter(name="虚构市表格建材有限公司").update(
        name="=虚构"
    )
    rows = list(csv.reader(io.StringIO(page("/debtor-list/", format="csv").removeprefix("\ufeff"))))
    assert rows[0][0] == "主体名称"
    assert rows[1][0] == "'=虚构"
    assert rows[1][-1] == "外来名单"
    assert len(rows) == 2


def test_pages_and_cursors_go_over_all_once(people, monkeypatch):
    monkeypatch.setattr("publicity.api.lists.PAGE", 3)
    monkeypatch.setattr("publicity.lists.PER_PAGE", 3)
    published(people, on=factories.ago(40))
    released(people, [listed() for _ in range(6)], **LISTED)
    seen, cursor = [], None
    while True:
        answer = api("black", **({"cursor": cursor} if cursor else {})).json()
        seen += [row["id"] for row in answer["results"]]
        cursor = answer["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    shown, onward = [], ""
    while True:
        found = Client().get("/black-list/" + (f"?{onward}" if onward else ""))
        shown += [row.id for row in found.context["rows"]]
        onward = found.context["next"]
        if not onward:
            break
    assert len(shown) == len(set(shown)) == 7
    assert "共7条" in page("/black-list/")


def test_a_bad_day_is_said_and_what_was_typed_stays(people):
    released(people, [debtor()])
    said = page("/debtor-list/", since="前天")
    assert "“前天”不是日期" in said
    assert 'value="前天"' in said
    assert "<article" in said
    assert "“前天”不是日期" in page(
        "/debtor-list/", since="前天", format="csv"
    )  # no table of other rows than were meant


# --- the log ----------------------------------------------------------------------------------------------------------


def test_the_log_says_what_came_left_and_was_corrected(people):
    stays, goes = debtor(), debtor()
    released(people, [stays, goes], full=True)
    entry = published(people, on=factories.ago(40))
    made = taken(people, [stays], full=True)
    taking_in.release(made, **by(people.approver, DAY))
    made.refresh_from_db()
    taking_in.remove_missing(made, **by(people.approver, DAY))
    Entry.objects.filter(pk=entry.pk).update(until=factories.ago(1))
    leaving.note_ended(DAY)
    lines = library_log.after(list(library.TITLES), DAY, None, 9)
    said = {(one.which, one.what, one.name) for one in lines}
    assert said == {
        ("debtor", "came", stays["被执行人姓名/名称"]), ("debtor", "left", goes["被执行人姓名/名称"]), ("black", "left", entry.subject.name),
    }  # fmt: skip
    text = page("/lists-updates/")
    assert "发布机关不再列入" in text
    assert entry.subject.name in text
    assert entry.subject.name not in page("/lists-updates/", list="debtor")
    assert f"/subject/{entry.subject.public_id}/" in text, "each name leads to its page"
    body = str(entry.department.public_id)
    assert entry.subject.name in page("/lists-updates/", department=body)
    assert stays["被执行人姓名/名称"] not in page("/lists-updates/", department=body)
    assert "没有这个部门" in page("/lists-updates/", department="xyz")
    assert "没有这个名单" in page("/lists-updates/", list="grey")
    rows = api("updates", list="debtor").json()["results"]
    assert {row["list"] for row in rows} == {"debtor"}
    corrected = released(people, [stays | {"被执行人的履行情况": "部分未履行"}])
    assert corrected.submission.changed == 1
    from records.models import Proposal
    from records.proposing import accept

    accept(
        Proposal.objects.open().get(),
        reviewer=people.approver,
        actor=acting(people.approver),
        on=DAY,
        reason="法院更正",
    )
    assert "corrected" in {one.what for one in library_log.after(["debtor"], DAY, None, 9)}
    assert "法院更正" not in page("/lists-updates/")  # what was written for the file stays there


# --- the API ----------------------------------------------------------------------------------------------------------


def test_a_table_is_sent_on_batch_by_batch_and_whole(people, monkeypatch):
    released(people, [debtor() for _ in range(5)])
    monkeypatch.setattr(lists, "BATCH", 2)
    asked = []
    rows_of = library.rows
    monkeypatch.setattr(library, "rows", lambda which, keys, on: asked.append(len(keys)) or rows_of(which, keys, on))
    answer = Client().get("/debtor-list/", {"format": "csv"})
    assert answer.streaming
    assert not asked  # nothing is read before it is sent
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().removeprefix("\ufeff"))))
    assert len({row[0] for row in rows}) == 6
    assert asked == [2, 2, 1]


def test_another_address_of_the_api_says_what_there_is(people):
    answer = Client().get("/api/v1/lists/white")
    assert answer.status_code == 404
    assert "公开接口说明" in answer.json()["detail"]


def test_a_county_counts_all_below_it(people):
    released(people, [debtor(), debtor()])
    section = factories.department(parent=people.office.department)
    Record.objects.filter(pk=Record.objects.filter(kind="debtor").first().pk).update(department=section)
    places = Client().get("/debtor-list/").context["places"]
    office = people.office.department
    assert [str(office.public_id), f"{office.name}及所辖部门", 2] in places
    assert [str(section.public_id), section.name, 1] in places


def test_the_pages_of_lists_have_an_index(people):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for way in ("bitmapscan", "hashjoin", "mergejoin", "sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
    plan = library.keys("debtor", DAY)[:20].explain()
    assert "record_of_columns" in plan
    assert "Sort" not in plan


def test_what_left_is_told_for_as_many_days_from_elsewhere_as_from_here(people):
    released(people, [debtor(公布期限至=str(DAY))])
    days = procedure(DAY + timedelta(days=1)).announcement_days
    left = [
        offset for offset in range(days + 4) if library_log.after(["debtor"], DAY + timedelta(days=offset), None, 9)[0:1]
        and library_log.after(["debtor"], DAY + timedelta(days=offset), None, 9)[0].what == "left"
    ]  # fmt: skip
    assert left == list(range(1, days + 1))
    assert announced_until(DAY + timedelta(days=1), days) == DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("black", {"name": "x"}), ("black", {"q": ""}), ("black", {"cursor": "x"}), ("black", {"cursor": "2026-13-01_" + "0" * 32}),
        ("black", {"department": "x"}), ("black", {"since": "昨天"}), ("updates", {"list": "grey"}), ("updates", {"q": "x"}),
        ("debtor", {"format": "csv"}),
    ],
)  # fmt: skip
def test_what_is_not_declared_is_refused(path, asked):
    answer = api(path, **asked)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"]


def test_it_only_reads_and_sets_no_cookie():
    for path in ("black", "red", "debtor", "updates"):
        answer = api(path)
        assert answer["Cache-Control"] == "no-cache"
        assert not answer.cookies
        for method in ("post", "put", "delete", "patch"):
            assert getattr(Client(), method)(API + path).status_code == 405
    unknown = api("grey")
    assert (unknown.status_code, unknown["Content-Type"]) == (404, "application/problem+json")


def test_who_asks_too_often_is_told_to_wait(settings):
    settings.VISITS_PER_MINUTE = 2
    with time_machine.travel("2026-03-02 10:00:30+08:00", tick=False):
        answers = [api("black"), api("red"), api("updates")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "30"


def test_lists_keep_their_query_count(people):
    released(people, [listed()], **LISTED)
    client = Client()
    for path in ("/black-list/", "/lists-updates/", API + "black", API + "updates"):
        client.get(path)
        with CaptureQueriesContext(connection) as few:
            client.get(path)
        released(people, [listed() for _ in range(5)], **LISTED)
        with CaptureQueriesContext(connection) as many:
            client.get(path)
        assert len(many) == len(few), path


def test_a_list_of_many_counties_asks_as_often_as_one_of_one(people):
    client = Client()
    paths = ("/black-list/", "/red-list/", "/debtor-list/", "/lists-updates/", API + "debtor")

    def asked() -> dict[str, int]:
        counts = {}
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            counts[path] = len(queries)
        return counts

    released(people, [debtor()])
    published(people, on=factories.ago(40))
    asked()
    few = asked()
    for _ in range(4):
        county = making.staff()
        released(county, [debtor()])
        published(county, on=factories.ago(40))
    assert asked() == few


def test_a_row_leads_to_the_page_that_is_open(people):
    """Of two that are one it is the kept one's, in the table of the list as in the feed."""
    entry = published(people, on=DAY - timedelta(days=20))
    kept = factories.subject()
    Subject.objects.filter(pk=entry.subject_id).update(merged_into=kept)
    [row] = api("black").json()["results"]
    assert row["subject"] == str(kept.public_id)
    assert Client().get(f"/subject/{row['subject']}/").status_code == 200


def test_what_left_while_a_table_was_read_is_not_in_it(people):
    released(people, [debtor()])
    keys = list(library.keys(library.DEBTOR, DAY))
    assert library.rows(library.DEBTOR, keys, DAY)
    Record.objects.filter(public_id=keys[0][1]).update(state="withdrawn")
    assert library.rows(library.DEBTOR, keys, DAY) == []
