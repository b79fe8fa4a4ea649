"""外部机构: authorisations, changes of the lists and their receipts; nothing of anybody else's. Source: A6."""

import itertools
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from blacklists import leaving
from blacklists.refusals import ListRefused
from checks import authorising, list_changes
from checks.models import Authorisation, ListReceipt
from ledger.acts import CLOCK, record_act
from ledger.moves import apply, facts_of, note
from records import hiding
from tests import factories
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import SCAN, by, honoured, lists_of_long_ago, published
from tests.records.making import staff
from tests.representation.making import claimed
from tests.representation.making import enter as enter_subject
from tests.workbench.conftest import enter

from .asking import TODAY, authorised, checked, on_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    lists_of_long_ago()
    return staff()


@pytest.fixture
def bank(people):
    return outsider(people, "financial")


def registered(bank, subject, **fields) -> Authorisation:
    said = {"purpose": "贷款审查", "signed_on": TODAY, "until": TODAY + timedelta(days=90), "paper": SCAN} | fields
    return authorising.register(subject, **said, **by(bank, TODAY))


# --- authorisations


def test_a_paper_counts_only_once_the_office_compared_it(people, bank):
    company = factories.subject()
    made = registered(bank, company)
    assert checked(bank, company.code).told == "public"
    with pytest.raises(ListRefused):
        authorising.confirm(made, **by(bank, TODAY))
    with pytest.raises(ListRefused):
        authorising.confirm(made, **by(people.clerk, TODAY))
    authorising.confirm(made, **by(people.office, TODAY))
    assert checked(bank, company.code).told == "authorised"
    assert checked(bank, factories.subject().code).told == "public"


def test_what_is_withdrawn_counts_from_that_moment_no_more(people, bank):
    company = factories.subject()
    made = authorised(people, bank, company)
    assert checked(bank, company.code).told == "authorised"
    authorising.withdraw(made, reason="主体书面撤回", **by(people.office, TODAY))
    assert checked(bank, company.code).told == "public"


