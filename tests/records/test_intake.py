"""Intake: what becomes of each row, once and for all however often it is sent. Source: B1, B2, B8, design §3."""

import sys
import threading
from datetime import date

import pytest
from django.db import connection

from ledger.models import Act, Event
from records import intake
from records.mending import token_of
from records.models import Proposal, Record, RejectedRow, Version
from records.reading.headers import TOKEN_TITLE
from records.submitting import receive_row
from subjects.models import FormerName, Identifier, KeyPerson, Subject
from tests import factories
from tests.records.making import (
    FRIDAY,
    acting,
    days,
    grid,
    id_number,
    licence,
    only_record,
    penalty,
    person,
    receive,
    release,
    said,
    send,
    staff,
    table,
    upload,
    workbook,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


def counts(rows=0, new=0, unchanged=0, changed=0, rejected=0):
    return {"rows": rows, "new": new, "unchanged": unchanged, "changed": changed, "rejected": rejected}


def test_a_good_row_becomes_a_record_with_version_and_events(people):
    row = licence(people.body)
    submission, report = send(people, [row])
    assert report.counts == counts(rows=1, new=1)
    assert report.findings == []
    record = submission.records.get()
    assert (record.kind, record.state, record.department, record.document_number) == (
        "licence", "awaiting", people.body, row["XK_WSH"],
    )  # fmt: skip
    assert (record.decided_on, record.valid_until) == (date(2026, 11, 18), date(2031, 11, 17))
    assert (record.subject.code, record.subject.name) == (row["XK_XDR_SHXYM"], row["XK_XDR_MC"])
    assert record.subject.public_since is None  # nothing of it is public yet
    assert record.version.content == row | {
        "XK_JDRQ": "2026-11-18", "XK_YXQZ": "2026-11-18", "XK_YXQZI": "2031-11-17",
    }  # fmt: skip
    assert (record.version.number, record.version.row, record.version.submission) == (1, 1, submission)
    assert KeyPerson.objects.get(subject=record.subject).name == "甲某"
    event = Event.objects.get(object_kind="record")
    assert (event.object_id, event.move, event.state, event.digest) == (
        record.public_id, "submit", "awaiting", record.version.digest,
    )  # fmt: skip
    assert (event.act.what, event.act.actor, event.act.channel) == ("intake", people.clerk.name, "page")
    assert (submission.state, submission.kind, submission.layout, submission.rows) == ("done", "licence", "G3", 1)
    assert list(Event.objects.filter(object_kind="submission").values_list("move", flat=True)) == ["receive", "finish"]


def test_good_rows_go_in_and_bad_rows_stay_with_their_reasons(people):
    rows = [penalty(people.body), penalty(people.body, JDRQ="2026/02/30", SY=""), penalty(people.body)]
    submission, report = send(people, rows)
    assert report.counts == counts(rows=3, new=2, rejected=1)
    rejected = submission.rejected_rows.get()
    assert rejected.row == 2
    assert {(finding["column"], finding["code"]) for finding in rejected.findings} == {
        ("CF_JDRQ", "bad_date"), ("CF_SY", "missing"),
    }  # fmt: skip
    assert (rejected.decided_on, rejected.due) == (None, None)
    assert sorted(submission.versions.values_list("row", flat=True)) == [1, 3]


def test_a_rejected_row_keeps_its_deadline_where_the_day_is_readable(people):
    submission, _ = send(people, [penalty(people.body, SY="")])
    rejected = submission.rejected_rows.get()
    assert (rejected.decided_on, rejected.due) == (date(2026, 11, 18), date(2026, 11, 27))


def test_sending_again_changes_nothing(people):
    rows = [licence(people.body), penalty(people.body)]
    for row in rows:
        send(people, [row])
    before = list(Record.objects.order_by("pk").values()), Version.objects.count(), Subject.objects.count()
    for data, name in ((upload(rows[:1], header="codes"), "a.xlsx"), (table(rows[1:], "gb18030"), "b.csv")):
        _, report = send(people, data, name=name, on=FRIDAY + days(3))
        assert report.counts == counts(rows=1, unchanged=1)
    assert (list(Record.objects.order_by("pk").values()), Version.objects.count(), Subject.objects.count()) == before


def test_another_spelling_of_the_same_is_the_same(people):
    row = licence(people.body)
    send(people, [row])
    spelt = row | {
        "XK_WSH": f" {row['XK_WSH']} ", "XK_XDR_SHXYM": row["XK_XDR_SHXYM"].lower(), "XK_JDRQ": "2026年11月18日", "XK_ZT": 1,
    }  # fmt: skip
    assert send(people, [spelt])[1].counts == counts(rows=1, unchanged=1)


def test_brackets_of_the_number_make_no_other_document(people):
    row = licence(people.body)
    send(people, [row])
    bracketed = row | {"XK_WSH": row["XK_WSH"].replace("〔", "[").replace("〕", "]")}
    assert send(people, [bracketed])[1].counts == counts(rows=1, changed=1)
    assert Record.objects.count() == 1


def test_changed_before_release_is_a_new_version_awaiting_release(people):
    row = licence(people.body)
    record = only_record(people, row)
    submission, report = send(
        people, [row | {"XK_NR": "热食类食品制售", "XK_YXQZI": "2030/01/01"}], on=FRIDAY + days(3)
    )
    assert report.counts == counts(rows=1, changed=1)
    record.refresh_from_db()
    assert (record.state, record.version.number, record.version.content["XK_NR"]) == ("awaiting", 2, "热食类食品制售")
    assert (record.valid_until, record.submission, record.arrived_on) == (
        date(2030, 1, 1), submission, FRIDAY + days(3),
    )  # fmt: skip
    assert record.release_by == date(2026, 11, 27)  # still the law's day: the second working day after is not later
    assert Event.objects.filter(object_id=record.public_id).values_list("move", flat=True)[1] == "renew"
    assert record.versions.count() == 2


def test_changed_after_release_is_a_proposal_and_the_public_text_stays(people):
    row = licence(people.body)
    record = only_record(people, row)
    release(people, record.submission)
    changed = row | {"XK_NR": "热食类食品制售"}
    assert send(people, [changed])[1].counts == counts(rows=1, changed=1)
    record.refresh_from_db()
    assert (record.state, record.version.content["XK_NR"]) == ("released", "预包装食品销售")
    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.state, proposal.version.content["XK_NR"]) == (
        "correction",
        "open",
        "热食类食品制售",
    )
    assert send(people, [changed])[1].counts == counts(rows=1, unchanged=1)  # proposed already
    assert send(people, [row | {"XK_NR": "糕点"}])[1].counts == counts(rows=1, changed=1)
    assert sorted(Proposal.objects.values_list("state", flat=True)) == ["open", "superseded"]


