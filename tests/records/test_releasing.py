"""Releasing: a second person, or the clock on its day; nobody alone. Source: B6, C2, D6, design §4."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from ledger.models import Act, Event
from records import clock, releasing
from records.models import HoldReason, Record, Release, Submission
from records.releasing import ReleaseRefused, hold, release_record, release_submission, resume
from subjects.models import Subject
from subjects.search import find
from tests import factories
from tests.records.making import FRIDAY, acting, id_number, licence, only_record, penalty, person, release, send, staff

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 27)  # seven working days after the 18th
GRAVE = {"NR_FK": "20000"}  # 万元: looks like yuan


@pytest.fixture
def people():
    return staff()


def public(record, on=FRIDAY):
    return Record.objects.public(on).filter(pk=record.pk).exists()


def release_one(people, record, *, by=None, on=FRIDAY, **word):
    by = by or people.reviewer
    return release_record(record, reviewer=by, actor=acting(by), on=on, **word)


def keep(people, record, reason="business_secret", note="涉及配方"):
    hold(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=FRIDAY, reason=reason, note=note)


def test_a_reviewer_releases_and_the_public_sees_and_finds(people):
    record = only_record(people, licence(people.body))
    assert not public(record)
    assert find(record.subject.name).total == 0
    assert release(people, record.submission) == {"released": 1, "kept": 0, "left": 0}
    record.refresh_from_db()
    assert (record.state, record.public_from, record.public_until) == ("released", FRIDAY, date(2031, 11, 17))
    assert public(record)
    assert [hit.code for hit in find(record.subject.name).hits] == [record.subject.code]
    assert Subject.objects.get(pk=record.subject_id).public_since == FRIDAY
    row = Release.objects.get(record=record)
    assert (row.proposer, row.approver, row.released_on, row.version) == (
        people.clerk, people.reviewer, FRIDAY, record.version,
    )  # fmt: skip
    event = Event.objects.filter(object_id=record.public_id).latest("pk")
    assert (event.move, event.public_from, event.public_until, event.act.actor) == (
        "release", FRIDAY, date(2031, 11, 17), people.reviewer.name,
    )  # fmt: skip


def test_releasing_twice_releases_once(people):
    submission, _ = send(people, [licence(people.body)])
    release(people, submission)
    assert release(people, submission) == {"released": 0, "kept": 0, "left": 0}
    with pytest.raises(ReleaseRefused, match="已经处理过"):
        release_one(people, submission.records.get())


@pytest.mark.parametrize("who", ["clerk", "office", "auditor", "other reviewer", "other approver"])
def test_who_may_not_release(people, who):
    record = only_record(people, licence(people.body))
    other = staff()
    officer = {
        "clerk": people.clerk, "office": people.office, "auditor": people.auditor, "other reviewer": other.reviewer,
        "other approver": other.approver,
    }[who]  # fmt: skip
    with pytest.raises(ReleaseRefused):
        release_submission(record.submission, reviewer=officer, actor=acting(officer), on=FRIDAY)
    with pytest.raises(ReleaseRefused):
        release_one(people, record, by=officer)
    record.refresh_from_db()
    assert record.state == "awaiting"


def test_the_office_approver_releases_within_the_tree(people):
    assert release_one(people, only_record(people, licence(people.body)), by=people.approver).state == "released"


def test_one_person_with_both_roles_does_not_release_their_own(people):
    """Role pairs that would allow it are refused elsewhere; this holds even if one slips in."""
    both = factories.officer("clerk", "reviewer", department=people.body)
    people.clerk = both
    record = only_record(people, licence(people.body))
    with pytest.raises(ReleaseRefused, match="自己报送"):
        release_one(people, record, by=both)
    with pytest.raises(ReleaseRefused, match="自己报送"):
        release_submission(record.submission, reviewer=both, actor=acting(both), on=FRIDAY)
    # … and the CHECK holds where the use case is left aside.
    act = Act.objects.latest("pk")
    rows = Record.objects.filter(pk=record.pk)
    with pytest.raises(IntegrityError, match="release_four_eyes"), transaction.atomic():
        releasing.release_set(rows, act, FRIDAY, approver=both)
    record.refresh_from_db()
    assert record.state == "awaiting"


def test_what_is_not_publishable_is_never_released_even_past_the_use_case(people):
    record = only_record(people, person(people.body, id_number()))
    with pytest.raises(IntegrityError, match="record_released_only_if_publishable"), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(state="released", public_from=FRIDAY)
    with pytest.raises(IntegrityError, match="subject_person_never_public"), transaction.atomic():
        Subject.objects.filter(pk=record.subject_id).update(public_since=FRIDAY)


def test_grave_ones_are_left_and_confirmed_one_by_one(people):
    submission, _ = send(people, [penalty(people.body), penalty(people.body, **GRAVE)])
    assert release(people, submission) == {"released": 1, "kept": 0, "left": 1}
    grave = submission.records.get(grave=True)
    assert not public(grave)
    released = release_one(people, grave)
    assert (released.state, released.grave) == ("released", False)


def test_a_class_that_is_not_derivable_is_for_the_reviewer_to_say(people):
    record = only_record(people, penalty(people.body, CFLB="责令停产停业", NR_FK=""))
    assert (record.seriousness, record.grave) == ("", True)
    with pytest.raises(ReleaseRefused, match="失信程度"):
        release_one(people, record)
    released = release_one(people, record, seriousness="serious")
    assert (released.state, released.seriousness, released.derived) == ("released", "serious", "")
    assert released.public_until == date(2029, 11, 17)  # three years from the decision


def test_the_reviewer_may_change_the_class_and_the_period_follows(people):
    record = only_record(people, penalty(people.body))
    assert (record.derived, record.public_until) == ("general", date(2027, 11, 17))
    with pytest.raises(ReleaseRefused, match="写明理由"):
        release_one(people, record, seriousness="serious")
    released = release_one(people, record, seriousness="serious", note="涉案金额巨大")
    assert (released.seriousness, released.derived, released.public_until) == ("serious", "general", date(2029, 11, 17))


def test_the_end_that_the_department_sent_stays_when_the_class_changes(people):
    record = only_record(people, penalty(people.body, GSJZQ="2027/02/17"))
    assert record.public_until == date(2027, 2, 17)
    other = only_record(people, penalty(people.body, GSJZQ="2027/02/17"))
    assert release_one(people, record).public_until == date(2027, 2, 17)
    # A serious one is public for a year at least: there it does not count.
    word = {"seriousness": "serious", "note": "涉案金额巨大"}
    assert release_one(people, other, **word).public_until == date(2029, 11, 17)


def test_minor_ones_are_kept_internal_by_reviewer_and_clock(people):
    for way in ("reviewer", "clock"):
        record = only_record(people, penalty(people.body, CFLB="警告", NR_FK=""))
        assert (record.state, record.seriousness, record.internal_reason) == ("awaiting", "minor", "minor")
        if way == "reviewer":
            release_one(people, record)
        else:
            clock.publish_due(DUE)
        record.refresh_from_db()
        assert (record.state, public(record, DUE)) == ("internal", False)
        assert not Release.objects.filter(record=record).exists()


def test_a_minor_one_judged_general_by_the_reviewer_is_public(people):
    record = only_record(people, penalty(people.body, NR_FK="0.2"))
    assert record.seriousness == "minor"
    released = release_one(people, record, seriousness="general", note="非简易程序")
    assert (released.state, released.publishable, released.internal_reason) == ("released", True, "")
    assert public(record)


def test_a_general_one_judged_minor_by_the_reviewer_is_not(people):
    record = only_record(people, penalty(people.body))
    assert release_one(people, record, seriousness="minor", note="主动减轻危害后果").state == "internal"
    assert not public(record)


def test_a_hold_keeps_it_from_reviewer_and_clock_until_resumed(people):
    record = only_record(people, licence(people.body))
    keep(people, record)
    record.refresh_from_db()
    assert (record.state, record.hold_reason) == ("held", "business_secret")
    act = Act.objects.get(what="hold")
    assert (act.reason, act.basis) == ("涉及配方", HoldReason.BUSINESS_SECRET.label)
    with pytest.raises(ReleaseRefused, match="暂不公开"):
        release_one(people, record)
    assert release(people, record.submission)["released"] == 0
    clock.publish_due(DUE + timedelta(days=30))
    assert not public(record, DUE + timedelta(days=30))
    resume(record, reviewer=people.reviewer, actor=acting(people.reviewer), on=DUE, note="已处理")
    clock.publish_due(DUE)
    assert public(record, DUE)


@pytest.mark.parametrize(("reason", "note"), [("", "x"), ("because", "x"), ("law_forbids", " ")])
def test_a_hold_needs_a_reason_of_the_list_and_words(people, reason, note):
    record = only_record(people, licence(people.body))
    with pytest.raises(ReleaseRefused):
        keep(people, record, reason, note)


def test_who_may_not_hold(people):
    record = only_record(people, licence(people.body))
    for officer in (people.clerk, people.auditor, staff().reviewer):
        with pytest.raises(ReleaseRefused):
            hold(record, reviewer=officer, actor=acting(officer), on=FRIDAY, reason="checking", note="x")
    release_one(people, record)
    with pytest.raises(ReleaseRefused, match="状态已经变化"):
        keep(people, record)


def test_a_hold_survives_being_sent_again(people):
    row = licence(people.body)
    record = only_record(people, row)
    keep(people, record)
    send(people, [row | {"XK_NR": "改了"}])
    record.refresh_from_db()
    assert (record.state, record.version.number) == ("held", 2)


# --- the clock -----------------------------------------------------------------------------------------------------------


def test_the_clock_publishes_on_the_morning_of_the_day_and_not_before(people):
    record = only_record(people, licence(people.body))
    assert record.release_by == DUE
    assert clock.publish_due(DUE - timedelta(days=1)) == 0
    assert clock.publish_due(DUE) == 1
    record.refresh_from_db()
    assert (record.state, record.public_from, public(record, DUE)) == ("released", DUE, True)
    row = Release.objects.get(record=record)
    assert (row.proposer, row.approver) == (people.clerk, None)
    act = Event.objects.filter(object_id=record.public_id).latest("pk").act
    assert (act.channel, act.actor) == ("clock", "法定时限")


def test_a_late_upload_is_not_public_before_the_second_working_day(people):
    """Nobody publishes alone by uploading late."""
    record = only_record(people, licence(people.body, JDRQ="2026/09/01", YXQZ="2026/09/01"))
    assert record.due == date(2026, 9, 10)
    assert record.release_by == date(2026, 11, 24)  # Friday + 2 working days
    for day in (20, 21, 22, 23):
        clock.publish_due(date(2026, 11, day))
        assert not public(record, date(2026, 11, day))
    clock.publish_due(date(2026, 11, 24))
    assert public(record, date(2026, 11, 24))


def test_the_clock_never_publishes_what_has_a_grave_warning(people):
    record = only_record(people, penalty(people.body, **GRAVE))
    for day in range(60):
        clock.publish_due(FRIDAY + timedelta(days=day))
    record.refresh_from_db()
    assert (record.state, record.public_from) == ("escalated", None)
    assert release_one(people, record, on=DUE).state == "released"  # a person may


def test_stock_is_published_by_a_person_only(people):
    for row in (licence(people.body, JDRQ="2026/10/08"), penalty(people.body, JDRQ="2026/10/08")):
        submission, _ = send(people, [row], stock=True)
        clock.publish_due(FRIDAY + timedelta(days=200))
        assert submission.records.get().state == "awaiting"
        assert release(people, submission)["released"] == 1


def test_a_late_clock_publishes_what_is_still_to_be_published_and_keeps_the_rest(people):
    soon = only_record(people, licence(people.body, YXQZI="2026/12/01"))
    later = only_record(people, licence(people.body))
    assert clock.publish_due(date(2026, 12, 10)) == 2
    [row.refresh_from_db() for row in (soon, later)]
    assert (soon.state, soon.internal_reason, soon.public_from) == ("internal", "period_over", None)
    assert (later.state, later.public_from) == ("released", date(2026, 12, 10))


def test_twice_is_once(people):
    send(people, [licence(people.body) for _ in range(5)])
    assert clock.publish_due(DUE) == 5
    before = Event.objects.count(), Act.objects.count()
    assert clock.publish_due(DUE) == 0
    assert (Event.objects.count(), Act.objects.count()) == before


def test_in_batches(people, monkeypatch):
    monkeypatch.setattr(clock, "BATCH", 3)
    send(people, [licence(people.body) for _ in range(8)])
    send(people, [penalty(people.body, **GRAVE) for _ in range(4)])
    assert clock.publish_due(DUE) == 12
    assert Record.objects.filter(state="released").count() == 8
    assert Record.objects.filter(state="escalated").count() == 4
    assert Act.objects.filter(what="publish_due").count() == 3
    assert clock.end_publication(date(2031, 11, 18)) == 8
    assert clock.end_effects(date(2031, 11, 18)) == 8


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once(monkeypatch):
    monkeypatch.setattr(clock, "BATCH", 7)
    people = staff()
    send(people, [licence(people.body) for _ in range(50)])
    moved = []

    def run():
        moved.append(clock.publish_due(DUE))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    moved.append(clock.publish_due(DUE))
    assert sum(moved) == 50
    assert Record.objects.filter(state="released").count() == Release.objects.count() == 50
    assert Event.objects.filter(move="release").count() == 50
    assert Subject.objects.filter(public_since=DUE).count() == 50


def test_the_end_is_derived_and_needs_no_clock(people):
    record = only_record(people, penalty(people.body))
    release_one(people, record)
    last = date(2027, 11, 17)
    assert not public(record, FRIDAY - timedelta(days=1))
    assert public(record, last)
    assert not public(record, last + timedelta(days=1))
    record.refresh_from_db()
    assert record.state == "released"  # nobody has noted it, and yet it is gone
    assert clock.end_publication(last) == 0
    assert clock.end_publication(last + timedelta(days=1)) == 1
    assert clock.end_publication(last + timedelta(days=1)) == 0
    record.refresh_from_db()
    assert record.state == "ended"


def test_a_licence_leaves_the_day_after_its_last(people):
    record = only_record(people, licence(people.body, YXQZI="2026/12/31"))
    release_one(people, record)
    assert public(record, date(2026, 12, 31))
    assert not public(record, date(2027, 1, 1))


def test_long_term_licences_have_no_end(people):
    record = only_record(people, licence(people.body, YXQZI="2099/12/31"))
    release_one(people, record)
    assert (record.valid_until, record.public_until) == (None, None)
    assert public(record, date(2120, 1, 1))
    assert clock.end_publication(date(2120, 1, 1)) == clock.end_effects(date(2120, 1, 1)) == 0


def test_effects_end_for_internal_ones_too_but_not_for_those_that_left(people):
    kept = only_record(people, person(people.body, id_number(), YXQ="2026/12/01"))
    gone_submission, _ = send(people, [penalty(people.body, YXQ="2026/12/01")])
    from records.submitting import take_back

    take_back(gone_submission, clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    assert clock.end_effects(date(2026, 12, 1)) == 0
    assert clock.end_effects(date(2026, 12, 2)) == 1
    assert clock.end_effects(date(2026, 12, 2)) == 0
    kept.refresh_from_db()
    assert kept.effect_ended


def test_market_regulation_of_2021_counts_from_publication():
    people = staff(field="market")
    record = only_record(people, penalty(people.body, JDRQ="2026/03/02", CFLB="通报批评", NR_FK=""))
    assert (record.rule_set, record.seriousness, record.publication_months, record.public_until) == (
        "samr45", "general", 3, None,
    )  # fmt: skip
    release_one(people, record)
    record.refresh_from_db()
    assert (record.public_from, record.public_until) == (FRIDAY, date(2027, 2, 19))


# --- who sees what -------------------------------------------------------------------------------------------------------


def test_who_may_see_what(people):
    county = factories.department("虚构县局", parent=people.body)
    other = staff()
    mine, theirs = only_record(people, licence(people.body)), only_record(other, licence(other.body))
    people_below = staff()
    people_below.body = county
    people_below.clerk = factories.officer("clerk", department=county)
    below = only_record(people_below, licence(county))
    sees = {
        people.clerk: {mine}, people.reviewer: {mine}, people.office: {mine, below}, people.approver: {mine, below},
        people.auditor: {mine, theirs, below}, people_below.clerk: {below}, other.office: {theirs},
        factories.officer("system_admin", department=people.body): set(),
        factories.officer("security_admin", department=people.body): set(),
        factories.officer(department=people.body): set(),
        factories.officer("auditor", department=people.body, is_active=False): set(),
    }  # fmt: skip
    for officer, records in sees.items():
        assert set(Record.objects.visible_to(officer)) == records, officer.roles
        found = Submission.objects.visible_to(officer)
        assert set(found) == {record.submission for record in records}, officer.roles


def test_an_heir_sees_what_the_department_had(people):
    heir = staff()
    record = only_record(people, licence(people.body))
    people.body.until, people.body.successor = FRIDAY, heir.body
    people.body.save()
    assert set(Record.objects.visible_to(heir.reviewer)) == {record}
    assert release_one(people, record, by=heir.reviewer).state == "released"


def test_changing_the_class_is_an_act_that_says_what_and_why(people):
    record = only_record(people, penalty(people.body))
    release_one(people, record, seriousness="minor", note="当事人主动减轻危害后果")
    act = Act.objects.get(what="classify")
    assert (act.basis, act.reason) == ("失信程度 一般→轻微，领域 一般领域→一般领域", "当事人主动减轻危害后果")


@pytest.mark.parametrize(
    ("name_is", "name", "former"),
    [
        ("new", "虚构新名有限公司", ["虚构旧名有限公司"]),
        ("former", "虚构旧名有限公司", ["虚构新名有限公司"]),
        ("", "虚构旧名有限公司", []),
    ],
)
def test_a_differing_name_goes_where_the_reviewer_says(people, name_is, name, former):
    first = penalty(people.body, XDR_MC="虚构旧名有限公司")
    subject = release_one(people, only_record(people, first)).subject
    second = only_record(people, penalty(people.body, XDR_MC="虚构新名有限公司", XDR_SHXYM=first["CF_XDR_SHXYM"]))
    assert second.grave
    assert second.subject == subject
    release_one(people, second, name_is=name_is)
    subject.refresh_from_db()
    assert (subject.name, list(subject.former_names.values_list("name", flat=True))) == (name, former)
    assert {hit.code for hit in find("虚构旧名").hits} == {subject.code}
    assert len(find("虚构新名").hits) == (1 if name_is else 0)


def test_a_persons_record_is_not_public_whatever_its_columns_say(people):
    record = factories.record(subject=factories.subject(kind="person", public=False), public_from=FRIDAY)
    assert (record.state, record.publishable) == ("released", True)
    assert not public(record)