def test_whoever_gave_it_takes_it_back_themselves(people, bank):
    """On their own page, at any time, also before anybody compared it; nobody else may, and only once."""
    today = timezone.localdate()
    company = factories.subject()
    made = authorised(people, bank, company, until=today + timedelta(days=30))
    mine, stranger = enter_subject(claimed(company, people, on=TODAY)), enter_subject(claimed(people=people, on=TODAY))
    address = f"/my/authorisations/{made.public_id}/"
    assert stranger.post(address).status_code == 404
    assert address in mine.get("/my/file/").content.decode()
    assert "撤回授权" in mine.get(address).content.decode()
    made.refresh_from_db()
    assert made.state == "confirmed", "looking ends nothing"
    mine.post(address)
    made.refresh_from_db()
    assert (made.state, made.withdrawn_on) == ("withdrawn", today)
    assert checked(bank, company.code, on=today).told == "public"
    assert address not in mine.get("/my/file/").content.decode()
    assert mine.post(address).status_code == 302, "twice is told, and changes nothing"
    waiting = registered(bank, company, until=today + timedelta(days=30))
    mine.post(f"/my/authorisations/{waiting.public_id}/")
    with pytest.raises(ListRefused):
        authorising.confirm(waiting, **by(people.office, today))


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"paper": None}, "授权书"),
        ({"until": TODAY - timedelta(days=1)}, "期限"),
        ({"signed_on": TODAY + timedelta(days=1)}, "授权日期"),
        ({"until": TODAY + timedelta(days=3000)}, "五年"),
        ({"purpose": "联系人13912345678"}, "个人信息"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(bank, fields, word):
    with pytest.raises(ListRefused, match=word):
        registered(bank, factories.subject(), **fields)


def test_another_body_and_another_office_see_nothing_of_it(people, bank):
    made = registered(bank, factories.subject())
    other = staff()
    for who in (outsider(people, "rating"), other.office):
        client = enter(who)
        assert client.get(f"/checks/authorisations/{made.public_id}/paper").status_code == 404
        assert client.post(f"/checks/authorisations/{made.public_id}/step", {"action": "withdraw"}).status_code == 404
    assert enter(people.clerk).get("/checks/authorisations/").status_code == 403
    assert enter(people.office).get(f"/checks/authorisations/{made.public_id}/paper").status_code == 200
    assert made.subject.name not in enter(outsider(people, "rating")).get("/checks/authorisations/").content.decode()


def test_the_pages_do_what_the_use_cases_do(people, bank):
    company = factories.subject()
    on_file()
    fields = {
        "code": company.code,
        "purpose": "贷款审查",
        "signed_on": "2026-01-01",
        "until": "2028-01-01",
        "paper": _scan(),
    }
    assert enter(bank).post("/checks/authorisations/", fields).status_code == 302
    made = Authorisation.objects.get()
    assert (
        enter(people.office).post(f"/checks/authorisations/{made.public_id}/step", {"action": "confirm"}).status_code
        == 302
    )
    made.refresh_from_db()
    assert made.state == "confirmed"


def _scan():
    return SimpleUploadedFile("授权书.pdf", SCAN.data)


# --- changes of the lists


def test_who_entered_and_who_left_is_told_until_it_is_signed_for(people, bank):
    entry, red = published(people), honoured(people)
    last = max(entry.public_from, red.public_from)
    later = last + timedelta(days=5)
    bank.department.since = min(entry.public_from, red.public_from) - timedelta(days=3)
    bank.department.save(update_fields=["since"])
    first, until = list_changes.span(bank.department, later)
    assert (first, until) == (bank.department.since, later - timedelta(days=1))
    told = list_changes.changes(first, until, later)
    assert {(one.code, one.entered) for one in told} == {(entry.subject.code, True), (red.subject.code, True)}
    made = list_changes.sign(last=until, **by(bank, later))
    assert (made.entered, made.left) == (2, 0)
    assert list_changes.span(bank.department, later) is None
    with pytest.raises(ListRefused, match="已经签收"):
        list_changes.sign(last=until, **by(bank, later))

    leaving.propose(
        entry, exit="revoked", proof=SCAN, reason="决定被撤销", happened_on=later, **by(people.clerk, later)
    )
    leaving.decide(entry.leavings.get(), agree=True, **by(people.reviewer, later))
    after = later + timedelta(days=1)
    days = list_changes.span(bank.department, after)
    assert days == (later, later)
    (gone,) = list_changes.changes(*days, after)
    assert (gone.code, gone.entered) == (entry.subject.code, False)


def test_no_day_is_skipped_and_none_is_told_twice(people, bank):
    bank.department.since = TODAY - timedelta(days=30)
    bank.department.save(update_fields=["since"])
    for at in (TODAY - timedelta(days=20), TODAY - timedelta(days=19), TODAY):
        list_changes.sign(last=at - timedelta(days=1), **by(bank, at))
    rows = list(ListReceipt.objects.order_by("last"))
    assert rows[0].first == bank.department.since
    assert all(one.last + timedelta(days=1) == two.first for one, two in itertools.pairwise(rows))


def test_persons_are_in_no_notice(people, bank):
    entry = published(people)
    type(entry).objects.update(person=True, state="filed", public_from=None)
    day = entry.decided_on + timedelta(days=30)
    assert list_changes.changes(entry.decided_on - timedelta(days=30), day, day) == []


def test_the_bank_signs_on_its_page_and_the_office_sees_how_far(people, bank):
    client = enter(bank)
    page = client.get("/checks/list-notices/").content.decode()
    last = page.partition('name="last" value="')[2][:10]
    assert client.post("/checks/list-notices/", {"last": last}).status_code == 302
    assert ListReceipt.objects.get().body == bank.department
    assert last in enter(people.office).get("/checks/list-receipts/").content.decode()
    assert bank.department.name not in enter(staff().office).get("/checks/list-receipts/").content.decode()
    receipt = ListReceipt.objects.get()
    assert client.get(f"/checks/list-notices.xlsx?receipt={receipt.public_id}").status_code == 200
    theirs = enter(outsider(people, "rating"))
    for query in (f"receipt={receipt.public_id}", "receipt=x", "receipt="):
        assert theirs.get(f"/checks/list-notices.xlsx?{query}").status_code == 404


def in_public(people, **fields):
    """A record of a list decided elsewhere, with the event that its release writes."""
    one = factories.record("listed", department=people.body, public_from=TODAY - timedelta(days=30), **fields)
    act = record_act("release", CLOCK, one.public_from)
    note(act, one.object_kind, one.public_id, "release", one.state, facts_of(one))
    return one


def told(first, last, on=None):
    rows = list_changes.changes(first, last, on or last + timedelta(days=1))
    return [(one.what, one.entered, one.until) for one in rows]


def test_hiding_showing_again_and_another_last_day_are_told(people):
    """Of lists decided elsewhere the row says only what holds today: what a body must learn is replayed from the events."""
    one = in_public(people, public_until=TODAY + timedelta(days=400))
    begun = one.public_from
    assert told(begun, begun) == [("列入", True, str(one.public_until))]
    assert told(begun + timedelta(days=1), TODAY) == []

    hidden = hiding.hide(one, reason="写错了", **by(people.reviewer, TODAY))
    hiding.confirm(hidden, **by(people.office, TODAY))
    assert told(TODAY, TODAY) == [("暂停公示", False, "")]
    assert told(begun, TODAY) == []  # came and went between two receipts: nobody is told the name
    back = TODAY + timedelta(days=4)
    hiding.show_again(hidden, reason="核对无误", **by(people.approver, back))
    assert told(TODAY + timedelta(days=1), back) == [("恢复公示", True, str(one.public_until))]

    one.refresh_from_db()
    for days, what, entered in ((300, "期限变更", True), (-1, "移出", False), (200, "列入", True)):
        day, until = back + timedelta(days=1), back + timedelta(days=1 + days)
        with transaction.atomic():
            apply(one, "correct", record_act("test", CLOCK, day, reason="更正"), public_until=until)
        assert told(day, day) == [(what, entered, str(until) if entered else "")]
        back = day
    assert told(until + timedelta(days=1), until + timedelta(days=1)) == [("移出", False, "")]


def test_what_is_hidden_without_a_second_word_is_told_again_when_it_is_back(people):
    one = in_public(people)
    hiding.hide(one, reason="写错了", **by(people.reviewer, TODAY))
    assert told(TODAY, TODAY) == [("暂停公示", False, "")]
    later = TODAY + timedelta(days=20)
    assert hiding.lift_unconfirmed(later) == 1
    assert [what for what, _, _ in told(TODAY + timedelta(days=1), later)] == ["恢复公示"]
