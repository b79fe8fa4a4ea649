"""One spelling for every way of writing a name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subjects.naming import normalise


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("辽宁镁业（集团）有限公司", "辽宁镁业集团有限公司"),
        ("辽宁镁业(集团)有限公司", "辽宁镁业集团有限公司"),
        ("遼寧鎂業〔集團〕有限公司", "辽宁镁业集团有限公司"),
        ("辽宁　镁业【集团】 有限公司。", "辽宁镁业集团有限公司"),
        ("ａｂｃ－１２３ 商貿", "ABC123商贸"),
        ("“清州”·澜山《文化》", "清州澜山文化"),
        ("二〇二六年", "二〇二六年"),
        ("㈱商行", "株商行"),
        ("%_\\*", ""),
        (" \u200b\ufeff", ""),
        ("", ""),
    ],
)
def test_ways_of_writing(written, normal):
    assert normalise(written) == normal


@given(st.text())
def test_only_letters_digits_and_marks_remain(text):
    assert all(unicodedata.category(char)[0] in "LNM" for char in normalise(text))


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)))
def test_one_character_for_one_so_pieces_of_names_stay_pieces(text):
    normal = normalise(text)
    assert len(normal) == len(text)
    assert all(normalise(text[:at]) + normalise(text[at:]) == normal for at in range(len(text)))
    assert normalise(normal) == normal
