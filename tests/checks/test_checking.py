"""信用核查: what is answered, to whom, under which number; what a receipt can prove. Source: E6, E9, A6."""

import json
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AccessLog
from blacklists import leaving
from blacklists.models import Entry
from blacklists.refusals import ListRefused
from checks import classifying
from checks.answering import answers
from checks.matching import Asked, asked_for, match_all
from checks.models import Check, ClassRule, Feedback
from checks.numbering import digest
from checks.receipts import advice, receipt_pdf, sections
from checks.reporting_back import report_back
from ledger.models import Act, Event
from records.models import Record
from sanctions import verifying
from subjects.models import Subject
from tests import factories
from tests.blacklists.offering_here import outsider
from tests.blacklists.walking import SCAN, graded_here, honoured
from tests.records.making import acting, staff
from tests.sanctions import minor_walking
from tests.sanctions.walking import by, day, executed, implementer, lists_of_long_ago
from tests.workbench.conftest import enter

from .asking import TODAY, authorised, batched, checked, matter, on_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    lists_of_long_ago()
    return staff()


@pytest.fixture
def listed(people):
    """A company on the black list, with one measure that the people's own department carries out."""
    return executed(people, implementer(people))


def said(check: Check) -> str:
    return "".join(line for one in sections(check) for line in one.lines)


# --- what is answered


def test_a_listed_company_is_answered_with_entry_and_measure_and_their_bases(people, listed):
    entry, company = listed.action.entry, listed.subject
    made = checked(people.clerk, company.code)
    assert (made.outcome, made.black, made.red) == ("found", True, False)
    (black,) = made.answer["black"]
    assert (black["title"], black["number"]) == (entry.behaviour_title, entry.decision_number)
    (measure,) = made.answer["measures"]
    assert measure["title"] == listed.item.title
    assert measure["basis"] == entry.decision_number
    assert str(listed.item.version) in measure["list"]
    assert not measure["suspended"]
    assert listed.item.title in said(made)


def test_what_has_left_is_not_answered_any_more_and_the_old_receipt_stays(people, listed):
    entry, company = listed.action.entry, listed.subject
    before = checked(people.clerk, company.code)
    leaving.propose(
        entry, exit="revoked", proof=SCAN, reason="列入决定被撤销", happened_on=TODAY, **by(people.clerk, TODAY)
    )
    leaving.decide(entry.leavings.get(), agree=True, **by(people.reviewer, TODAY))
    after = checked(people.clerk, company.code)
    assert (after.black, after.answer["black"], after.answer["measures"]) == (False, [], [])
    before.refresh_from_db()
    assert before.black
    assert before.answer["measures"]


def test_a_verification_is_told_and_its_measures_rest(people, listed):
    verifying.open_verification(listed.action.entry, facts="有疑问", **by(people.office, TODAY))
    made = checked(people.clerk, listed.subject.code)
    assert made.answer["measures"][0]["suspended"]
    assert made.answer["verifications"][0]["number"] == listed.action.entry.decision_number
    assert made.answer["black"][0]["disputed"]
    assert "现在不得采取" in "".join(one.title for one in sections(made))
    assert "不得据以限制" in advice(made)


def test_an_entry_whose_days_are_over_is_not_answered_without_any_sweep(people, listed):
    entry = Entry.objects.get()
    assert checked(people.clerk, listed.subject.code, on=entry.until).black
    late = entry.until.replace(year=entry.until.year + 1)
    assert not checked(people.clerk, listed.subject.code, on=late).black


def test_a_red_entry_speaks_for_the_subject(people):
    nomination = honoured(people)
    made = checked(people.clerk, nomination.subject.code, on=nomination.public_from)
    assert (made.red, made.black) == (True, False)
    assert made.answer["red"][0]["number"] == nomination.document_number


def test_what_was_said_of_a_merged_subject_counts_as_the_keepers(people, listed):
    kept = factories.subject()
    Subject.objects.filter(pk=listed.subject.pk).update(merged_into=kept)
    for text in (kept.code, listed.subject.code):
        made = checked(people.clerk, text)
        assert made.subject == kept
        assert made.black


