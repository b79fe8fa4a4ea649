"""Invented values that the tests of accounts share."""

from datetime import date

from credit_platform.codes import uscc_check_character

DAY = date(2026, 11, 2)


def code(number: int) -> str:
    """A valid code of an invented government body."""
    body = f"11210800{number:09d}"
    return body + uscc_check_character(body)