def test_status_invalid_on_a_public_record_proposes_its_withdrawal(people):
    row = licence(people.body)
    record = only_record(people, row)
    release(people, record.submission)
    assert send(people, [row | {"XK_ZT": "0"}])[1].counts == counts(rows=1, changed=1)
    assert Proposal.objects.get().kind == "withdrawal"
    record.refresh_from_db()
    assert record.state == "released"  # until a second person says so


def test_status_invalid_on_an_unknown_record_is_kept_and_not_public(people):
    record = only_record(people, licence(people.body, ZT="0"))
    assert (record.state, record.internal_reason, record.publishable) == ("internal", "invalid", False)


def test_the_record_of_another_department_is_not_theirs_to_change(people):
    other = staff()
    row = licence(people.body)
    send(people, [row])
    _, report = send(other, [row | {"XK_NR": "改"}])
    assert report.counts == counts(rows=1, rejected=1)
    assert said(report) == {(1, "XK_WSH", "other_department"), (1, "XK_XKJGDM", "other_body")}
    message = next(finding.message for _, finding in report.findings if finding.code == "other_department")
    assert people.body.name in message
    assert Record.objects.get().versions.count() == 1


def test_a_successor_changes_what_its_predecessor_sent(people):
    heir = staff()
    row = licence(people.body)
    send(people, [row])
    people.body.until, people.body.successor = FRIDAY, heir.body
    people.body.save()
    _, report = send(heir, [row | {"XK_NR": "改"}])
    assert report.counts == counts(rows=1, changed=1)
    assert said(report) == set()


def test_a_foreign_deciding_body_is_a_grave_warning(people):
    record = only_record(people, licence(people.body, XKJGDM=factories.code("11"), XKJG="别的局"))
    assert record.grave
    assert [warning["code"] for warning in record.version.warnings] == ["other_body"]


