"""Search by code and by the beginning of one."""

from datetime import date

import pytest
from django.db import connection

from bench.names import codes
from subjects.indexing import index_subjects
from subjects.models import Subject
from subjects.search import COUNTED, Why, find

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    Subject.objects.bulk_create(
        [
            Subject(kind="organisation", name=f"第{code[-10:]}商行", code=code, public_since=date(2026, 3, 2))
            for code in codes(1_500)
        ]
    )
    ids = Subject.objects.values_list("id", flat=True)
    index_subjects(list(ids))
    return sorted(Subject.objects.values_list("code", flat=True))


@pytest.mark.parametrize(
    "write", [str, str.lower, lambda code: f" {code[:8]} {code[8:]} ", lambda code: code[:9] + "-" + code[9:]]
)
def test_whole_code(register, write):
    code = register[700]
    result = find(write(code))
    assert [(hit.code, hit.matched, hit.why) for hit in result.hits] == [(code, code, Why.CODE)]
    assert (result.total, result.more) == (1, False)


def test_full_width_code(register):
    code = register[3]
    assert [hit.code for hit in find("".join(chr(ord(char) + 0xFEE0) for char in code)).hits] == [code]


@pytest.mark.parametrize("length", [6, 8, 12, 17])
def test_beginning_of_a_code_in_the_order_of_codes(register, length):
    prefix = register[40][:length]
    expected = [code for code in register if code.startswith(prefix)]
    result = find(prefix)
    assert [hit.code for hit in result.hits] == expected[:20]
    assert result.total == min(len(expected), COUNTED)
    assert [hit.code for hit in find(prefix, limit=20, offset=20).hits] == expected[20:40]


def test_what_only_looks_like_a_code_is_looked_for_in_names(register):
    [hit] = find(register[9][-10:-2]).hits
    assert (hit.code, hit.matched) == (register[9], hit.name)


def test_unknown_code(register):
    assert find("91210882MA0UTE5T16").total == 0


def test_code_search_has_an_index(register):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM subjects_subject WHERE merged_into_id IS NULL AND public_since IS NOT NULL"
            " AND NOT (kind = 'person') AND code COLLATE \"C\" >= '912108' AND code COLLATE \"C\" < '912108~'"
            ' ORDER BY code COLLATE "C", id LIMIT 20'
        )
        assert "subject_public_code" in "".join(line for (line,) in cursor.fetchall())
