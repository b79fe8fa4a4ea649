"""Three rates against a second computation that shares nothing with the first: plain SQL, row by row."""

from datetime import date

import pytest
from django.db import connection

from records.models import Record
from supervision.counting import KINDS, Span, board, count
from supervision.listing import rows_behind
from supervision.rating import Figures, Ratio, total
from tests.records import making as records
from tests.supervision import making, seeding

pytestmark = pytest.mark.django_db
MONTHS = [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)]
ON = date(2026, 10, 20)

# One row for each record, then sums: nothing of `counting` in it. First arrivals by a full pass over versions.
SECOND = """
    WITH came AS (
        SELECT v.record_id, min(s.arrived_on) AS first FROM records_version v
        JOIN records_submission s ON s.id = v.submission_id WHERE s.state = 'done' GROUP BY 1
    ), decision AS (
        SELECT coalesce(d.id, r.department_id) AS department,
               to_char(r.decided_on, 'YYYY-MM') AS month, r.kind,
               CASE WHEN r.due IS NULL THEN 1 WHEN least(came.first, r.arrived_on) <= r.due THEN 1 ELSE 0 END AS timely
        FROM records_record r LEFT JOIN came ON came.record_id = r.id
        LEFT JOIN accounts_department d ON d.code = r.body_code
        WHERE NOT r.stock AND r.state != 'taken_back' AND r.kind IN ('licence', 'penalty')
    ), fault AS (
        SELECT DISTINCT s.department_id AS department, to_char(coalesce(x.decided_on, s.arrived_on), 'YYYY-MM') AS month,
               s.kind, CASE x.mark WHEN '' THEN 'row ' || x.id ELSE x.mark END AS what
        FROM records_rejectedrow x JOIN records_submission s ON s.id = x.submission_id
        WHERE s.state = 'done' AND NOT s.stock
    ), said AS (
        SELECT m.department_id AS department, to_char(m.month, 'YYYY-MM') AS month, l.kind, l.produced
        FROM supervision_returnline l JOIN supervision_monthlyreturn m ON m.id = l.monthly_return_id
        WHERE m.state = 'signed'
    )
    SELECT department, month, kind, sum(reported), sum(timely), sum(faulty), sum(produced) FROM (
        SELECT department, month, kind, 1 AS reported, timely, 0 AS faulty, NULL::int AS produced FROM decision UNION ALL
        SELECT department, month, kind, 0, 0, 1, NULL FROM fault UNION ALL
        SELECT department, month, kind, 0, 0, 0, produced FROM said
    ) everything WHERE month IN ('2026-06', '2026-07', '2026-08') GROUP BY 1, 2, 3
"""


def second_opinion() -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")  # nothing here is analysed
        cursor.execute(SECOND)
        return {
            (department, date.fromisoformat(f"{month}-01"), kind): tuple(
                None if number is None else int(number) for number in numbers
            )
            for department, month, kind, *numbers in cursor.fetchall()
        }


@pytest.mark.long
def test_twenty_thousand_records_give_the_same_by_plain_sql(django_assert_num_queries):
    people = making.staff()
    seeded = seeding.seed(people, rows=20_000, months=MONTHS)
    for month in MONTHS[:2]:
        making.signed(people, 900, 400, month=month)
    making.filed(people, 1, 1, month=MONTHS[2])  # not signed: counts for nothing
    with django_assert_num_queries(5):
        found = count(Span(MONTHS[0], MONTHS[-1]))
    expected = second_opinion()
    compared = 0
    for key, numbers in expected.items():
        figures = found.get(key, Figures())
        assert (figures.reported, figures.timely, figures.faulty, figures.produced) == numbers, key
        compared += figures.reported
    assert compared > 10_000
    assert set(found) == set(expected)
    whole = total(found.values())
    assert whole.reported == compared
    assert 0 < whole.late < whole.reported
    assert whole.faulty > 500
    _scoped_is_the_same(found, seeded)
    _lists_are_as_long_as_their_figures(found, seeded)


def _scoped_is_the_same(found, seeded):
    one = seeded.departments[1]
    mine = count(Span(MONTHS[0], MONTHS[-1]), [one])
    assert mine == {key: figures for key, figures in found.items() if key[0] == one.pk}


def _lists_are_as_long_as_their_figures(found, seeded):
    one, span = seeded.departments[0], Span(MONTHS[1], MONTHS[1], ("penalty",))
    figures = found[one.pk, MONTHS[1], "penalty"]
    for name in ("reported", "timely", "late", "faulty", "sent"):
        behind = rows_behind(name, span, [one])
        assert (len(behind) if name == "sent" else behind.count()) == getattr(figures, name), name
    assert sum(line.produced for line in rows_behind("produced", span, [one])) == figures.produced == 400
    both = rows_behind("sent", span, [one])
    whole = [row for start in range(0, len(both), 50) for row in both[start : start + 50]]
    assert len({(type(row), row.pk) for row in whole}) == len(whole) == figures.sent


