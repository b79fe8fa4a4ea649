"""Codes: the vectors, the arithmetic against python-stdnum, and what must never be said. Source: A1."""

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from credit_platform.codes import (
    ALPHABET,
    check_uscc,
    document_key,
    known_division,
    normalise_code,
    organisation_code_valid,
    resident_id_error,
    uscc_check_character,
)
from tests.records.making import id_number

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "data" / "uscc_vectors.csv").open(encoding="utf-8")))
GOOD = "91210881MA0UDGPB8G"


def valid_in_stdnum(code: str) -> bool:
    return uscc.is_valid(code)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["code"])
def test_vectors(vector):
    found = check_uscc(vector["code"])
    assert found.valid == (vector["valid"] == "1"), found
    assert bool(found.errors) != found.valid


def test_stdnum_agrees_but_where_it_is_known_to_be_wrong():
    for vector in VECTORS:
        if "python-stdnum" in vector["note"]:
            assert valid_in_stdnum(vector["code"]) != (vector["valid"] == "1"), vector  # else tell the comment
        else:
            assert valid_in_stdnum(vector["code"]) == check_uscc(vector["code"]).valid, vector


@given(st.sampled_from(["91", "92", "93", "12", "51", "81"]), st.text("0123456789", min_size=6, max_size=6),
       st.text(ALPHABET, min_size=9, max_size=9), st.sampled_from(ALPHABET))  # fmt: skip
def test_arithmetic_is_that_of_stdnum(first, division, organisation, check):
    code = first + division + organisation + check
    assert check_uscc(code).valid == valid_in_stdnum(code)
    body = code[:17]
    assert valid_in_stdnum(body + uscc_check_character(body))


@given(st.text())
def test_never_raises(text):
    assert isinstance(check_uscc(text).valid, bool)
    assert isinstance(resident_id_error(text), str)
    assert isinstance(organisation_code_valid(text), bool)
    document_key(text)


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_character_is_always_found(place):
    for char in ALPHABET:
        if char != GOOD[place]:
            assert not check_uscc(GOOD[:place] + char + GOOD[place + 1 :]).valid


@pytest.mark.parametrize(
    "written",
    [
        GOOD.lower(),
        "９１２１０８８１ＭＡ０ＵＤＧＰＢ８Ｇ",
        " 91210881 MA0UDGPB8G ",
        "91210881-MA0UDGPB8-G",
        "\u300091210881MA0UDGPB8G",
    ],
)
def test_spelling_does_not_matter(written):
    assert check_uscc(written).valid
    assert check_uscc(written).normalised == GOOD == normalise_code(written)


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("", "没有填写"),
        ("000000000000000000", "占位符"),
        ("00000000000000000X", "占位符"),
        ("210800004012345", "工商注册号"),
        ("91210881MA0UDGPB8", "现为17位"),
        ("91210881MAOUDGPB8G", "O"),
        ("96210881MA0UDGPB8G", "登记管理部门"),
        ("91210881MA0UDGPB8H", "校验位"),
        ("91430681XXXXXXXXXX", "遮盖"),
        ("913101173245******", "遮盖"),
        ("91210881MA0UDGxxxx", "遮盖"),
    ],
)
def test_errors_say_what_is_wrong(written, word):
    [error] = check_uscc(written).errors
    assert word in error
    assert error.endswith("。")


def test_oddities_are_warnings():
    body = "91999999MA0UDGPB8"
    unknown = check_uscc(body + uscc_check_character(body))
    assert unknown.valid
    assert "行政区划" in unknown.warnings[0]
    body = "91210881MA0UDGPB9"
    odd = check_uscc(body + uscc_check_character(body))
    assert odd.valid
    assert "组织机构代码" in odd.warnings[0]
    assert check_uscc(GOOD).warnings == []


def test_divisions_of_today_and_of_the_past():
    assert known_division("210881")
    assert known_division("100000")
    assert known_division("110103")  # 崇文区, until 2010
    assert not known_division("999999")


def test_organisation_codes():
    assert organisation_code_valid("MA0UDGPB8")
    assert organisation_code_valid("MA0UDGPB-8")
    assert not organisation_code_valid("MA0UDGPB7")
    assert not organisation_code_valid("")


def test_resident_ids():
    number = id_number(7)
    assert resident_id_error(number) == ""
    assert ric.calc_check_digit(number) == number[17]
    wrong = number[:17] + ("0" if number[17] != "0" else "1")
    assert "校验位" in resident_id_error(wrong)
    assert resident_id_error(number.lower()) == ""
    for bad in (number[:17], "A" * 18, wrong, id_number(7, division="210811").replace("19900101", "19901301")):
        assert resident_id_error(bad)
        assert bad not in resident_id_error(bad)


@given(st.from_regex(r"[1-6]\d{5}(19|20)\d{2}[01]\d[0-3]\d{4}[0-9X]", fullmatch=True))
def test_resident_id_arithmetic_is_that_of_stdnum(number):
    assert ("校验位" in resident_id_error(number)) == (ric.calc_check_digit(number) != number[17])


@pytest.mark.parametrize(
    "written",
    [
        "虚罚〔2026〕1号",
        "虚罚[2026]1号",
        "虚罚【2026】1号",
        "虚罚（2026）1号",
        "虚罚〔 2026 〕1 号",
        "虚罚〔２０２６〕１号",
    ],
)
def test_document_numbers_compare_equal_however_bracketed(written):
    assert document_key(written) == document_key("虚罚〔2026〕1号")
    assert document_key(written) != document_key("虚罚〔2026〕01号")


@pytest.mark.django_db
def test_command_speaks_the_agreed_json(capsys):
    from django.core.management import call_command

    call_command("uscc", GOOD.lower(), "000000000000000000", json=True)
    said = json.loads(capsys.readouterr().out)
    assert [set(one) for one in said] == [{"code", "normalised", "valid", "errors", "warnings"}] * 2
    assert said[0] == {"code": GOOD.lower(), "normalised": GOOD, "valid": True, "errors": [], "warnings": []}
    assert (said[1]["valid"], len(said[1]["errors"])) == (False, 1)
