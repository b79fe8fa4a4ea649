"""The public API fuzzed over its own schema: no 500, no undocumented answer. Source: I4."""

import random
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from exchange.sight import PUBLIC
from ledger.sequencer import sequence
from tests.articles import articles_here
from tests.blacklists.walking import honoured, published
from tests.disputes.walking import public_penalty
from tests.records import making
from tests.sanctions import stories

CHECKED = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, unsupported_method,
]  # fmt: skip
API = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture
def ids(db):
    """Something of each kind, and its ids."""
    today = timezone.localdate()
    people = making.staff()
    public_penalty(people)
    published(people, on=today - timedelta(days=40))
    honoured(making.staff(), on=today - timedelta(days=40))
    articles_here.published(people, on=today)
    stories.published(people, on=today)
    sequence()
    for signal in (request_started, request_finished):  # the test's transaction is on this connection
        signal.disconnect(close_old_connections)
    yield [str(one) for rows in PUBLIC.values() for one in rows(today).values_list("public_id", flat=True)]
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def call(case, ids):
    if case.path_parameters and "public_id" in case.path_parameters and random.random() < 0.75:
        case.path_parameters["public_id"] = random.choice(ids)
    case.call_and_validate(checks=CHECKED)


QUIET = {
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
    "phases": [Phase.explicit, Phase.generate],
    "database": None,
}


@API.parametrize()
@settings(max_examples=8, derandomize=True, **QUIET)
def test_no_answer_is_undocumented(case, ids):
    call(case, ids)


@pytest.mark.long
@API.parametrize()
@settings(max_examples=800, **QUIET)
def test_no_answer_is_undocumented_at_length(case, ids):
    call(case, ids)
