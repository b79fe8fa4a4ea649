"""Invented values that the tests of accounts share."""

from datetime import date

from credit_platform.codes import uscc_check_character

DAY = date(2026, 11, 2)


def code(number: int) -> str:
    """A valid code of an invented government body."""
    body = f"11210800{number:09d}"
    return body + uscc_check_character(body)


def id_number(number: int) -> str:
    """A well-formed ID number of nobody: born in 1900."""
    body = f"11010119000101{number:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
