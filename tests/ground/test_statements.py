"""A connection that has just answered is not asked whether it is alive; one that rested is."""

from types import SimpleNamespace

import pytest
from django.db import close_old_connections, connection

from credit_platform.statements import RESTED, Statement, rely_on_answer

pytestmark = pytest.mark.django_db(transaction=True)
ONE = Statement("SELECT 1")
ANSWERED = 1_000.0


@pytest.fixture(autouse=True)
def kept_open(monkeypatch):
    """As settings.py has it; the tests in a browser close every connection after its request."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 600)
    connection.close()  # the next one is opened by this


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("credit_platform.statements.time", SimpleNamespace(monotonic=lambda: ANSWERED))


def begin_request(later: float) -> None:
    close_old_connections()
    rely_on_answer(lambda: ANSWERED + later)


def test_only_a_connection_that_has_just_answered_is_relied_on():
    ONE.rows()
    begin_request(RESTED - 0.1)
    assert connection.health_check_done
    begin_request(RESTED)
    assert not connection.health_check_done
    connection.close()
    begin_request(0)  # nothing to rely on
    assert ONE.rows() == [(1,)]


def test_one_that_died_while_it_rested_is_replaced():
    ONE.rows()
    died = connection.connection
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    other = connection.get_new_connection(connection.get_connection_params())
    with other, other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    other.close()
    begin_request(RESTED)
    assert ONE.rows() == [(1,)]
    assert connection.connection is not died