def test_a_document_twice_in_one_file_is_an_error_on_the_later_row(people):
    row = penalty(people.body)
    rows = [row, penalty(people.body), row | {"CF_NR": "别的内容"}]
    _, report = send(people, rows)
    assert report.counts == counts(rows=3, new=2, rejected=1)
    [(number, finding)] = [(number, finding) for number, finding in report.findings if finding.code == "repeated"]
    assert number == 3
    assert "表格第2行" in finding.message  # as the spreadsheet counts, with its header


@pytest.mark.parametrize("together", [2, 1], ids=["one chunk", "two chunks"])
@pytest.mark.parametrize("first", ["with code", "without"])
def test_a_document_twice_under_two_numbers_of_its_subject_is_an_error_too(people, monkeypatch, together, first):
    old = "210800004054321"
    row = licence(people.body, XDR_GSZC=old)
    send(people, [row])
    monkeypatch.setattr("records.intake.CHUNK", together)
    row |= {"XK_WSH": "虚市监许〔2026〕99999号"}
    rows = [row, row | {"XK_XDR_SHXYM": "", "XK_NR": "别的内容"}]
    _, report = send(people, rows if first == "with code" else rows[::-1])
    assert report.counts == counts(rows=2, new=1, rejected=1)
    assert said(report) == {(2, "XK_WSH", "repeated")}


def test_the_first_of_several_representatives_in_a_file_stands(people):
    row = licence(people.body, FRDB="甲某")
    send(people, [row, licence(people.body, XDR_SHXYM=row["XK_XDR_SHXYM"], XDR_MC=row["XK_XDR_MC"], FRDB="乙某")])
    assert [person.name for person in KeyPerson.objects.all()] == ["甲某"]


@pytest.mark.parametrize("together", [2, 1], ids=["one chunk", "two chunks"])
def test_of_two_rows_about_a_record_on_file_the_second_is_refused(people, monkeypatch, together):
    monkeypatch.setattr("records.intake.CHUNK", together)
    row = licence(people.body)
    send(people, [row])
    _, same = send(people, [row, row | {"XK_NR": "别的内容"}])
    assert same.counts == counts(rows=2, unchanged=1, rejected=1)
    _, changed = send(people, [row | {"XK_NR": "改过的内容"}, row])
    assert changed.counts == counts(rows=2, changed=1, rejected=1)
    assert "表格第2行" in next(finding.message for number, finding in changed.findings if number == 2)
    assert Record.objects.get().version.content["XK_NR"] == "改过的内容"


def test_one_document_may_name_several_subjects(people):
    row = penalty(people.body)
    other = penalty(people.body, WSH=row["CF_WSH"])
    assert send(people, [row, other])[1].counts == counts(rows=2, new=2)


def test_licences_of_one_document_differ_by_their_number(people):
    row = licence(people.body)
    assert send(people, [row, row | {"XK_XKBH": "JY99999999"}])[1].counts == counts(rows=2, new=2)


def test_persons_are_kept_for_internal_use(people):
    number = id_number(11)
    record = only_record(people, person(people.body, number))
    assert (record.state, record.internal_reason, record.publishable) == ("internal", "person", False)
    assert (record.subject.kind, record.subject.code, record.subject.public_since) == ("person", "", None)
    again = only_record(people, person(people.body, number.lower()))
    assert again.subject == record.subject  # found by the keyed hash
    assert only_record(people, person(people.body, id_number(12))).subject != record.subject


def test_generation_2_has_no_category_and_needs_none(people):
    rows = [licence(people.body), licence(people.body, XDR_SHXYM=factories.code("92"))]
    codes = [code for code in rows[0] if code != "XK_XDR_LB"]
    submission, report = send(people, upload(rows, codes=codes, header="codes"))
    assert report.counts == counts(rows=2, new=2)
    assert submission.layout == "G2"
    assert set(Subject.objects.values_list("kind", flat=True)) == {"organisation", "sole_trader"}