def test_grades_give_the_class_that_a_rule_in_force_says(people):
    company = factories.subject()
    grade = {"PJ_FA": "环境信用评价", "PJ_DJ": "红", "PJ_ND": "2025", "PJ_JGLX": ""}
    factories.record(
        "grade", department=people.body, subject=company, content=grade, decided_on=day(1), public_from=day(2)
    )
    assert checked(people.clerk, company.code).answer["classes"] == []
    rule = classifying.propose(
        scheme="环境信用评价", grade="红", level="key", inspections="每季度不少于一次", basis="《虚构市办法》第三条", **by(people.clerk, TODAY)
    )  # fmt: skip
    assert checked(people.clerk, company.code).answer["classes"] == []
    with pytest.raises(ListRefused):
        classifying.adopt(rule, **by(people.clerk, TODAY))
    classifying.adopt(rule, **by(people.reviewer, TODAY))
    (level,) = checked(people.clerk, company.code).answer["classes"]
    assert (level["level"], level["title"]) == ("key", "重点监管")
    better = grade | {"PJ_DJ": "绿"}
    factories.record(
        "grade", department=people.body, subject=company, content=better, decided_on=day(5), public_from=day(6)
    )
    assert checked(people.clerk, company.code).answer["classes"] == []


def test_the_proposer_of_a_class_does_not_adopt_it_and_a_new_one_ends_the_old(people):
    fields = {"scheme": "环境信用评价", "grade": "红", "inspections": "每季度一次", "basis": "办法"}
    first = classifying.propose(**fields, level="key", **by(people.reviewer, TODAY))
    with pytest.raises(ListRefused, match="自己"):
        classifying.adopt(first, **by(people.reviewer, TODAY))
    classifying.adopt(first, **by(people.approver, TODAY))
    second = classifying.propose(**fields, level="strict", **by(people.clerk, TODAY))
    classifying.adopt(second, **by(people.reviewer, TODAY))
    assert list(ClassRule.objects.in_force(TODAY)) == [second]


# --- to whom


def test_an_outside_body_is_told_what_is_public_and_more_only_with_a_paper(people, listed):
    bank = outsider(people, "financial")
    company = listed.subject
    plain = checked(bank, company.code)
    assert (plain.told, plain.black) == ("public", True)
    assert (plain.answer["measures"], plain.answer["grades"], plain.answer["verifications"]) == ([], [], [])
    assert "green" not in plain.answer
    assert "没有主体的授权" in advice(plain)
    paper = authorised(people, bank, company)
    more = checked(bank, company.code)
    assert (more.told, more.authorisation) == ("authorised", paper)
    assert more.answer["measures"]
    assert "green" not in more.answer
    other = outsider(people, "rating")
    assert checked(other, company.code).told == "public"
    assert checked(bank, company.code, on=paper.until.replace(year=paper.until.year + 1)).told == "public"


def test_who_is_filed_but_not_public_is_told_to_departments_only(people, listed):
    Entry.objects.update(state="filed", public_from=None)
    assert checked(people.clerk, listed.subject.code).black
    assert not checked(outsider(people, "financial"), listed.subject.code).black


def test_another_department_sees_neither_receipt_nor_batch(people, listed):
    made = checked(people.clerk, listed.subject.code)
    batch = batched(people.clerk, [Asked(code=listed.subject.code)])
    other = staff()
    for path in (f"receipts/{made.public_id}/", f"receipts/{made.public_id}/pdf", f"batches/{batch.public_id}/"):
        assert enter(other.clerk).get(f"/checks/{path}").status_code == 404
        assert enter(other.office).get(f"/checks/{path}").status_code == 404
        assert enter(outsider(people)).get(f"/checks/{path}").status_code == 404
        assert enter(people.clerk).get(f"/checks/{path}").status_code == 200
    assert (
        enter(other.clerk).post(f"/checks/receipts/{made.public_id}/feedback", {"done": "ordinary"}).status_code == 404
    )


def test_no_natural_person_is_found(people):
    person = factories.subject(kind="person", public=False, name="甲某某")
    for text in ("甲某某", str(person.public_id)):
        assert checked(people.clerk, text).outcome == "unknown"


@pytest.mark.parametrize("text", ["11010119900307" + "7774", "139" + "12345678"])
def test_nobodys_number_comes_into_a_receipt(people, text):
    """What is kept for ever holds no ID number and no telephone: refused at the form, by sheet and by program."""
    with pytest.raises(ListRefused, match="只核查单位"):
        checked(people.clerk, text)
    with pytest.raises(ListRefused, match="第3行"):
        batched(people.clerk, [Asked(name="甲公司"), Asked(name=text)])
    assert not Check.objects.exists()


