"""The API fuzzed over its own schema: no 500, no undocumented answer. Source: B4.

Left out of schemathesis' checks: that whatever fits the schema is taken (a row may fit it and still be no licence).
"""

import random
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from records.models import Record
from tests.records.calling import ROOT, TODAY, Caller, recent, token_for
from tests.records.making import licence, penalty, staff

CHECKED = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, missing_required_header, unsupported_method, ignored_auth,
]  # fmt: skip
# One of each, so that every operation is met; `{}` of a path is filled in with an object of the token's department.
API = schemathesis.openapi.from_wsgi(f"{ROOT}/schema.json", get_wsgi_application())


@pytest.fixture
def world(db, settings):
    """A department with records, and its token."""
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    people = staff()
    secret = token_for(people, until=TODAY + timedelta(days=30))[1]
    caller = Caller(secret)
    caller.submit([recent(licence, people)])
    said = caller.submit([recent(penalty, people)], kind="penalty").json()
    for signal in (
        request_started,
        request_finished,
    ):  # Django's client connects it again; the test's transaction is on this connection
        signal.disconnect(close_old_connections)
    yield {"Authorization": f"Bearer {secret}"}, said["id"], str(Record.objects.latest("pk").public_id)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(case, world):
    headers, submission, record = world
    if case.path_parameters and "public_id" in case.path_parameters and random.random() < 0.75:
        case.path_parameters["public_id"] = submission if "submissions" in case.path else record
    # Its own header is put back, and what has no value is not sent: nothing of such a case may be left to refuse.
    excluded = [negative_data_rejection] if unsent(case) else []
    case.call_and_validate(headers=headers, checks=CHECKED, excluded_checks=excluded)


def unsent(case) -> bool:
    """Whether a parameter that the schema does not know is without a value, so that no address holds it."""
    known = {one.name for one in case.operation.query}
    return any(name not in known and value in (None, [], {}) for name, value in (case.query or {}).items())


QUIET = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate],
    "database": None,
}


@API.parametrize()
@settings(max_examples=25, derandomize=True, **QUIET)
def test_no_answer_is_undocumented(case, world):
    call(case, world)


@pytest.mark.long
@API.parametrize()
@settings(max_examples=1500, **QUIET)
def test_no_answer_is_undocumented_at_length(case, world):
    call(case, world)