@pytest.mark.parametrize(
    ("cells", "internal"),
    [({"YXQZI": "2031/11/17"}, ""), ({"YXQZI": "2099/12/31"}, ""), ({"YXQZI": "2026/11/20"}, ""),
     ({"YXQZI": "2026/11/19"}, "old_stock"), ({"ZT": "0"}, "invalid")],
)  # fmt: skip
def test_stock_licences_only_while_valid(people, cells, internal):
    row = licence(people.body, JDRQ="2001/01/01", YXQZ="2001/01/01", **cells)
    record = only_record(people, row, stock=True)
    assert (record.internal_reason, record.state) == (internal, "internal" if internal else "awaiting")
    assert (record.due, record.release_by, record.stock) == (None, None, True)
    assert bool(record.version.warnings) == (internal == "old_stock")


@pytest.mark.parametrize(("decided", "internal"), [("2023/11/21", ""), ("2023/11/19", "old_stock")])
def test_stock_penalties_of_the_past_three_years(people, decided, internal):
    record = only_record(people, penalty(people.body, JDRQ=decided), stock=True)
    assert (record.internal_reason, record.due, record.release_by) == (internal, None, None)
    assert ("三年以前" in str(record.version.warnings)) == bool(internal)


def test_a_file_without_rows_or_of_the_wrong_kind_is_refused_as_a_whole(people):
    for data in (workbook(grid([licence(people.body)])[:1]), workbook([["姓名"], ["甲"]]), b"rubbish"):
        submission, report = send(people, data)
        assert submission.state == "refused"
        assert submission.refusal.endswith("。")
        assert report.findings[0][0] == 0
    assert not Record.objects.exists()
    assert not Subject.objects.exists()


def test_what_a_second_sheet_spoils_leaves_nothing(people):
    submission, _ = send(people, workbook(grid([licence(people.body)]), grid([penalty(people.body)])))
    assert submission.state == "refused"
    assert not Record.objects.exists()
    assert not Subject.objects.exists()
    assert Act.objects.filter(what="intake").count() == 1


def test_unknown_columns_are_said(people):
    lines = grid([licence(people.body)])
    lines[0].append("审核意见")
    lines[1].append("同意")
    _, report = send(people, workbook(lines))
    assert said(report) == {(0, "", "unknown_column")}


def test_a_typed_row_goes_the_same_way(people):
    row = licence(people.body)
    submission = receive_row(
        "licence", row, department=people.body, clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY
    )
    assert intake.run(submission.pk).counts == counts(rows=1, new=1)
    assert send(people, [row])[1].counts == counts(rows=1, unchanged=1)
    faulty = receive_row(
        "licence",
        row | {"XK_NR": ""},
        department=people.body,
        clerk=people.clerk,
        actor=acting(people.clerk),
        on=FRIDAY,
    )
    assert said(intake.run(faulty.pk)) == {(1, "XK_NR", "missing")}


def test_running_twice_is_running_once(people):
    submission, _ = send(people, [licence(people.body)])
    assert intake.run(submission.pk) is None
    assert Record.objects.count() == 1


