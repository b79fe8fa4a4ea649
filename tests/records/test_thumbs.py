"""Ways in which one person alone might keep something from the public, put something there, or reach into another's work."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from accounts.models import Department
from credit_platform.commands import Refused
from credit_platform.lifecycle import IllegalMove
from credit_platform.workdays import months_later
from records import clock, intake
from records.columns import personal_number_in
from records.deadlines import reckon_again
from records.hiding import HideRefused, hide
from records.mending import dismiss
from records.models import Proposal, Record, RejectedRow
from records.releasing import ReleaseRefused
from records.resuming import NotResumed, resume
from records.submitting import take_back
from rules.calendar import import_year, working_calendar
from rules.models import CalendarDay
from subjects.models import Subject
from subjects.search import find
from tests import factories
from tests.records import making
from tests.records.making import FRIDAY, acting, licence, only_record, penalty, release, send, staff
from tests.records.test_releasing import release_one

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 27)
FULL_WIDTH = {ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}


@pytest.fixture
def people():
    return staff()


def test_marking_a_pending_record_as_stock_does_not_stop_the_clock(people):
    row = penalty(people.body, JDRQ="2026/10/08")
    record = only_record(people, row)
    send(people, [row | {"CF_NR": "罚款贰万元整。"}], stock=True)
    record.refresh_from_db()
    assert (record.version.number, record.stock) == (2, False)
    assert record.release_by is not None


def test_a_fresh_decision_is_no_stock(people):
    submission, report = send(people, [penalty(people.body)], stock=True)
    record = submission.records.get()
    assert (record.stock, record.due) == (False, DUE)
    assert [finding.code for _, finding in report.findings] == ["not_stock"]


@pytest.mark.parametrize("end", ["2026/11/19", "2026/12/10", "2027/10/01"])
def test_an_end_before_the_shortest_period_needs_a_person_and_does_not_count(people, end):
    row = penalty(people.body, CFLB="吊销许可证件", NR_FK="", NR_ZKDX="证1", GSJZQ=end)
    record = only_record(people, row)
    assert (record.state, record.grave, record.public_until) == ("awaiting", True, date(2029, 11, 17))


def test_an_end_within_the_periods_is_kept(people):
    record = only_record(people, penalty(people.body, GSJZQ="2027/06/30"))
    assert (record.grave, record.public_until) == (False, date(2027, 6, 30))


def test_backdated_arrival_is_refused_outside_rehearsal(people, settings, tmp_path):
    settings.DEMO = settings.TESTING = False
    path = tmp_path / "x.xlsx"
    path.write_bytes(making.upload([penalty(people.body)]))
    with pytest.raises(Refused, match="只能是今天"):
        call_command("submit", str(path), department=people.body.code, clerk=people.clerk.username, on=date(2020, 1, 2))
    assert not Record.objects.exists()


def test_text_that_the_reviewer_has_not_read_is_not_released(people):
    row = penalty(people.body)
    record = only_record(people, row)
    send(people, [row | {"CF_NR": "罚款贰万元整，另附说明"}])
    with pytest.raises(ReleaseRefused, match="刚刚重新报送"):
        release_one(people, record, seen_version=1)
    assert release_one(people, record, seen_version=2).state == "released"


def test_a_department_above_sends_on_behalf_but_changes_nothing_of_those_below(people):
    below = staff()
    Department.objects.filter(pk=below.body.pk).update(parent=people.body)
    row = penalty(below.body)
    record = only_record(below, row)
    _, report = send(people, [row | {"CF_NR": "改过"}])
    assert making.said(report) >= {(1, "CF_WSH", "other_department")}
    record.refresh_from_db()
    assert record.version.number == 1
    _, report = send(people, [penalty(below.body)])
    assert (report.counts["new"], making.said(report)) == (1, set())


def test_an_upload_does_not_change_what_the_public_reads_of_a_subject(people):
    old = penalty(people.body, XDR_SHXYM="", XDR_GSZC="210800004045678", XDR_MC="虚构老厂")
    submission, _ = send(people, [old])
    release(people, submission)
    subject = Subject.objects.get()
    code = factories.code()
    row = penalty(people.body, XDR_SHXYM=code, XDR_GSZC="210800004045678", XDR_MC="虚构老厂")
    submission, _ = send(people, [row])
    subject.refresh_from_db()
    assert subject.code == ""
    assert find(code).hits == []
    release(people, submission)
    subject.refresh_from_db()
    assert subject.code == code
    assert [hit.public_id for hit in find(code).hits] == [subject.public_id]


def test_a_taken_back_name_does_not_stick(people):
    row = penalty(people.body, XDR_MC="虚构错名有限公司")
    submission, _ = send(people, [row])
    take_back(submission, clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY)
    submission, report = send(people, [row | {"CF_XDR_MC": "虚构对名有限公司"}])
    assert making.said(report) == set()
    release(people, submission)
    assert Subject.objects.get().name == "虚构对名有限公司"
    assert find("虚构错名").hits == []


def test_sending_the_public_text_again_takes_the_correction_off(people):
    row = penalty(people.body)
    submission, _ = send(people, [row])
    release(people, submission)
    send(people, [row | {"CF_NR": "写错了"}])
    _, report = send(people, [row])
    assert report.counts["unchanged"] == 1
    assert Proposal.objects.get().state == "superseded"


def test_a_dot_a_day_does_not_keep_the_clock_away(people):
    row = penalty(people.body)
    record = only_record(people, row)
    for day in range(1, 4):
        send(people, [row | {"CF_NR": f"罚款贰万元整{'。' * day}"}], on=DUE + timedelta(days=day))
    record.refresh_from_db()
    assert record.state == "escalated"


def test_a_small_fine_says_that_it_will_not_be_public(people):
    _, report = send(people, [penalty(people.body, NR_FK="0.2")])
    assert making.said(report) == {(1, "CF_NR_FK", "small_fine")}


def test_nothing_published_any_more_is_not_found_any_more(people):
    record = only_record(people, penalty(people.body))
    release(people, record.submission)
    name = record.subject.name
    assert len(find(name).hits) == 1
    record.refresh_from_db()
    clock.end_publication(record.public_until)
    assert len(find(name).hits) == 1
    clock.end_publication(record.public_until + timedelta(days=1))
    assert find(name).hits == []
    assert Subject.objects.public().count() == 0


def test_another_public_record_keeps_the_subject_found(people):
    first = penalty(people.body)
    records = [
        only_record(people, first),
        only_record(people, licence(people.body, XDR_SHXYM=first["CF_XDR_SHXYM"], XDR_MC=first["CF_XDR_MC"])),
    ]
    for record in records:
        release(people, record.submission)
    clock.end_publication(months_later(FRIDAY, 13))
    assert len(find(first["CF_XDR_SHXYM"]).hits) == 1


def test_a_rejected_row_is_known_again_without_its_token(people):
    row = penalty(people.body, JDRQ="2026/13/01")
    send(people, [row, penalty(people.body)])
    assert RejectedRow.objects.open().count() == 1
    send(people, [row | {"CF_JDRQ": "2026/11/18"}])
    assert RejectedRow.objects.open().count() == 0


def test_another_subject_of_the_same_document_does_not_close_it(people):
    row = penalty(people.body, JDRQ="2026/13/01")
    send(people, [row])
    send(people, [row | {"CF_JDRQ": "2026/11/18", "CF_XDR_MC": "虚构另一家有限公司", "CF_XDR_SHXYM": factories.code()}])
    assert RejectedRow.objects.open().count() == 1


def test_repeated_rows_need_no_mending(people):
    row = penalty(people.body)
    send(people, [row, row])
    assert RejectedRow.objects.count() == 1
    assert RejectedRow.objects.open().count() == 0


def test_dismissed_with_a_reason_by_the_clerk(people):
    send(people, [penalty(people.body, JDRQ="")])
    dismiss(RejectedRow.objects.get(), clerk=people.clerk, actor=acting(people.clerk), on=FRIDAY, reason="决定已撤销")
    assert RejectedRow.objects.open().count() == 0


def test_one_bad_submission_keeps_none_behind_it_waiting(people, monkeypatch):
    first, second = (making.receive(people, [penalty(people.body)]) for _ in range(2))
    monkeypatch.setattr("records.resuming.PATIENCE", timedelta(0))
    type(first).objects.filter(pk=first.pk).update(file_path="submissions/00/gone")
    with pytest.raises(NotResumed):
        resume(FRIDAY)
    second.refresh_from_db()
    assert second.state == "done"


def test_a_second_hide_is_a_sentence(people):
    record = only_record(people, penalty(people.body))
    release(people, record.submission)
    record.refresh_from_db()
    who = {"officer": people.reviewer, "actor": acting(people.reviewer), "on": FRIDAY, "reason": "x"}
    hide(record, **who)
    with pytest.raises(HideRefused, match="已经下线"):
        hide(record, **who)


def test_an_amended_calendar_moves_what_is_not_published_yet(people):

    record = only_record(people, penalty(people.body))
    days = {row.day: (row.working, row.name) for row in CalendarDay.objects.filter(day__year=2026)}
    days[date(2026, 11, 25)] = (False, "临时放假")
    import_year(2026, days, source="修改通知", actor=acting(people.office), on=FRIDAY)
    assert working_calendar().is_working(date(2026, 11, 25)) is False
    assert reckon_again(actor=acting(people.office), on=FRIDAY, year=2026) == 1
    record.refresh_from_db()
    assert record.due == date(2026, 11, 30)


@pytest.mark.parametrize("text", ["证件号为{}的", "持 {} 证件", "号码{}"])
@pytest.mark.parametrize("spell", [str, lambda n: f"{n[:6]} {n[6:14]} {n[14:]}", lambda n: n.translate(FULL_WIDTH)])
def test_id_numbers_in_public_text_are_seen_however_they_are_written(people, text, spell):
    text = text.format(spell(making.id_number(5)))
    _, report = send(people, [penalty(people.body, SY=text)])
    assert report.counts["rejected"] == 1
    assert "personal_number" in {finding.code for _, finding in report.findings}


def test_no_valid_id_number_passes_as_a_social_credit_code():
    missed = [
        n
        for serial in range(1, 400)
        if not personal_number_in(f"身份证{(n := making.id_number(serial, division='210811'))}号")
    ]
    assert missed == []


@pytest.mark.django_db(transaction=True)
def test_intake_after_a_faster_reviewer_is_done_again(people, monkeypatch):
    submission = making.receive(people, [penalty(people.body)])
    calls = []
    real = intake._process

    def once(*arguments, **options):
        calls.append(1)
        if len(calls) == 1:
            raise IllegalMove("a reviewer was faster")
        return real(*arguments, **options)

    monkeypatch.setattr(intake, "_process", once)
    assert intake.run(submission.pk) is not None


@pytest.mark.parametrize(
    ("amount", "text", "grave"),
    [
        ("2000", "罚款2000元", True),
        ("0.2", "处以罚款2,000元，责令改正", False),
        ("2.35", "罚款 2.35 万元", False),
        ("50000", "处以罚款2.35万元，责令改正。", True),
        ("3", "罚款1万元；罚款2万元", False),
        ("2", "罚款贰万元整", False),
    ],
)
def test_the_figure_in_the_text_tells_yuan_from_ten_thousand(people, amount, text, grave):
    record = only_record(people, penalty(people.body, NR_FK=amount, NR=text))
    assert ("amount_differs" in {said["code"] for said in record.version.warnings}) == grave
    assert not grave or record.grave


def test_the_same_faulty_file_twice_is_one_thing_to_do(people):
    rows = [penalty(people.body, JDRQ="2026/13/01"), penalty(people.body, WSH="", XDR_MC="")]
    for _ in range(2):
        send(people, rows)
    assert RejectedRow.objects.count() == 4
    assert RejectedRow.objects.open().count() == 2


def test_rows_are_numbered_as_the_sheet_numbers_them(people):
    rows = making.grid([penalty(people.body, JDRQ="2026/13/01")])
    submission, _ = send(people, making.workbook([[], ["虚构市行政处罚信息"], *rows]))
    assert (submission.rows_above, RejectedRow.objects.get().row) == (3, 1)


def test_a_wrong_date_sets_no_deadline(people):
    send(people, [penalty(people.body, JDRQ="2027/01/04")])
    assert RejectedRow.objects.get().due is None
