"""公开字段清单: what the public sees is named; everything else stays inside. Source: design sentence 10, G6."""

import pytest

from records.kinds import KINDS
from records.kinds import words as allowed
from records.kinds.shown import ALLOWED, TITLES
from tests import factories

SECRETS = {
    "XDR_ZJHM": "210802199001011234",
    "FR_ZJHM": "210802198502023456",
    "FR_SFZH": "210802198003035678",
    "FR_ZJLX": "身份证件类型甲",
    "XDR_ZJLX": "身份证件类型乙",
    "XDR_SWDJ": "税务登记210802199001011234",
    "XDR_GSZC": "工商注册210800009999999",
}
STRANGE = {
    "BZ": "备注里的内部情况",
    "SECRET": "未知字段的内容",
    "id": "987654321",
    "XK_NEW": "将来的字段",
    "": "空字段名",
}


@pytest.mark.parametrize(("kind", "prefix"), [(kind.key, kind.prefix) for kind in KINDS.values() if kind.public])
@pytest.mark.django_db
def test_private_and_unknown_fields_never_appear(client, kind, prefix):
    content = {f"{prefix}_{name}": value for name, value in SECRETS.items()} | STRANGE
    record = factories.record(kind, content=content)
    page = client.get(f"/subject/{record.subject.public_id}/").content.decode()
    assert record.document_number in page
    for value in content.values():
        assert value not in page


@pytest.mark.parametrize("kind", KINDS)
def test_every_allowed_field_is_a_declared_public_column(kind):
    columns = KINDS[kind].by_code
    for code, _ in ALLOWED[kind]:
        assert columns[code].public
        assert not columns[code].private
    assert "BZ" not in dict(ALLOWED[kind])


def test_every_kind_has_a_list_and_what_is_for_departments_an_empty_one():
    assert set(ALLOWED) == set(TITLES) == set(KINDS)
    assert {key for key, fields in ALLOWED.items() if fields} == {k.key for k in KINDS.values() if k.public}


@pytest.mark.django_db
def test_one_other_kind_turns_its_page_and_the_rest_stay_at_their_first(client):
    subject = factories.subject()
    for kind, count in (("honour", 25), ("reward", 3), ("licence", 1)):
        for _ in range(count):
            factories.record(kind, subject=subject)
    first = client.get(f"/subject/{subject.public_id}/").content.decode()
    assert first.count('class="record record-honour"') == 20
    second = client.get(f"/subject/{subject.public_id}/?honour=2").content.decode()
    assert second.count('class="record record-honour"') == 5
    assert second.count('class="record record-reward"') == 3
    assert second.count('class="record record-licence"') == 1
    assert client.get(f"/subject/{subject.public_id}/?honour=3").status_code == 404


@pytest.mark.parametrize("name", ["（略）", "(略)", "略", "", "  ", "/"])
def test_a_representative_left_out_by_the_department_is_no_field(name):
    assert "法定代表人" not in dict(allowed.fields("licence", {"XK_FRDB": name}, organisation=True))


def test_the_representative_of_an_organisation_is_shown_and_the_owner_of_a_trader_is_not():
    assert dict(allowed.fields("licence", {"XK_FRDB": "甲某"}, organisation=True)) == {"法定代表人": "甲某"}
    assert allowed.fields("licence", {"XK_FRDB": "甲某"}, organisation=False) == []


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0.2", "0.2 万元（2,000 元）"),
        ("0.000001", "0.000001 万元（0.01 元）"),
        ("120.500000", "120.5 万元（1,205,000 元）"),
        ("1000", "1000 万元（10,000,000 元）"),
        ("很多", None),
        ("0", None),
        ("NaN", None),
        ("Infinity", None),
    ],
)
def test_amounts_in_both_units(amount, shown):
    assert dict(allowed.fields("penalty", {"CF_NR_FK": amount}, organisation=True)).get("罚款金额") == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2031-11-09", "2031-11-09"), ("2031/11/09", "2031-11-09"), ("2099-12-31", "长期"), ("见附件", "见附件")],
)
def test_dates(day, shown):
    assert dict(allowed.fields("licence", {"XK_YXQZI": day}, organisation=True))["有效期至"] == shown


def test_a_long_title_is_cut_and_its_whole_text_kept_below():
    text = "未按规定" * 30
    assert allowed.title("penalty", {"CF_WFXW": text}) == text[:59] + "…"
    assert dict(allowed.fields("penalty", {"CF_WFXW": text}, organisation=True))["违法行为类型"] == text


def test_a_short_title_is_not_said_twice():
    content = {"XK_XKZS": "食品经营许可证"}
    assert allowed.title("licence", content) == "食品经营许可证"
    assert allowed.fields("licence", content, organisation=True) == []
