"""Department systems correct and withdraw. Source: B4, B7."""

from datetime import timedelta

import pytest

from ledger.models import Act
from records.models import Proposal, Receipt, Submission
from records.releasing import release_submission
from tests.records.calling import TODAY, Caller, recent, token_for
from tests.records.making import acting, penalty, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return staff()


@pytest.fixture
def caller(people):
    return Caller(token_for(people)[1])


def public(people, caller, **cells):
    caller.submit([recent(penalty, people, **cells)], kind="penalty")
    submission = Submission.objects.latest("pk")
    release_submission(submission, reviewer=people.reviewer, actor=acting(people.reviewer), on=TODAY)
    return submission.records.get()


def test_a_correction_waits_for_a_second_person(people, caller):
    record = public(people, caller)
    body = {"cells": {"CF_SY": "更正后的事实"}, "ground": "entry", "reason": "录入有误"}
    first, again = (caller.post(f"/records/{record.public_id}/corrections", body, key="fix-00001") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    proposal = Proposal.objects.get()
    assert (first.json()["outcome"], first.json()["proposal"]["id"]) == ("proposed", str(proposal.public_id))
    assert (proposal.system, proposal.proposer, proposal.ground) == ("综合执法办案系统", people.clerk, "entry")
    assert proposal.version.content["CF_SY"] == "更正后的事实"
    assert caller.get(f"/records/{record.public_id}").json()["proposals"][0]["state"] == "open"
    assert (
        caller.post(f"/records/{record.public_id}/corrections", body | {"reason": "x"}, key="fix-00001").status_code
        == 409
    )


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"CF_WSH": "虚市监罚〔2026〕9999号"}, "cells.CF_WSH"),
        ({"CF_NR_FK": "两万"}, "cells.CF_NR_FK"),
        ({"CF_SY": ""}, "cells.CF_SY"),
        ({"CF_XDR_LB": "法人及非法人组织"}, "cells"),
    ],
)
def test_a_faulty_correction(people, caller, cells, field):
    record = public(people, caller)
    answer = caller.post(f"/records/{record.public_id}/corrections", {"cells": cells, "ground": "entry", "reason": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert not Receipt.objects.filter(submission__ground="entry").exists()


@pytest.mark.parametrize("cells", [{"NOPE": "x"}, {}, [], {"CF_SY": None}, {"CF_SY": 3}, {"CF_SY": "长" * 10_001}])
def test_a_correction_that_does_not_read(people, caller, cells):
    """400 as for rows, in our own words and by the column's name."""
    record = public(people, caller)
    answer = caller.post(f"/records/{record.public_id}/corrections", {"cells": cells, "ground": "entry", "reason": "x"})
    fault = answer.json()["errors"][0]
    assert (answer.status_code, fault["field"]) == (400, f"cells.{next(iter(cells))}" if cells else "cells")
    assert "该" not in fault["message"]


def test_a_withdrawal_with_its_day(people, caller):
    record = public(people, caller)
    body = {"ground": "reviewed", "reason": "行政复议撤销", "revoked_on": TODAY.isoformat()}
    first, again = (caller.post(f"/records/{record.public_id}/withdrawals", body, key="gone-0001") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["due"] == (TODAY + timedelta(days=3)).isoformat()
    assert Act.objects.get(what="propose_withdrawal").channel == "api"
    second = caller.post(f"/records/{record.public_id}/withdrawals", body)
    assert (second.status_code, "已提出撤下" in second.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    "more", [{"revoked_on": "2026-1-5"}, {"revoked_on": "20260105"}, {"revoked_on": None}, {"ground": "x"}, {"y": 1}]
)
def test_a_withdrawal_misspelt(people, caller, more):
    record = public(people, caller)
    body = {"ground": "reviewed", "reason": "行政复议撤销", "revoked_on": TODAY.isoformat()} | more
    answer = caller.post(f"/records/{record.public_id}/withdrawals", body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, next(iter(more)))