def test_an_outside_body_is_not_even_told_that_something_is_held(people):
    company = factories.subject(public=False)
    bank = outsider(people, "financial")
    assert checked(people.clerk, company.code).outcome == "found"
    assert checked(bank, company.code).outcome == "unknown"
    assert batched(bank, [Asked(code=company.code)]).found == 0
    authorised(people, bank, company)
    assert checked(bank, company.code).outcome == "found"


def test_names_are_compared_without_a_query_each(people):
    rows = [Asked("旁的名称", factories.subject().code) for _ in range(20)]
    on_file()
    with CaptureQueriesContext(connection) as queries:
        match_all(rows)
    assert len(queries) < 8


def test_every_look_is_written_down(people, listed):
    on_file()
    enter(people.clerk).post("/checks/", {"asked": listed.subject.code, "title": "许可", "purpose": "1号"})
    made = Check.objects.get()
    assert AccessLog.objects.filter(
        what="信用核查", object_id=made.public_id, officer_id=people.clerk.public_id
    ).exists()
    act = Act.objects.get(what="check_credit")
    assert act.actor_id == people.clerk.public_id
    event = Event.objects.get(act=act)
    assert (event.object_id, event.digest, event.state) == (made.public_id, made.digest, "found")


# --- matching


def test_a_name_says_that_it_is_only_a_name(people):
    company = factories.subject("虚构市甲类食品有限公司", former=("虚构市旧名食品有限公司",))
    on_file()
    by_name, by_past, by_code = match_all(
        [asked_for("虚构市甲类食品有限公司"), asked_for("虚构市旧名食品有限公司"), asked_for(company.code)]
    )
    assert by_name.subject == by_past.subject == by_code.subject == company
    assert "按名称查到" in by_name.note
    assert "曾用名" in by_past.note
    assert by_code.note == ""


def test_namesakes_are_never_chosen_between(people):
    both = [factories.subject("虚构市同名商贸有限公司") for _ in range(2)]
    made = checked(people.clerk, "虚构市同名商贸有限公司")
    assert (made.outcome, made.subject, made.black) == ("ambiguous", None, False)
    assert {one["code"] for one in made.answer["namesakes"]} == {one.code for one in both}
    page = enter(people.clerk).get(f"/checks/receipts/{made.public_id}/").content.decode()
    assert all(one.code in page for one in both)


def test_a_name_that_differs_from_its_code_is_said_and_the_code_decides(people):
    company = factories.subject("虚构市甲类食品有限公司")
    factories.subject("虚构市乙类食品有限公司")
    on_file()
    (match,) = match_all([Asked("虚构市乙类食品有限公司", company.code)])
    assert match.subject == company
    assert "不一致" in match.note


@pytest.mark.parametrize(("text", "word"), [("91210811MX0000000X", "校验位"), ("查无此名有限公司", "没有这个名称")])
def test_what_is_unknown_leaves_a_receipt_that_promises_nothing(people, text, word):
    made = checked(people.clerk, text)
    assert (made.outcome, made.subject) == ("unknown", None)
    assert word in made.answer["note"]


def test_a_part_of_a_name_finds_nothing_and_proposes_whom_the_public_may_know(people):
    known = factories.subject("虚构市晨曦食品有限公司")
    factories.subject("虚构市晨曦建材有限公司", public=False)
    on_file()
    made = checked(people.clerk, "晨曦食品")
    assert made.outcome == "unknown"
    page = enter(people.clerk).get(f"/checks/receipts/{made.public_id}/").content.decode()
    assert "是不是要查" in page
    assert known.name in page
    assert known.name not in str(made.answer)  # beside the answer, not of it
    other = checked(people.clerk, "晨曦建材")
    assert "虚构市晨曦建材" not in enter(people.clerk).get(f"/checks/receipts/{other.public_id}/").content.decode()


# --- receipts


