"""Codes issued with a wrong check character: two persons let one in, intake and form take it. Source: A1, domain.md §2."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from credit_platform.codes import check_uscc
from ledger.models import Event
from records import overriding
from records.correcting import check_correction
from records.models import CodeOverride, Record, RejectedRow, Version
from records.overriding import OverrideRefused, Paper, granted_codes
from subjects.finding import by_number_or_name
from subjects.search import find
from tests import factories
from tests.records.calling import Caller, recent, token_for
from tests.records.making import FRIDAY, acting, licence, release, said, send, staff

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 invented"


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def wrong():
    """A code that fails by its check character alone."""
    good = factories.code()
    return good[:17] + ("0" if good[17] != "0" else "1")


def propose(people, code, **more):
    given = {"name": "虚构商贸有限公司", "reason": "登记机关如此核发", "evidence": "登记档案第1号"} | more
    return overriding.propose(code=code, **given, officer=people.office, actor=acting(people.office), on=FRIDAY)


def grant(people, override, **more):
    given = {"grant": True, "officer": people.approver, "actor": acting(people.approver), "on": FRIDAY} | more
    overriding.decide(override, **given)


def test_from_refusal_to_the_portal(people, wrong):
    row = licence(people.body, XDR_SHXYM=wrong)
    _, report = send(people, [row])
    assert (1, "XK_XDR_SHXYM", "bad_uscc") in said(report)
    override = propose(people, wrong)
    assert granted_codes() == frozenset()
    _, report = send(people, [row | {"BZ": "再报"}])
    assert report.counts["rejected"] == 1
    grant(people, override)
    submission, report = send(people, [row, licence(people.body)])
    assert report.counts["new"] == 2
    assert (1, "XK_XDR_SHXYM", "granted_uscc") in said(report)
    assert not RejectedRow.objects.open().exists()  # what was refused before is mended by it
    version = Version.objects.get(submission=submission, row=1)
    [warned] = [one for one in version.warnings if one["code"] == "granted_uscc"]
    assert "经信用办核准" in warned["message"]
    release(people, submission)
    assert [hit.code for hit in find(wrong).hits] == [wrong]
    assert [hit.code for hit in find(wrong[:16]).hits] == [wrong]
    assert [one.code for one in by_number_or_name(wrong.lower())] == [wrong]
    _, findings = check_correction(version.record, version.content, FRIDAY)
    assert "bad_uscc" not in {one.code for one in findings}


def test_exactly_that_code_and_no_other(people, wrong):
    grant(people, propose(people, wrong))
    other = factories.code()
    other = other[:17] + ("2" if other[17] != "2" else "3")
    _, report = send(people, [licence(people.body, XDR_SHXYM=other), licence(people.body, XDR_SHXYM=wrong[:17])])
    assert report.counts["rejected"] == 2


def test_written_with_spaces_and_small_letters(people, wrong):
    grant(people, propose(people, f" {wrong[:8]}-{wrong[8:].lower()} "))
    _, report = send(people, [licence(people.body, XDR_SHXYM=f"{wrong[:2]} {wrong[2:].lower()}")])
    assert report.counts["new"] == 1


def test_revoked_it_is_refused_again(people, wrong):
    override = propose(people, wrong)
    grant(people, override)
    send(people, [licence(people.body, XDR_SHXYM=wrong)])
    by = {"officer": people.office, "actor": acting(people.office), "on": FRIDAY}
    with pytest.raises(OverrideRefused, match="理由"):
        overriding.revoke(override, reason=" ", **by)
    overriding.revoke(override, reason="登记机关已换发", **by)
    _, report = send(people, [licence(people.body, XDR_SHXYM=wrong)])
    assert report.counts["rejected"] == 1
    assert list(Event.objects.filter(object_id=override.public_id).order_by("pk").values_list("move", flat=True)) == [
        "propose_override", "grant", "revoke",
    ]  # fmt: skip
    propose(people, wrong)  # and may be proposed anew


def test_nobody_grants_what_they_proposed(people, wrong):
    both = factories.officer("office", "office_approver", department=people.office.department)
    override = overriding.propose(
        code=wrong, name="甲", reason="乙", evidence="丙", officer=both, actor=acting(both), on=FRIDAY
    )
    with pytest.raises(OverrideRefused, match="自己提出"):
        grant(people, override, officer=both)
    with pytest.raises(OverrideRefused, match="信用办审批"):
        grant(people, override, officer=people.office)
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        CodeOverride.objects.filter(pk=override.pk).update(approver=both)
    with pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        CodeOverride.objects.create(
            code=factories.code(),
            name="甲",
            reason="乙",
            evidence="丙",
            proposer=both,
            proposed_on=FRIDAY,
            state="granted",
        )
    with pytest.raises(OverrideRefused, match="理由"):
        grant(people, override, grant=False)
    grant(people, override)
    with pytest.raises(OverrideRefused, match="已经变化"):
        grant(people, override)


def test_what_cannot_be_proposed(people, wrong):
    with pytest.raises(OverrideRefused, match="不用核准"):
        propose(people, factories.code())
    with pytest.raises(OverrideRefused, match="仅校验位"):
        propose(people, wrong[:17])
    with pytest.raises(OverrideRefused, match="仅校验位"):
        propose(people, "9" + "O" + wrong[2:])
    with pytest.raises(OverrideRefused, match="填写"):
        propose(people, wrong, evidence=" ")
    with pytest.raises(OverrideRefused, match="PDF"):
        propose(people, wrong, paper=Paper("档案.pdf", b"MZ"))
    propose(people, wrong, paper=Paper("某某的档案.pdf", PDF))
    assert CodeOverride.objects.get().print_name == "附件.pdf"
    with pytest.raises(OverrideRefused, match="不用再次"):
        propose(people, wrong)


def test_the_same_by_the_api(people, wrong):
    grant(people, propose(people, wrong))
    assert check_uscc(wrong).errors
    answer = Caller(token_for(people)[1]).submit([recent(licence, people, XDR_SHXYM=wrong)]).json()
    assert (answer["new"], answer["rejected"]) == (1, 0)
    assert [(one["code"], one["verdict"]) for one in answer["results"]] == [("granted_uscc", "warning")]


def test_typed_by_hand(people, wrong):
    client = Client()
    client.force_login(people.clerk, backend="django.contrib.auth.backends.ModelBackend")
    row = recent(licence, people, XDR_SHXYM=wrong)
    assert "校验位不符" in client.post("/workbench/type/licence/", row).content.decode()
    grant(people, propose(people, wrong))
    assert client.post("/workbench/type/licence/", row).status_code == 302
    assert Record.objects.get().subject.code == wrong
