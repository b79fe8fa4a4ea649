"""Reading the State Council's notice: the style of several years, and everything that cannot be. Source: C7."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit_platform.workdays import Calendar
from rules.announcements import Unreadable, exceptions, read_announcement
from rules.comparing import by_month
from tests.rules.notices import NOTICES


def test_spans_shifted_days_and_the_number_of_the_notice():
    found = read_announcement(NOTICES[2026])
    assert (found.year, found.source, found.problems) == (2026, "国办发明电〔2025〕7号", [])
    assert [day for day, (working, _) in sorted(found.days.items()) if working] == [
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    ]  # fmt: skip
    spring = [day for day, (working, name) in found.days.items() if name == "春节" and not working]
    assert (min(spring), max(spring), len(spring)) == (date(2026, 2, 15), date(2026, 2, 23), 9)


def test_a_holiday_over_two_years():
    found = read_announcement(NOTICES[2019])
    assert found.problems == []
    assert found.days[date(2018, 12, 29)] == (True, "元旦")
    assert found.days[date(2018, 12, 31)] == (False, "元旦")
    assert read_announcement(NOTICES[2019].replace("至2019年1月1日", "至1月1日")).days == found.days


def test_what_is_recommended_is_no_holiday_and_what_is_made_up_for_is():
    assert date(2024, 2, 9) not in read_announcement(NOTICES[2024]).days
    assert read_announcement(NOTICES[2015]).days[date(2015, 4, 6)] == (False, "清明节")


def test_all_on_one_line_and_in_half_width():
    found = read_announcement(NOTICES[2025])
    flat = NOTICES[2025].replace("\n", "").replace("（", "(").replace("）", ")").replace("：", ":").replace("日", "日 ")
    assert read_announcement(flat).days == found.days


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("10月10日（周六）上班", "10月10日（周五）上班", "文中写的是“周五”"),
        ("放假调休，共9天", "放假调休，共8天", "写明共8天，按日期是9天"),
        ("2月14日（周六）", "2月16日", "前后矛盾"),
        ("4月4日（周六）至6日（周一）", "4月4日至31日", "不是真实日期"),
        ("6月19日（周五）至21日（周日）", "6月19日至7月21日", "天数不可能"),
        ("六、中秋节：9月25日（周五）至27日（周日）", "六、中秋节：10月1日至3日", "重复"),
        ("1月4日（周日）上班", "1月5日上班", "本来就上班"),
    ],
)
def test_what_cannot_be_is_said(before, after, said):
    assert before in NOTICES[2026]
    problems = read_announcement(NOTICES[2026].replace(before, after)).problems
    assert any(said in one for one in problems), problems


def test_another_year_than_chosen_or_titled():
    assert "与所选的2027年不符" in read_announcement(NOTICES[2026], 2027).problems[0]
    moved = read_announcement(NOTICES[2026].replace("2026年", "2027年"))
    assert "请核对年份和日期" in moved.problems[0]  # the weekdays tell


def test_too_few_and_too_many():
    few = "2026年节假日安排 一、元旦：1月1日放假，共1天。"
    assert any("只有1天" in one for one in read_announcement(few).problems)
    days = [date(2026, 1, 1) + timedelta(days=step) for step in range(60)]
    many = {"year": 2026, "days": [{"name": "假", "date": str(day), "isOffDay": True} for day in days]}
    assert any("超过40天" in one for one in read_announcement(json.dumps(many)).problems)
    worked = [date(2026, 1, 3) + timedelta(days=7 * step) for step in range(20)]
    many["days"] = [{"name": "班", "date": str(day), "isOffDay": False} for day in worked]
    assert any("超过15天" in one for one in read_announcement(json.dumps(many)).problems)


def test_a_table_says_the_same():
    found = read_announcement(NOTICES[2026])
    lines = [f"{day},{name},{'上班' if working else '放假'}" for day, (working, name) in found.days.items()]
    for table in ("日期,名称,安排\n" + "\n".join(lines), "\n".join(lines).replace(",", "\t")):
        assert read_announcement(table).days == found.days


@pytest.mark.parametrize(
    "text",
    ["", "  ", "\0", "各单位：放假通知另行印发。", "一、元旦：1月1日放假。", '{"year": 2026}', '{"year": 1', "[" * 100_000, '{"year":{"a":1},"days":[]}',
     '{"year": 2026, "days": [{"name": "x", "date": "2026-01-01", "isOffDay": "no"}]}',
     "2026-01-01,元旦,休假", "2026-02-30,元旦,放假", "2026年节假日安排 一、元旦：另行通知。", "x" * 60_001],
)  # fmt: skip
def test_what_nobody_can_read(text):
    with pytest.raises(Unreadable, match="。"):
        read_announcement(text)


@given(st.text(alphabet='一二三、元旦：年月日至放假上班共天（）周六，。;\n0123456789 {}",', max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        found = read_announcement(text, 2026)
    except Unreadable:
        return
    assert all(isinstance(day, date) for day in found.days)


def test_months_say_what_changes():
    found = read_announcement(NOTICES[2026])
    assert not any(
        month.changes for month in by_month(found.days, {d: w for d, (w, _) in exceptions(found.days).items()})
    )
    months = by_month(found.days, {date(2026, 3, 3): False})
    assert [(one.first.month, len(one.changes)) for one in months if one.first.month in (1, 3)] == [(1, 3), (3, 1)]
    assert (months[0].changes[0].before, months[0].changes[0].after) == ("上班", "放假")


def test_the_calendar_counts_by_it():
    calendar = Calendar(
        {day: working for day, (working, _) in exceptions(read_announcement(NOTICES[2026]).days).items()}, [2026]
    )
    assert calendar.add(date(2026, 2, 13), 7).date == date(2026, 3, 2)  # domain.md §3d