def test_unknown_stays_unknown():
    people = making.staff()
    key = (people.body.pk, making.MONTH, "licence")
    found = board(Span(making.MONTH, making.MONTH), [people.body, people.office.department], ON)
    assert found[key].reporting == Ratio(0, None)
    assert found[key].reporting.words == "未报月报"
    assert found[key].reporting.value is None
    assert found[key].missing == {(people.body.pk, making.MONTH)}
    assert (people.office.department.pk, making.MONTH, "licence") not in found, (
        "a credit office without a clerk owes none"
    )
    making.signed(people, 0, 2)
    found = board(Span(making.MONTH, making.MONTH), [people.body], ON)
    assert found[key].reporting == Ratio(0, 0)
    assert found[key].reporting.value is None
    assert found[key[0], key[1], "penalty"].reporting.value == 0
    assert not found[key].missing


def test_departments_without_a_return_do_not_count_in_the_sum():
    first, second = Figures(reported=8, produced=10, declared=8), Figures(reported=90, missing=frozenset({(2, ON)}))
    assert (first + second).reporting == Ratio(8, 10)
    assert (first + second).reported == 98
    assert (second + Figures()).reporting == Ratio(0, None)
    assert total([]).reporting.words == "未报月报"


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        ((1, 3), "33.3%"),
        ((9999, 10000), "99.9%"),
        ((1, 10000), "0.1%"),
        ((0, 5), "0.0%"),
        ((5, 5), "100.0%"),
        ((0, 0), "—"),
        ((11, 10), "110.0%"),
    ],
)
def test_rounding_never_says_all_or_nothing(ratio, words):
    assert Ratio(*ratio).words == words


def test_what_the_formulas_count_by_the_ordinary_way():
    """One faulty row, sent again unchanged, then mended; one good row sent twice: 2 in, 3 sent."""
    people = making.staff()
    good, bad = records.penalty(people.body), records.penalty(people.body, WSH="无")
    records.send(people, [good, bad])
    records.send(people, [good, bad])
    november = date(2026, 11, 1)
    figures = count(Span(november, november))[people.body.pk, november, "penalty"]
    assert (figures.reported, figures.faulty) == (1, 1)
    assert figures.conformity == Ratio(1, 2)
    records.send(people, [bad | {"CF_WSH": "虚市监罚〔2026〕900001号"}])
    figures = count(Span(november, november))[people.body.pk, november, "penalty"]
    assert figures.conformity == Ratio(2, 3)
    assert figures.timeliness == Ratio(2, 2)


def test_late_is_measured_on_the_first_arrival():
    people = making.staff()
    row = records.penalty(people.body)
    record = records.only_record(people, row)
    records.send(people, [row | {"CF_NR": "罚款叁万元整"}], on=date(2026, 12, 8))
    record.refresh_from_db()
    assert record.arrived_on > record.due
    november = date(2026, 11, 1)
    figures = count(Span(november, november))[people.body.pk, november, "penalty"]
    assert figures.timeliness == Ratio(1, 1)
    late = records.penalty(people.body)
    records.send(people, [late], on=date(2026, 12, 9))
    figures = count(Span(november, november))[people.body.pk, november, "penalty"]
    assert figures.timeliness == Ratio(1, 2)


def test_on_behalf_counts_for_the_body_that_decided():
    people = making.staff()
    town = making.below(
        people,
        "虚构市下级分局",
    )
    town.parent = people.body
    town.save()
    row = records.penalty(people.body, CFJG=town.name, CFJGDM=town.code)
    records.send(people, [row])
    assert Record.objects.get().department == people.body
    november = date(2026, 11, 1)
    assert {key[0] for key in count(Span(november, november))} == {town.pk}
    assert count(Span(november, november), [people.body]) == {}


def test_stock_and_what_was_taken_back_are_not_counted():
    people = making.staff()
    records.send(
        people, [records.penalty(people.body, JDRQ="2026/06/18"), records.penalty(people.body, WSH="无")], stock=True
    )
    june = date(2026, 6, 1)
    assert count(Span(june, date(2026, 11, 1))) == {}
    from records.submitting import take_back

    submission, _ = records.send(people, [records.penalty(people.body), records.penalty(people.body, WSH="无")])
    assert count(Span(june, date(2026, 11, 1))) != {}
    take_back(submission, clerk=people.clerk, actor=making.acting(people.clerk), on=ON)
    assert count(Span(june, date(2026, 11, 1))) == {}
    assert KINDS == ("licence", "penalty")
