"""A print is checked against what stands now: valid, superseded at once, unknown; and nothing more is told. Source: H1, design §1."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.utils import timezone

from credit_reports import issuing
from credit_reports.models import CreditReport
from records.models import Hide, Mark, Record
from subjects.models import Subject
from tests import factories
from tests.credit_reports.reporting import full, penalty, question
from tests.factories import DAY, ago
from tests.representation.making import by_person, claimed

pytestmark = pytest.mark.django_db


def asked(made: CreditReport) -> str:
    """What the page answers; asked of the page itself."""
    page = Client().get(f"/report-check/{made.number}-{made.code.lower()}/")
    typed = Client().post("/report-check/", {"number": f" {made.number}", "code": made.code.lower()})
    assert typed.context["answer"] == page.context["answer"]
    return str(page.context["answer"])


def public(company) -> CreditReport:
    return issuing.for_public(company, actor=issuing.PUBLIC, on=DAY)[0]


def special(company, people, *, asked_for=None) -> CreditReport:
    claim = claimed(company, people)
    return issuing.for_subject(company, claim, asked_for or question(), **by_person(claim.representative))


def withdraw(company):
    Record.objects.filter(document_number="虚罚〔2026〕公开号").update(state="withdrawn")


def hide(company):
    Hide.objects.create(
        record=Record.objects.get(document_number="虚罚〔2026〕公开号"), reason="内容有误", proposer=factories.officer("office"),
        hidden_on=DAY, confirm_by=ago(-1),
    )  # fmt: skip


def mark(company):
    record = Record.objects.get(document_number="虚罚〔2026〕公开号")
    Mark.objects.create(target_id=record.public_id, kind="litigation", since=DAY, case_id=record.public_id)


def leave(company):
    company.list_entries.update(state="left", left_on=DAY, exit="repaired")


def rename(company):
    Subject.objects.filter(pk=company.pk).update(name="虚构市改名有限公司")


def gone(company):
    Subject.objects.filter(pk=company.pk).update(public_since=None)


@pytest.mark.parametrize("change", [withdraw, hide, mark, leave, rename, gone])
def test_whatever_changes_or_leaves_supersedes_at_once(people, change):
    company = full(people)
    made = public(company)
    assert asked(made) == "valid"
    change(company)
    assert asked(made) == "superseded"


@pytest.mark.parametrize("change", [withdraw, hide, mark, leave, rename])
def test_a_special_report_too(people, change):
    company = full(people)
    made = special(company, people)
    assert asked(made) == "valid"
    change(company)
    assert asked(made) == "superseded"


def test_a_merged_subject_is_followed(people):
    company = full(people)
    made = special(company, people)
    kept = factories.subject("虚构市合并后有限公司")
    Subject.objects.filter(pk=company.pk).update(merged_into=kept)
    Record.objects.filter(subject=company).update(subject=kept)
    assert asked(made) == "superseded", "another name is printed now"


def test_nothing_that_is_not_public_is_told_of_a_special_report(people):
    company = full(people)
    made = special(company, people)
    penalty(people, company, state="internal", internal_reason="minor", public_from=None)
    assert asked(made) == "valid", "whoever holds the paper learns of no new thing that is not public"
    penalty(people, company)
    assert asked(made) == "superseded", "its answer is about the period"


def test_one_of_what_is_public_says_only_what_left(people):
    company = full(people)
    made = public(company)
    penalty(people, company)
    assert asked(made) == "valid"


def test_the_end_of_publication_ends_the_public_one_and_not_the_special(people):
    company = factories.subject()
    penalty(people, company, public_until=DAY)
    penalty(people, company)  # its page stays
    of_all, own = public(company), special(company, people)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert asked(of_all) == "superseded"
        assert asked(own) == "valid", "that it was decided stays true"


def test_what_was_never_issued_is_unknown(people):
    made = public(full(people))
    for number, code in ((made.number, "X" * 12), ("GX20260009999", made.code), ("", ""), (made.number, "")):
        answer = Client().post("/report-check/", {"number": number, "code": code})
        assert (answer.status_code, answer.context["answer"]) == (200, "unknown")
        assert made.subject_name not in answer.content.decode()
    assert Client().get("/report-check/a/").status_code == 404
    assert Client().get("/report-check/").status_code == 200


def test_of_a_person_the_page_says_no_name(people):
    person = factories.subject("丙某", kind="person", public=False)
    made = special(person, people)
    page = Client().get(f"/report-check/{made.number}-{made.code}/").content.decode()
    assert made.number in page
    assert "丙某" not in page


def test_nobody_changes_what_was_issued(people):
    made = public(full(people))
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('credit_app', 'credit_reports_creditreport', 'UPDATE, DELETE')")
        assert cursor.fetchone() == (False,)
    assert "虚罚" not in str(made.contents), "digests, not words"


def test_the_check_page_counts_what_was_printed_and_compares_the_file(people):
    """Who takes a row out of the PDF has fewer than the page says, and another file."""
    company = full(people)
    made, printed = issuing.for_public(company, actor=issuing.PUBLIC, on=DAY)
    again = issuing.for_public(company, actor=issuing.PUBLIC, on=DAY)
    assert again == (made, printed), "the same file again: its digest is of what anybody was given"
    page = Client().get(f"/report-check/{made.number}-{made.code}/").content.decode()
    assert made.pdf_sha256 in page
    assert "<strong>共 6 条</strong>：严重失信主体名单 1 条、行政许可 2 条、行政处罚 2 条、诚实守信荣誉 1 条" in page
    assert "虚罚〔2026〕" not in page, "how many, never which"
    said = {"number": made.number, "code": made.code}
    for data, answer in ((printed, "same"), (printed[:-1], "other"), (b"", "")):
        sent = Client().post("/report-check/", said | {"file": io.BytesIO(data)})
        assert (sent.context["answer"], sent.context["file"]) == ("valid", answer)
    own = special(company, people)
    page = Client().post("/receipt/", {"number": own.number, "code": own.code}).content.decode()
    assert "有效" in page, "one page for all numbers, at either address"
    assert "共 " in page


def test_each_number_is_looked_for_by_how_it_begins():
    for number in ("XC20260000001", "BG20260000001", "GX20260000001", "ZX20260000001", "QQ1"):
        for address in ("/report-check/", "/receipt/"):
            page = Client().post(address, {"number": number, "code": "ABCDEFGHJKMN"})
            assert page.context["answer"] == "unknown"
    home, help_page = (Client().get(path).content.decode() for path in ("/", "/help/"))
    assert 'href="/report-check/"' in home
    assert 'href="/report-check/"' in help_page
