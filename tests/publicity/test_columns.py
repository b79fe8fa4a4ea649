"""Columns: all that is public of a kind and nothing else, page after page, narrowed, sorted, and as a feed. Source: G4, G6."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.utils import timezone

from ledger.acts import record_act
from publicity import columns
from publicity.columns import Chosen
from publicity.places import behind
from records.models import Mark, Proposal, Record
from subjects.models import Subject
from subjects.renaming import rename
from tests import factories
from tests.disputes.walking import objection
from tests.factories import DAY, ago
from tests.records import making
from tests.records.making import acting

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def people():
    return making.staff()


@pytest.fixture
def today():
    return timezone.localdate()


def walked(client, address):
    """Document numbers of all pages from the address on."""
    found = []
    while address:
        page = client.get(address).content.decode()
        found += [part.split(">", 1)[1].split("</dd>")[0] for part in page.split("<dt>文书号</dt>")[1:]]
        address = (
            "/columns/penalty/?" + page.split('rel="next" href="?')[1].split('"')[0].replace("&amp;", "&")
            if 'rel="next"' in page
            else ""
        )
    return found


def test_every_page_once_the_latest_first(client, people, today, monkeypatch):
    monkeypatch.setattr("publicity.column_pages.PER_PAGE", 4)
    made = [factories.record("penalty", department=people.body) for _ in range(11)]
    for n, record in enumerate(made):
        Record.objects.filter(pk=record.pk).update(public_from=today - timedelta(days=n // 3))
    rows = Record.objects.filter(kind="penalty").order_by("-public_from", "-public_id")
    right = [row.document_number for row in rows]
    assert walked(client, "/columns/penalty/") == right
    assert walked(client, "/columns/penalty/?sort=oldest") == right[::-1]
    assert walked(client, f"/columns/penalty/?since={today - timedelta(days=1)}&until={today - timedelta(days=1)}") == [
        row.document_number for row in rows if row.public_from == today - timedelta(days=1)
    ]


def test_what_is_not_public_is_in_no_column(client, people, today):
    shown = factories.record("penalty", department=people.body)
    gone = factories.record("penalty", department=people.body)
    over = factories.record("penalty", department=people.body)
    person = factories.record("penalty", department=people.body)
    Record.objects.filter(pk=gone.pk).update(state="withdrawn")
    Record.objects.filter(pk=over.pk).update(public_until=today - timedelta(days=1))
    person.subject.__class__.objects.filter(pk=person.subject_id).update(kind="person", public_since=None)
    assert walked(client, "/columns/penalty/") == [shown.document_number]
    feed = client.get("/columns/penalty/atom.xml").content.decode()
    assert shown.subject.name in feed
    assert not any(one.subject.name in feed for one in (gone, over, person))


def test_an_office_stands_for_its_departments(people, today):
    own, other = (
        factories.record("licence", department=people.body),
        factories.record("licence", department=making.staff().body),
    )
    numbers = lambda chosen: {row.document_number for row in columns.rows("licence", today, chosen, None, 50)}  # noqa: E731
    assert numbers(Chosen()) == {own.document_number, other.document_number}
    assert numbers(Chosen(department=people.body)) == {own.document_number}
    people.body.__class__.objects.filter(pk=people.body.pk).update(parent=people.office.department)
    assert numbers(Chosen(department=people.office.department)) == {own.document_number}


def test_marks_and_rights_stand_with_what_is_negative(client, people, today):
    record = factories.record("penalty", department=people.body)
    assert "异议处理中" not in client.get("/columns/penalty/").content.decode()
    objection(record.subject, record, people, on=today)
    page = client.get("/columns/penalty/").content.decode()
    assert "异议处理中" in page
    assert "权利告知" in page
    assert "异议处理中" in client.get("/columns/penalty/atom.xml").content.decode()


def test_the_feed_says_when_an_entry_changed_last(client, people, today):
    """Readers take again what is newer than what they have: a correction and a mark must be."""
    shown, corrected, marked, freed = (factories.record("penalty", public_from=ago(30)) for _ in range(4))
    proposal = Proposal.objects.create(
        record=corrected, kind="correction", version=corrected.version, submission=corrected.submission, proposed_on=ago(9),
        state="accepted", decided_on=ago(5), proposer=people.clerk, approver=people.reviewer,
    )  # fmt: skip
    for one, until in ((marked, None), (freed, ago(2))):
        Mark.objects.create(target_id=one.public_id, kind="objection", since=ago(7), until=until, case_id=one.public_id)
    feed = ElementTree.fromstring(client.get("/columns/penalty/atom.xml").content)
    said = {one.findtext(f"{ATOM}id"): one.findtext(f"{ATOM}updated")[:10] for one in feed.iter(f"{ATOM}entry")}
    days = {shown: ago(30), proposal.record: ago(5), marked: ago(7), freed: ago(2)}
    assert said == {one.public_id.urn: str(day) for one, day in days.items()}


def test_no_character_takes_the_feed_from_everybody(client, people):
    record = factories.record("penalty")
    Subject.objects.filter(pk=record.subject_id).update(name="虚构市\x0b换行\ufffe有限公司")
    feed = ElementTree.fromstring(client.get("/columns/penalty/atom.xml").content)
    assert feed.findtext(f"{ATOM}entry/{ATOM}title").startswith("虚构市换行有限公司：")
    rename(record.subject, "虚构市\x0b\u200b新名有限公司", act=record_act("rename", acting(people.office), DAY), on=DAY)
    assert Subject.objects.get(pk=record.subject_id).name == "虚构市新名有限公司"


def test_the_feed_is_atom_with_ids_of_the_records(client, people):
    record = factories.record("licence", department=people.body)
    answer = client.get("/columns/licence/atom.xml")
    assert answer["Content-Type"].startswith("application/atom+xml")
    [entry] = ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == record.public_id.urn
    assert str(record.subject.public_id) in entry.find(f"{ATOM}link").get("href")
    assert entry.find(f"{ATOM}updated").text.startswith(record.public_from.isoformat())


@pytest.mark.parametrize("kind", ["debtor", "listed", "payment", "contract", "pledge", "nothing", "penalty'"])
def test_kinds_for_departments_only_have_none(client, kind):
    assert client.get(f"/columns/{kind}/").status_code == 404


def test_what_cannot_be_read_asks_nothing_and_says_so(client, people):
    factories.record("penalty", department=people.body)
    page = client.get("/columns/penalty/?since=gestern&department=x&after=y&sort=z").content.decode()
    assert "不是日期" in page
    assert "文书号" in page


def test_the_hundredth_page_costs_what_the_first_does(people, django_assert_num_queries):
    for _ in range(6):
        factories.record("penalty", department=people.body)
    first = columns.rows("penalty", timezone.localdate(), Chosen(), None, 3)
    place = first[-1].public_from, first[-1].id
    for at in (None, place):
        with django_assert_num_queries(1):
            columns.rows("penalty", timezone.localdate(), Chosen(), at, 3)


def test_every_column_is_linked(client):
    page = client.get("/columns/").content.decode()
    assert all(f"/columns/{kind}/" in page for kind in columns.KIND_TITLES)


def test_late_ones_of_one_department_are_counted_as_they_are_shown(client, people, today):
    """What the statistics link to: the same department, the same days, late."""
    late, kept = (factories.record("penalty", department=people.body) for _ in range(2))
    Record.objects.filter(pk=late.pk).update(due=late.public_from - timedelta(days=1))
    Record.objects.filter(pk=kept.pk).update(due=kept.public_from)
    factories.record("penalty")
    asked = f"/columns/penalty/?department={people.body.public_id}&own=yes&since={today - timedelta(days=300)}&until={today}"
    assert set(walked(client, asked)) == {late.document_number, kept.document_number}
    assert "共 <strong>2</strong> 条" in client.get(asked).content.decode()
    assert walked(client, asked + "&late=yes") == [late.document_number]
    page = client.get(asked + "&late=yes").content.decode()
    assert "共 <strong>1</strong> 条" in page
    assert "迟于法定期限</span>" in page


def test_late_ones_are_found_by_an_index_of_their_own(people, today):
    rows = columns.within(Record.objects.public(today).filter(kind="penalty"), Chosen(late=True))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        assert "record_late" in behind(rows, None)[:20].explain()


@pytest.mark.parametrize(
    ("asked", "said"),
    [("department=xyz", "没有这个部门"), ("after=zzz", "翻页的位置看不懂"), ("since=soon", "不是日期")],
)
def test_what_cannot_be_read_is_said(client, asked, said):
    for address in ("/columns/penalty/", "/columns/policy/", "/black-list/"):
        assert said in client.get(f"{address}?{asked}").content.decode(), address


def test_rights_stand_once_and_each_item_leads_to_its_own(client, people):
    made = [factories.record("penalty", department=people.body) for _ in range(2)]
    page = client.get("/columns/penalty/").content.decode()
    assert page.count("权利告知") == 1
    assert all(f"/repair/{one.public_id}/" in page for one in made)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/columns/penalty/?sort=best&late=perhaps",
            "没有“best”这一项，没有按它筛选。请从列表中选择。没有“perhaps”这一项",
        ),
        ("/cases/?kind=good", "没有“good”这一项"),
        ("/commitment-list/?type=x1&kept=x2", "没有“x1”这一项，没有按它筛选。请从列表中选择。没有“x2”这一项"),
        ("/commitment-list/?department=x", "没有这个部门"),
        ("/lists/behaviours/?kind=x1", "没有“x1”这一项"),
        ("/lists/measures/?means=x1", "没有“x1”这一项"),
        ("/black-list/?field=x1", "名单上现在没有“x1”这一项"),
        ("/red-list/?named=x1", "名单上现在没有“x1”这一项"),
        ("/debtor-list/?named=x1", "名单上现在没有“x1”这一项"),
        ("/statistics/?format=csv&table=x1", "没有这张表"),
    ],
)
def test_no_page_is_silent_about_a_choice_that_it_does_not_offer(client, address, said):
    page = client.get(address)
    assert page["Content-Type"].startswith("text/html")
    assert said in page.content.decode()
    assert "没有按它筛选" not in client.get(address.partition("?")[0]).content.decode()


@pytest.mark.parametrize("name", ["behaviours", "measures"])
def test_a_kind_that_there_is_not_narrows_no_list_of_rules(client, name):
    whole, asked = (client.get(f"/lists/{name}/{said}").context["page"].paginator.count for said in ("", "?kind=x1"))
    assert whole == asked > 0, "as the page says"


def test_no_sheet_of_everything_for_whoever_asked_for_a_kind_that_there_is_not(client):
    for name in ("behaviours", "measures"):
        answer = client.get(f"/lists/{name}.xlsx?kind=x1&q=y")
        assert answer.status_code == 302, name
        page = client.get(answer["Location"]).content.decode()
        assert "没有“x1”这一项" in page
        assert 'value="y"' in page
