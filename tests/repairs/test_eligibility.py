"""可否申请修复: equals the table of cases; of records and entries as they stand, by the rules of the day of the decision. Source: F4, F6."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from blacklists.models import Entry
from blacklists.repair_notice import notice
from blacklists.repair_rules import PAPERS
from credit_reports.gathering import public_sections, same
from repairs import earliest
from repairs.eligibility import of
from rules.periods import PeriodBook
from tests import factories
from tests.blacklists.walking import again, day, published
from tests.records.making import staff
from tests.repairs.eligibility_table import answered, expected, rows_of, said

pytestmark = pytest.mark.django_db

TABLE = rows_of(Path(__file__).parents[1] / "data" / "eligibility_cases.csv")
BOTH = ["performance", "commitment"]


def penalty(decided_on: date, seriousness: str = "general", **fields):
    until = {"general": 365, "serious": 3 * 365}.get(seriousness)
    fields = {"public_from": decided_on, "public_until": decided_on + timedelta(days=until) if until else None} | fields
    return factories.record("penalty", decided_on=decided_on, seriousness=seriousness, **fields)


def test_equals_the_cases():
    book = PeriodBook()
    assert len(TABLE) == 80
    assert {row["expected"] for row in TABLE} == {"eligible", "too_early", "missing", "not_public", "ended"}
    for row in TABLE:
        assert said(answered(row, book)) == expected(row), row


def test_a_record_of_each_rule_set():
    today = date(2026, 11, 20)
    fresh = of(penalty(date(2026, 9, 1)), today, given=BOTH)
    assert (fresh.procedure, fresh.verdict, fresh.earliest) == ("order36", "too_early", date(2026, 12, 1))
    due = of(penalty(date(2026, 6, 1)), today)
    assert (due.verdict, due.missing, due.earliest) == ("missing", ("performance", "commitment"), date(2026, 9, 1))
    assert "3个月" in due.clause
    older = of(penalty(date(2026, 3, 1), field="food", public_until=date(2029, 2, 28)), today, given=BOTH)
    assert (older.procedure, older.verdict, older.earliest) == ("order58", "too_early", date(2027, 3, 1))
    # counts from publication, and some penalties never leave early
    market = penalty(
        date(2026, 1, 10), field="market", public_from=date(2026, 2, 1), public_until=date(2026, 4, 30),
        content={"CF_CFLB": "通报批评"},
    )  # fmt: skip
    assert (of(market, today).verdict, of(market, today).earliest) == ("ended", date(2026, 5, 1))
    closed = penalty(date(2026, 1, 10), "serious", field="market", content={"CF_CFLB": "吊销许可证件"})
    assert (of(closed, today).verdict, "第45号" in of(closed, today).clause) == ("not_repairable", True)
    assert of(penalty(date(2026, 9, 1), ""), today).verdict == "unclassed"


def test_what_is_not_to_be_repaired():
    today = date(2026, 11, 20)
    assert of(penalty(date(2026, 6, 1), state="repaired"), today).verdict == "repaired"
    assert of(penalty(date(2026, 6, 1), state="withdrawn"), today).verdict == "ended"
    internal = penalty(date(2026, 6, 1), "minor", state="internal", internal_reason="minor", publishable=False)
    assert of(internal, today).verdict == "not_public"
    assert of(factories.record("licence"), today).verdict == "not_repairable"
    assert "执行法院" in of(factories.record("debtor"), today).why


def test_bankruptcy_needs_no_period():
    record = penalty(date(2026, 11, 1), "serious")
    found = of(record, date(2026, 11, 20), given=["commitment", "court"], bankrupt=True)
    assert (found.procedure, found.verdict, found.earliest) == ("bankruptcy", "eligible", date(2026, 11, 20))


def test_persons_by_public_service_and_minors(settings):
    today = date(2026, 11, 20)
    person = factories.subject(kind="person", public=False)
    own = penalty(
        date(2026, 9, 1), "minor", subject=person, state="internal", publishable=False, internal_reason="person"
    )
    assert of(own, today).verdict == "not_public"
    for place, clause in (("suining_anju", "二(三)1"), ("harbin_new_area", "12")):
        settings.JURISDICTION = place
        found = of(own, today, given=BOTH)
        assert (found.procedure, found.missing) == ("public_service", ("public_service",))
        assert found.clause.endswith(clause)
        assert of(own, today, given=[*BOTH, "public_service"]).verdict == "eligible"
    settings.JURISDICTION = "bengbu"
    assert of(own, today).verdict == "not_public"  # grown up
    found = of(own, today, given=["performance"], minor=True)
    assert (found.procedure, found.verdict, found.clause[-4:]) == ("minors", "eligible", "六(一)")


def test_an_entry_by_the_law_and_by_each_place(settings):
    people = staff()
    entry = published(people, correct_by=day(60))
    on = day(20)
    found = of(entry, on)
    assert (found.procedure, found.verdict, found.earliest) == ("order36", "too_early", date(2027, 9, 12))
    for place in ("yingkou", "suining_anju", "harbin_new_area"):
        settings.JURISDICTION = place
        assert (of(entry, on).procedure, of(entry, on).missing) == ("within_period", ("performance",))
        assert of(entry, day(61)).procedure == "order36"
    settings.JURISDICTION = "hua_county"
    found = of(entry, on, given=["plan", "commitment"])
    # 令第36号's shortest period is a condition of the nation: the place's rectification comes on top of it.
    assert (found.procedure, found.verdict, found.earliest) == ("rectification", "too_early", date(2027, 9, 12))
    assert "第36号" in found.clause
    assert found.clause.endswith(" 二(五)2")
    assert of(entry, date(2027, 9, 12), given=["plan", "commitment"]).verdict == "eligible"
    for place in ("shaanxi", "fuzhou_road_transport", "bengbu"):
        settings.JURISDICTION = place
        assert of(entry, on).procedure == "order36"
    Entry.objects.filter(pk=entry.pk).update(state="left", left_on=on, exit="repaired")
    assert of(again(entry), on).verdict == "repaired"


@pytest.mark.parametrize("place", ["hua_county", ""])
def test_a_listing_that_ends_before_anybody_may_apply_is_promised_nothing(client, settings, place):
    """Twelve months by decision, twelve months before an application: page, card, report and letter say the same."""
    people, today = staff(), timezone.localdate()
    entry = published(people, on=today - timedelta(days=20), months=12)
    settings.JURISDICTION = place
    found = of(entry, today)
    assert (found.verdict, found.earliest) == ("runs_out", None)
    assert not found.may_apply
    assert of(entry, today, bankrupt=True).procedure == "bankruptcy", "a court's plan opens its own way at once"
    (item,) = [one for part in public_sections(entry.subject, same(entry.subject), today) for one in part.items if one.key.startswith("entry")]  # fmt: skip
    pages = [client.get(f"/{path}").content.decode() for path in (f"repair/{entry.public_id}/", "black-list/", f"subject/{entry.subject.public_id}/")]  # fmt: skip
    letter = json.dumps(notice(entry), ensure_ascii=False)
    for one in (item.rights, letter, *pages):
        assert "不需要也不能申请信用修复" in one
        assert "起免费申请信用修复" not in one
        assert "可以申请的日期</dt>" not in one
    assert dict(item.facts)["列入期限"] == f"{entry.decided_on} 至 {entry.until}", "as the decision says"


def test_letter_and_page_of_a_longer_listing_say_the_same_way(settings):
    entry = published(staff(), months=24)
    settings.JURISDICTION = "hua_county"
    found = of(entry, day(20))
    letter = dict(notice(entry)["parts"])
    assert f"可于{found.earliest}起免费申请信用修复" in letter["什么时候可以申请"]
    assert "整改不少于3个月" in letter["什么时候可以申请"]
    for paper in of(entry, found.earliest).missing:
        assert PAPERS[paper] in letter["要准备什么"]
    assert "最快也要3个多月" in letter["多久有结果"]


def test_a_record_whose_publication_ends_first_is_promised_nothing():
    record = penalty(date(2026, 9, 1), public_until=date(2026, 11, 15))
    assert of(record, date(2026, 10, 1)).verdict == "runs_out"
    row = {"shortest": 3, "rule_set": "order36", "decided_on": record.decided_on, "public_until": record.public_until}
    assert "不需要也不能申请信用修复" in earliest.line(row)
    assert "2026-12-01起" in earliest.line(row | {"public_until": date(2027, 8, 31)}).replace(" ", "")


def test_the_command(capsys):
    record = penalty(date(2026, 6, 1))
    call_command("eligibility", str(record.public_id), "--on", "2026-11-20", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["procedure"], answer["earliest"], answer["missing"]) == ("order36", "2026-09-01", BOTH)
    assert "第36号" in answer["clause"]
    call_command("eligibility", str(record.public_id), "--on", "2026-11-20", "--performed", "--committed", "--json")
    assert json.loads(capsys.readouterr().out)["verdict"] == "eligible"
    for unknown in ("00000000-0000-4000-8000-000000000000", "no-id"):
        with pytest.raises(CommandError):
            call_command("eligibility", unknown, "--on", "2026-11-20", "--json")