def test_numbers_run_without_a_gap_also_when_two_ask_at_once(transactional_db):
    lists_of_long_ago()
    people, company = staff(), factories.subject()
    on_file()

    def ask():
        try:
            for _ in range(5):
                checked(people.clerk, company.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(Check.objects.values_list("serial", flat=True)) == list(range(1, 16))
    assert len(set(Check.objects.values_list("code", flat=True))) == 15


def test_a_print_is_verified_by_what_is_public_today_only(people):
    """Neither what departments alone were told nor what is public no more: a disclosure to a named audience stays with it."""
    company = factories.subject()
    factories.record("penalty", subject=company, department=people.body, seriousness="minor")
    gone = factories.record("penalty", subject=company, department=people.body, seriousness="minor")
    factories.record("grade", subject=company, department=people.body, state="internal", public_from=None)
    made = checked(people.clerk, company.code, on=factories.DAY)
    verify = {"number": made.number, "code": made.code}
    assert (
        f"/subject/{company.public_id}/#penalty"
        in enter(people.clerk).get(f"/checks/receipts/{made.public_id}/").content.decode()
    )
    assert "失信 2 条" in Client().post("/receipt/", verify).content.decode()
    assert len(made.answer["grades"]) == 1
    assert "信用评价" not in Client().post("/receipt/", verify).content.decode()
    Record.objects.filter(pk=gone.pk).update(state="withdrawn")
    assert "失信 1 条" in Client().post("/receipt/", verify).content.decode()


def test_a_receipt_cannot_be_changed_or_taken_away(people):
    made = checked(people.clerk, factories.subject().code)
    for change in (lambda: Check.objects.filter(pk=made.pk).update(black=True), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_digest_is_of_the_answer_as_it_stands(people, listed):
    made = checked(people.clerk, listed.subject.code)
    made.refresh_from_db()
    assert made.digest == digest(made.code, made.answer)
    assert made.digest != digest(made.code, made.answer | {"black": []})


def test_anybody_verifies_a_print_by_number_and_code(people, listed):
    made = checked(people.clerk, listed.subject.code)
    page = (
        Client()
        .post("/receipt/", {"number": made.number.lower(), "code": f" {made.code[:4]} {made.code[4:]}"})
        .content.decode()
    )
    assert "这张回执是本平台出具的" in page
    assert made.digest in page
    assert made.purpose not in page  # the case behind it is nobody's else
    assert listed.action.entry.decision_number in page  # it is on the public list today
    assert listed.item.title not in page
    assert listed.item.title in said(made)
    for number, code in ((made.number, "A" * 12), ("XC20260000099", made.code), ("", "")):
        assert (
            "这张回执是本平台出具的"
            not in Client().post("/receipt/", {"number": number, "code": code}).content.decode()
        )


def test_the_print_is_a_pdf_and_the_same_each_time(people, listed):
    made = checked(people.clerk, listed.subject.code)
    first = receipt_pdf(made)
    assert first.startswith(b"%PDF-")
    assert first == receipt_pdf(Check.objects.get())
    answer = enter(people.clerk).get(f"/checks/receipts/{made.public_id}/pdf")
    assert answer.content == first


# --- what was done


def test_a_hit_waits_for_a_word_on_what_was_done(people, listed):
    made = checked(people.clerk, listed.subject.code)
    plain = checked(people.clerk, factories.subject().code)
    assert list(Check.objects.unanswered()) == [made]
    with pytest.raises(ListRefused, match="说明"):
        report_back(made, done="refused", text="", **by(people.clerk, TODAY))
    page = f"/checks/receipts/{made.public_id}/"
    assert "再次反馈" not in enter(people.clerk).get(page).content.decode()
    report_back(made, done="refused", text="依《虚构市条例》第九条不予许可", **by(people.clerk, TODAY))
    assert "再次反馈" in enter(people.clerk).get(page).content.decode()  # folded: it is said already
    assert not Check.objects.unanswered().exists()
    assert Feedback.objects.get().done == "refused"
    with pytest.raises(ListRefused):
        report_back(plain, done="ordinary", text="", **by(staff().clerk, TODAY))


def test_what_was_typed_is_not_lost_when_it_is_refused(people, listed):
    made = checked(people.clerk, listed.subject.code)
    client = enter(people.clerk)
    client.post(f"/checks/receipts/{made.public_id}/feedback", {"done": "refused", "note": "联系 13912345678"})
    page = client.get(f"/checks/receipts/{made.public_id}/").content.decode()
    assert "13912345678" in page
    assert "会泄露个人信息" in page
    page = client.post("/checks/", {"asked": "某公司名称", "title": "", "purpose": "我的办件"}).content.decode()
    assert "某公司名称" in page
    assert "我的办件" in page


def test_a_matter_of_another_department_is_refused(people):
    other = staff()
    theirs = matter(other)
    page = enter(people.clerk).post(
        "/checks/", {"asked": factories.subject().code, "matter": theirs.public_id, "purpose": "1"}
    )
    assert page.status_code == 200
    assert not Check.objects.exists()


# --- many at once, and the commands


def test_a_batch_asks_as_often_for_many_as_for_few(people, listed):
    few = [factories.subject() for _ in range(3)]
    many = [factories.subject() for _ in range(60)]
    answers([listed.subject], TODAY)  # what a process asks once
    counts = []
    for subjects in (few, many):
        with CaptureQueriesContext(connection) as queries:
            said = answers([listed.subject, *subjects], TODAY)
        assert said[listed.subject.pk]["black_basis"]
        assert not said[subjects[0].pk]["black_basis"]
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_command_answers_as_the_page(people, listed, capsys):
    page = checked(people.clerk, listed.subject.code)
    call_command("check", listed.subject.code, json=True)
    said = json.loads(capsys.readouterr().out)
    # The day is today's there, and the command gives no receipt: what it says of the subject is the same.
    expected = answers([listed.subject], timezone.localdate())[listed.subject.pk]
    assert said["answer"] == json.loads(json.dumps(expected))
    assert set(page.answer) - {"note"} == set(said["answer"])
    assert not Check.objects.exclude(pk=page.pk).exists()
    assert Act.objects.filter(what="check_credit_by_command").count() == 1


def test_the_systems_own_check_is_still_there(capsys):
    call_command("check")
    assert "no issues" in capsys.readouterr().out


def test_a_batch_by_command(people, listed, tmp_path, capsys):
    on_file()
    file = tmp_path / "names.csv"
    file.write_text(f"统一社会信用代码,名称\n{listed.subject.code},\n,查无此名有限公司\n", encoding="utf-8")
    call_command("check_batch", str(file), json=True)
    said = json.loads(capsys.readouterr().out)
    assert [(one["row"], one["outcome"]) for one in said["rows"]] == [(2, "found"), (3, "unknown")]
    assert said["found"] == 1


def test_records_of_a_kind_that_is_not_public_are_told_to_departments_only(people):
    company = factories.subject()
    grade = {"PJ_FA": "纳税信用评价", "PJ_DJ": "A", "PJ_ND": "2025"}
    record = factories.record("grade", department=people.body, subject=company, content=grade)
    Record.objects.filter(pk=record.pk).update(state="internal", public_from=None)
    assert checked(people.clerk, company.code).answer["grades"][0]["grade"] == "A"
    assert checked(outsider(people, "financial"), company.code).answer["grades"] == []


def test_the_acting_officer_is_named_on_the_receipt(people):
    made = checked(people.clerk, factories.subject().code)
    assert made.officer == people.clerk
    assert acting(people.clerk).name in enter(people.clerk).get(f"/checks/receipts/{made.public_id}/").content.decode()


def test_the_green_channel_is_answered_by_the_text_of_the_place(people, listed, settings):
    """Yingkou (七): models or three clean years; whoever stands on the black list is never admitted."""
    settings.JURISDICTION = "yingkou"
    company = factories.subject()
    clean, black = checked(people.clerk, company.code), checked(people.clerk, listed.subject.code)
    assert clean.answer["green"]["admitted"]
    assert not black.answer["green"]["admitted"]
    assert "可以享受" in said(clean)
    assert "green" not in checked(outsider(people, "financial"), company.code).answer


def test_hua_countys_key_inspection_is_a_class_of_supervision_while_it_lasts(people, settings):
    """Hua 二(四)2: a fairly serious act is inspected with priority; the check says so, under the grade that it rests on."""
    graded_here(settings)
    (measure,) = minor_walking.sanctioned(people, implementer(people), "列为日常监督检查或者抽查重点")
    last = checked(people.clerk, measure.subject.code, on=minor_walking.UNTIL)
    (level,) = last.answer["classes"]
    assert (level["level"], level["grade"]) == ("key", "较重失信")
    assert "较重失信" in last.answer["measures"][0]["basis"]
    assert (
        checked(people.clerk, measure.subject.code, on=minor_walking.UNTIL + timedelta(days=1)).answer["classes"] == []
    )
