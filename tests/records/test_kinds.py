"""Every declared kind goes the one way: template, workbook, record, publicity or not. Source: B5."""

from datetime import date

import pytest

from records.annotating import template
from records.gating import let_through
from records.kinds import KINDS
from records.models import Record, RecordKind
from records.reading.headers import plain, recognise
from records.releasing import ReleaseRefused
from rules.models import Duty
from subjects.models import Institution
from tests import factories
from tests.records.making import FRIDAY, acting, grid, only_record, release, row_of, send, staff, workbook

pytestmark = pytest.mark.django_db
OTHERS = [key for key in KINDS if key not in ("licence", "penalty")]


@pytest.fixture
def people():
    """A department that also stands in the register of institutions, for ratings."""
    made = staff()
    Institution.objects.create(
        name=made.body.name, code=made.body.code, number="备1", business="评级", state="filed", filed_on=date(2020, 1, 1),
        proposer=made.office, approver=made.approver,
    )  # fmt: skip
    return made


def test_choices_of_the_table_are_the_declarations():
    assert {key: kind.title for key, kind in KINDS.items()} == dict(RecordKind.choices)


def test_every_kind_has_a_duty():
    assert {kind for duty in Duty.objects.filter(act="publish") for kind in duty.kinds} == set(KINDS)


@pytest.mark.parametrize("key", KINDS)
def test_a_kind_is_recognised_by_its_own_header_and_by_the_needed_columns_alone(key):
    kind = KINDS[key]
    whole = [column.title for column in kind.columns]
    needed = [
        column.title for column in kind.columns if column.required == "always" or "统一社会信用代码" in column.title
    ]
    for head in (whole, needed, list(reversed(needed)), [column.code for column in kind.columns]):
        assert recognise([head, []]).kind is kind
    assert len({plain(column.title) for column in kind.columns}) == len(kind.columns)


@pytest.mark.parametrize("key", OTHERS)
def test_template_workbook_record(key, people):
    kind = KINDS[key]
    assert template(key)
    row = row_of(key, people.body)
    submission, report = send(people, [row])
    assert report.counts == {"rows": 1, "new": 1, "unchanged": 0, "changed": 0, "rejected": 0}, report.findings
    assert (submission.kind, submission.layout) == (key, "V1")
    record = submission.records.get()
    assert not record.grave, record.version.warnings
    assert record.due == (date(2026, 12, 10) if _monthly(key) else date(2026, 11, 27))
    if kind.elsewhere:
        with pytest.raises(ReleaseRefused):  # others' lists: the office looks first
            release(people, submission)
        let_through(submission, officer=people.office, actor=acting(people.office), on=FRIDAY, reason="已核对")
    release(people, submission)
    record.refresh_from_db()
    assert record.state == ("released" if kind.public else "internal")
    assert Record.objects.public(FRIDAY).filter(pk=record.pk).exists() == kind.public
    again, _ = send(people, [row])
    assert (again.unchanged, again.new) == (1, 0)


def _monthly(key: str) -> bool:
    return Duty.objects.get(act="publish", kinds__contains=[key]).day_of_month is not None


@pytest.mark.parametrize("key", OTHERS)
def test_faults_are_said_as_for_licences(key, people):
    kind = KINDS[key]
    row = row_of(key, people.body)
    row |= {f"{kind.prefix}_XDR_SHXYM": "91210800ABCDEFGHXX", kind.decided_on: "2026/11/30", kind.document_number: "无"}
    submission, report = send(people, [row])
    assert submission.rejected == 1
    assert {(f.column, f.code) for _, f in report.findings if f.verdict == "error"} == {
        (f"{kind.prefix}_XDR_SHXYM", "bad_uscc"), (kind.decided_on, "future"), (kind.document_number, "placeholder"),
    }  # fmt: skip


@pytest.mark.parametrize("key", [key for key in OTHERS if KINDS[key].public])
def test_natural_persons_stay_inside(key, people):
    prefix = KINDS[key].prefix
    row = row_of(key, people.body, XDR_LB="自然人", XDR_ZJLX="护照号", XDR_ZJHM="E12345678")
    del row[f"{prefix}_XDR_SHXYM"]
    record = only_record(people, row)
    assert (record.publishable, record.internal_reason) == (False, "person")


@pytest.mark.parametrize("key", ["inspection", "ruling", "debtor"])
def test_adverse_information_ends_with_the_longest_period_of_the_law(key, people):
    kind = KINDS[key]
    record = only_record(people, row_of(key, people.body))
    assert record.public_until == date(2029, 11, 17)  # 36 months of 令第36号 from the decision
    longer = only_record(people, row_of(key, people.body) | {kind.valid_until: "2035/01/01"})
    assert longer.public_until == date(2029, 11, 17)
    shorter = only_record(people, row_of(key, people.body) | {kind.valid_until: "2027/01/01"})
    assert shorter.public_until == date(2027, 1, 1)


def test_abnormal_operation_lasts_until_it_is_left(people):
    row = row_of("abnormal", people.body)
    record = only_record(people, row)
    assert record.public_until is None
    release(people, record.submission)
    submission, report = send(people, [row | {"YC_YXQZ": "2026/11/20", "YC_ZT": "0"}])
    assert submission.changed == 1, report.findings
    assert record.proposals.get().kind == "withdrawal"


def test_ratings_and_rulings_are_others_words(people):
    court = factories.department("虚构市中级人民法院")
    other = staff()  # sends what the court and the institution said
    for key, body in (("ruling", court), ("rating", people.body)):
        assert not only_record(other, row_of(key, body)).grave
    record = only_record(people, row_of("reward", court))
    assert record.grave  # what a department says of another one's decision waits for a person


def test_a_major_case_names_publisher_and_forwarder(people):
    row = row_of("ruling", people.body, ZDAJ="是")
    _, report = send(people, [row])
    assert {finding.column for _, finding in report.findings} == {"CP_GBDW", "CP_TSDW"}
    _, report = send(people, [row | {"CP_GBDW": "虚构市中级人民法院", "CP_TSDW": "虚构市市场监督管理局"}])
    assert report.counts["new"] == 1


def test_two_kinds_in_one_file_are_refused_rather_than_guessed(people):
    sheets = [grid([row_of(key, people.body)]) for key in ("honour", "reward")]
    submission, _ = send(people, workbook(*sheets))
    assert submission.state == "refused"