def test_a_file_that_kills_its_worker_is_given_up(people, monkeypatch):
    submission = receive(people, [licence(people.body)])
    monkeypatch.setattr(intake, "_process", lambda *arguments, **named: 1 / 0)
    for _ in range(intake.MAX_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            intake.run(submission.pk)
    assert intake.run(submission.pk) is None
    submission.refresh_from_db()
    assert submission.state == "refused"
    assert "多次尝试" in submission.refusal


# --- names and numbers ---------------------------------------------------------------------------------------------------


def test_a_differing_name_binds_by_code_with_a_grave_warning(people):
    first = only_record(people, licence(people.body))
    record = only_record(people, licence(people.body, XDR_SHXYM=first.subject.code, XDR_MC="完全不同有限公司"))
    assert record.subject == first.subject
    assert record.grave
    [warning] = record.version.warnings
    assert (warning["code"], warning["grave"]) == ("name_differs", True)
    assert first.subject.name in warning["message"]


def test_a_former_name_binds_with_a_mild_warning(people):
    first = only_record(people, licence(people.body))
    FormerName.objects.create(subject=first.subject, name="旧名（虚构）有限公司")
    record = only_record(people, licence(people.body, XDR_SHXYM=first.subject.code, XDR_MC="旧名(虚构)有限公司"))
    assert (record.subject, record.grave) == (first.subject, False)
    assert [warning["code"] for warning in record.version.warnings] == ["former_name"]
    third = only_record(people, licence(people.body, XDR_SHXYM=first.subject.code, XDR_MC="别的有限公司"))
    assert "曾用名：旧名（虚构）有限公司" in third.version.warnings[0]["message"]


def test_brackets_and_width_make_no_other_name(people):
    first = only_record(people, licence(people.body, XDR_MC="虚构（营口）有限公司"))
    record = only_record(people, licence(people.body, XDR_SHXYM=first.subject.code, XDR_MC="虚构(营口)有限公司"))
    assert record.version.warnings == []


def test_two_names_for_one_new_code_in_one_file(people):
    code = factories.code()
    _, report = send(
        people, [licence(people.body, XDR_SHXYM=code, XDR_MC="甲甲公司"), licence(people.body, XDR_SHXYM=code)]
    )
    assert said(report) == {(2, "XK_XDR_MC", "name_differs")}


def test_the_name_never_binds(people):
    first = only_record(people, licence(people.body))
    assert only_record(people, licence(people.body, XDR_MC=first.subject.name)).subject != first.subject


def test_a_subject_known_by_an_old_number_receives_its_code(people):
    old = licence(people.body, XDR_SHXYM="", XDR_GSZC="210800004012345")
    first = only_record(people, old)
    assert first.subject.code == ""
    code = factories.code()
    record = only_record(
        people, licence(people.body, XDR_MC=old["XK_XDR_MC"], XDR_SHXYM=code, XDR_GSZC="210800004012345")
    )
    assert record.subject == first.subject
    assert Subject.objects.get(pk=first.subject_id).code == code
    assert set(Identifier.objects.values_list("type", "value")) == {("registration", "210800004012345"), ("uscc", code)}


def test_two_codes_that_claim_one_old_number(people):
    """The first takes the subject that has none yet; the second is another, however alike."""
    old = licence(people.body, XDR_SHXYM="", XDR_GSZC="210800004012345", XDR_MC="虚构一厂")
    send(people, [old])
    rows = [licence(people.body, XDR_MC="虚构一厂", XDR_GSZC="210800004012345") for _ in range(2)]
    _, report = send(people, rows)
    assert report.counts == counts(rows=2, new=2)
    assert Subject.objects.count() == 2


def test_an_old_number_of_somebody_else_is_a_grave_warning(people):
    first = only_record(people, licence(people.body, XDR_GSZC="210800004012345"))
    record = only_record(people, licence(people.body, XDR_GSZC="210800004012345"))
    assert record.subject != first.subject
    assert [warning["code"] for warning in record.version.warnings] == ["number_elsewhere"]
    assert record.grave


# --- rows sent again -----------------------------------------------------------------------------------------------------


def with_tokens(rows, tokens):
    lines = grid(rows)
    return workbook(
        [[TOKEN_TITLE, *lines[0]], *([token, *line] for token, line in zip(tokens, lines[1:], strict=True))]
    )


def test_a_row_sent_again_by_its_token_is_done_with(people):
    first, _ = send(people, [penalty(people.body, SY=""), penalty(people.body, SY=""), penalty(people.body)])
    second, report = send(people, with_tokens([penalty(people.body)], [token_of(first, 1)]))
    assert report.counts == counts(rows=1, new=1)
    assert list(first.rejected_rows.values_list("row", "mended_by")) == [(1, second.pk), (2, None)]


@pytest.mark.parametrize("forge", ["other row", "cut", "words", "of another department"])
def test_a_token_that_is_not_theirs_means_nothing(people, forge):
    first, _ = send(people, [penalty(people.body, SY=""), penalty(people.body, SY="")])
    token, sender = token_of(first, 1), people
    if forge == "other row":
        token = token.replace("-1-", "-2-")
    elif forge == "cut":
        token = token[:-1]
    elif forge == "words":
        token = "=cmd|' /C calc'!A0"
    else:
        sender = staff()
    _, report = send(sender, with_tokens([penalty(sender.body)], [token]))
    assert report.counts == counts(rows=1, new=1)
    assert not RejectedRow.objects.filter(mended_by__isnull=False).exists()


# --- at once -------------------------------------------------------------------------------------------------------------


def at_once(*work):
    failed = []

    def run(one):
        try:
            one()
        except Exception as reason:
            failed.append(reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]
    assert failed == []


@pytest.mark.django_db(transaction=True)
def test_two_intakes_that_meet_the_same_new_codes_at_once():
    """In opposite order, so that each waits for the other somewhere."""
    people, other = staff(), staff()
    codes = [factories.code() for _ in range(60)]
    one = receive(people, [licence(people.body, XDR_SHXYM=code, XDR_MC=f"虚构{code}公司") for code in codes])
    two = receive(other, [penalty(other.body, XDR_SHXYM=code, XDR_MC=f"虚构{code}公司") for code in reversed(codes)])
    at_once(lambda: intake.run(one.pk), lambda: intake.run(two.pk))
    assert Subject.objects.count() == Identifier.objects.count() == 60
    assert Record.objects.count() == 120
    assert set(Subject.objects.values_list("code", flat=True)) == set(codes)
    assert not Record.objects.filter(grave=True).exists()


@pytest.mark.django_db(transaction=True)
def test_two_intakes_that_wait_for_each_other(monkeypatch):
    """Parts in opposite order: the database ends one of them, and it is run again."""
    monkeypatch.setattr(intake, "CHUNK", 5)
    people, other = staff(), staff()
    codes = [factories.code() for _ in range(60)]
    one = receive(people, [licence(people.body, XDR_SHXYM=code, XDR_MC=f"虚构{code}公司") for code in codes])
    two = receive(other, [penalty(other.body, XDR_SHXYM=code, XDR_MC=f"虚构{code}公司") for code in reversed(codes)])
    at_once(lambda: intake.run(one.pk), lambda: intake.run(two.pk))
    assert Subject.objects.count() == Identifier.objects.count() == 60
    assert Record.objects.count() == 120


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("known", [False, True], ids=["new subjects", "subjects on file"])
def test_the_same_file_twice_at_once(known):
    people = staff()
    rows = [licence(people.body) for _ in range(40)]
    if known:  # then nobody waits for a new code, and both find no record
        send(people, [row | {"XK_WSH": f"{row['XK_WSH']}之一"} for row in rows])
    one, two = receive(people, rows), receive(people, list(reversed(rows)))
    at_once(lambda: intake.run(one.pk), lambda: intake.run(two.pk))
    [submission.refresh_from_db() for submission in (one, two)]
    assert sorted([(one.new, one.unchanged), (two.new, two.unchanged)]) == [(0, 40), (40, 0)]
    assert Subject.objects.count() == 40
    assert Record.objects.count() == Version.objects.count() == 40 + 40 * known
    assert Event.objects.filter(object_kind="record").count() == 40 + 40 * known


@pytest.mark.django_db(transaction=True)
def test_one_submission_in_two_workers_at_once():
    people = staff()
    submission = receive(people, [licence(people.body) for _ in range(20)])
    at_once(*[lambda: intake.run(submission.pk)] * 3)
    assert Record.objects.count() == 20
    submission.refresh_from_db()
    assert (submission.state, submission.new) == ("done", 20)


def test_a_row_that_was_there_already_names_its_record(people):
    rows = [licence(people.body), penalty(people.body), licence(people.body)]
    earlier = [send(people, [row])[0].records.get() for row in rows[:2]]
    submission, _ = send(people, [rows[2], rows[0]], on=FRIDAY + days(3))
    assert submission.repeated == [[2, earlier[0].pk]], "only what is the same"
    again, _ = send(people, [rows[1]], on=FRIDAY + days(3))
    assert again.repeated == [[1, earlier[1].pk]]
    changed, _ = send(people, [rows[0] | {"XK_NR": "改过的内容"}], on=FRIDAY + days(3))
    assert changed.repeated == []


def test_of_many_rows_that_were_there_already_the_first_are_named(people, monkeypatch):
    monkeypatch.setattr("records.intake.MAX_REPEATED", 2)
    monkeypatch.setattr("records.intake.CHUNK", 2)
    rows = [licence(people.body) for _ in range(5)]
    send(people, rows)
    submission, report = send(people, rows)
    assert report.counts == counts(rows=5, unchanged=5)
    assert [row for row, _ in submission.repeated] == [1, 2]


def test_threads_take_turns_as_usual_afterwards():
    first, second = intake.quick_turns(), intake.quick_turns()
    first.__enter__()
    second.__enter__()
    assert sys.getswitchinterval() == pytest.approx(intake.TURN)
    first.__exit__(None, None, None)  # not the last to come
    second.__exit__(None, None, None)
    assert sys.getswitchinterval() == intake.USUAL == pytest.approx(0.005)
