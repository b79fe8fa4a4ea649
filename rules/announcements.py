"""Reading the State Council's notice (节假日安排通知): text, JSON or a table → days off and make-up days. Pure. Source: C7.

What is doubtful is said and never guessed at: a weekday that does not fit its date means that the year is wrong.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

Days = dict[date, tuple[bool, str]]  # day → (working, name of the holiday)

LONGEST_HOLIDAY = 15  # days in a row: more is a misprint
FEWEST, MOST = 7, 40  # weekdays off in a year: statutory are 13, the rest is shifted from weekends
MOST_MADE_UP = 15
YEARS = range(2000, 2100)  # of which there is, or will be, such a notice


class Unreadable(ValueError):
    """Nothing can be made of the text; the message says why and what to do."""


@dataclass
class Announcement:
    """安排 as read. `problems`: sentences about what cannot be; with any of them it must not be adopted."""

    year: int
    days: Days = field(default_factory=dict)
    source: str = ""
    problems: list[str] = field(default_factory=list)


def read_announcement(text: str, year: int | None = None) -> Announcement:
    """Any of the three ways in which a calendar comes. `year`: what whoever imports it says. Raises Unreadable."""
    text = text.lstrip("\ufeff").strip()
    if not text:
        raise Unreadable("没有内容。请粘贴国务院办公厅放假安排通知的全文，或上传文件。")
    if len(text) > 60_000 or "\0" in text:
        raise Unreadable("内容太长或不是文本。请只粘贴放假安排通知的正文。")
    if text.startswith("{"):
        found = _json(text)
    elif re.match(r"(?:日期|date)\s*[,\t]|\d{4}-\d\d-\d\d\s*[,\t]", text):
        found = _table(text)
    else:
        found = _notice(text, year)
    if found.year not in YEARS:
        raise Unreadable("年份不对。请核对内容中的年份后重新提交。")
    if year is not None and found.year != year:
        found.problems.insert(0, f"内容是{found.year}年的安排，与所选的{year}年不符，请核对。")
    found.problems += impossible(found.year, found.days)
    return found


def impossible(year: int, days: Mapping[date, tuple[bool, str]]) -> list[str]:
    """What cannot be a calendar of the year, in sentences; empty where nothing is wrong with it."""
    said = []
    strangers = [day for day in sorted(days) if not belongs(day, year)]
    if strangers:
        said.append(f"{strangers[0]} 不属于{year}年（只可涉及上一年12月），请核对年份。")
    off = [day for day, (working, _) in days.items() if not working and day.weekday() < 5 and day.year == year]
    if len(off) < FEWEST:
        said.append(f"占用周一至周五的放假日只有{len(off)}天（一般不少于{FEWEST}天），内容不完整，请补全。")
    if len(off) > MOST:
        said.append(f"占用周一至周五的放假日有{len(off)}天，超过{MOST}天，不可能，请核对。")
    made_up = [day for day, (working, _) in days.items() if working]
    if len(made_up) > MOST_MADE_UP:
        said.append(f"调休上班日有{len(made_up)}天，超过{MOST_MADE_UP}天，不可能，请核对。")
    for day in sorted(made_up):
        if day.weekday() < 5:
            said.append(f"{day} 是{WEEKDAYS[day.weekday()]}，本来就上班，不应列为调休上班，请核对年份和日期。")
    return said


def belongs(day: date, year: int) -> bool:
    """Whether an order for the year may name the day: New Year's holiday may begin in the December before."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


def exceptions(days: Mapping[date, tuple[bool, str]]) -> Days:
    """Of the days those that differ from Monday–Friday: what a calendar keeps."""
    return {day: found for day, found in sorted(days.items()) if found[0] != (day.weekday() < 5)}


def _add(into: Announcement, day: date, working: bool, name: str) -> None:
    before = into.days.get(day)
    if before is not None and before[0] != working:
        into.problems.append(f"{day} 既列为放假又列为上班，前后矛盾，请核对。")
    elif before is not None and before[1] != name:
        into.problems.append(f"{day} 在“{before[1]}”和“{name}”中重复，请核对。")
    else:
        into.days[day] = (working, name)


# --- holiday-cn ------------------------------------------------------------------------------------------------------


def _json(text: str) -> Announcement:
    """{"year": 2027, "papers": […], "days": [{"name", "date", "isOffDay"}]}."""
    try:
        said = json.loads(text)
        found = Announcement(int(said["year"]), source="；".join(map(str, said.get("papers") or []))[:200])
        rows = [(date.fromisoformat(day["date"]), day["isOffDay"], str(day["name"])) for day in said["days"]]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as reason:
        raise Unreadable(
            "不是可用的 JSON：应含 year 和 days，每天有 name、date、isOffDay。请核对后重新上传。"
        ) from reason
    for day, off, name in rows:
        if not isinstance(off, bool):
            raise Unreadable(f"{day} 的 isOffDay 应为 true 或 false，请核对。")
        _add(found, day, not off, name[:40])
    return found


def _table(text: str) -> Announcement:
    """日期,名称,放假或上班: one line a day, with or without a heading."""
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in text.split("\n")[0] else ","))
    found: list[tuple[date, bool, str]] = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0] in ("日期", "date"):
            continue
        kinds = {"放假": False, "休": False, "true": False, "上班": True, "班": True, "false": True}
        try:
            day, name, working = date.fromisoformat(cells[0]), cells[1][:40], kinds[cells[2].lower()]
        except (ValueError, IndexError, KeyError) as reason:
            raise Unreadable(f"第{number}行看不懂：应为“2027-01-01,元旦,放假”或“…,上班”。请核对。") from reason
        found.append((day, working, name))
    if not found:
        raise Unreadable("表中没有日期。请按“2027-01-01,元旦,放假”的样式一行填一天。")
    years = [day.year for day, _, _ in found]
    result = Announcement(max(set(years), key=years.count))
    for day, working, name in found:
        _add(result, day, working, name)
    return result


# --- the notice ------------------------------------------------------------------------------------------------------

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_TITLE = re.compile(r"(\d{4})年(?:部分)?节假日(?:放假)?安排")
_HEADING = re.compile(r"(?:[(]?[一二三四五六七八九十]+[)]?[、.]|(?:^|\n|。)\d+[、.])([^:。,\n\d]{2,14}):")
_TOKEN = re.compile(
    r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:[(](?P<said>[^()]{0,30})[)])?"
    r"|(?P<to>[至到—~-])"
    r"|(?P<verb>放假|补休|上班)"
    r"|共?(?P<count>\d{1,2})天"
)
_DAY_NAME = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


def _notice(text: str, year: int | None) -> Announcement:
    """国务院办公厅关于 … 年部分节假日安排的通知, whole or only its items."""
    plain = unicodedata.normalize("NFKC", text).replace("\r", "")
    plain = re.sub(r"[ \t\u3000]+", "", plain)
    if title := _TITLE.search(plain):
        year_said = int(title[1])
    elif year is not None:
        year_said = year
    else:
        raise Unreadable("看不出是哪一年的安排。请连同标题一起粘贴，或先选择年份。")
    found = Announcement(year_said, source=_document_number(plain))
    heads = list(_HEADING.finditer(plain))
    if not heads:
        raise Unreadable("没有找到“一、元旦：1月1日放假…”这样的条目。请粘贴通知全文，或改用文件上传。")
    ends = [head.start() for head in heads[1:]] + [len(plain)]
    for head, end in zip(heads, ends, strict=True):
        name = head[1][:40]
        for sentence in re.split(r"[。;\n]", plain[head.end() : end]):
            # What is only recommended is no holiday: 鼓励 … 安排职工在除夕休息.
            if not re.search(r"鼓励|结合带薪|建议", sentence):
                _sentence(found, name, sentence)
    if not found.days:
        raise Unreadable("没有读到放假日期。请核对粘贴的是否为放假安排通知。")
    return found


def _document_number(text: str) -> str:
    match = re.search(r"国办发明电[〔\[(]\d{4}[〕\])]\d+号", text)
    return match[0] if match else ""


@dataclass
class _Sentence:
    """What a sentence has named so far and not yet disposed of."""

    at: date | None = None  # the last date, whose month and year the next one takes
    pending: list[date] = field(default_factory=list)
    spanning: bool = False
    off: int = 0  # days off since the sentence began


def _sentence(found: Announcement, name: str, sentence: str) -> None:
    state = _Sentence()
    for token in _TOKEN.finditer(sentence):
        if token["day"]:
            _date(found, name, state, token)
        elif token["to"]:
            state.spanning = bool(state.pending)
        elif token["count"]:
            count = int(token["count"])
            if state.off and count != state.off:
                found.problems.append(f"“{name}”写明共{count}天，按日期是{state.off}天，请核对。")
        else:
            _dispose(found, name, state, working=token["verb"] == "上班")


def _dispose(found: Announcement, name: str, state: _Sentence, *, working: bool) -> None:
    for day in state.pending:
        _add(found, day, working, name)
    state.off += 0 if working else len(state.pending)
    state.pending, state.spanning = [], False


def _date(found: Announcement, name: str, state: _Sentence, token: re.Match) -> None:
    before = state.at
    year = int(token["year"]) if token["year"] else before.year if before else found.year
    month = int(token["month"]) if token["month"] else before.month if before else 0
    # 12月30日至1月1日: over the end of the year, where nobody wrote which.
    if before and not token["year"] and month < before.month:
        year += 1
    try:
        day = date(year, month, int(token["day"]))
    except ValueError:
        found.problems.append(f"“{name}”中的“{token[0][:30]}”不是真实日期，请核对。")
        return
    said = _DAY_NAME.search(token["said"] or "")
    if said and "一二三四五六日".index(said[1].replace("天", "日")) != day.weekday():
        found.problems.append(f"{day} 是{WEEKDAYS[day.weekday()]}，文中写的是“{said[0]}”，请核对年份和日期。")
    if state.spanning and before:
        length = (day - before).days
        if not 0 < length <= LONGEST_HOLIDAY:
            found.problems.append(f"“{name}”从 {before} 到 {day}，天数不可能，请核对。")
        else:
            state.pending += [before + timedelta(days=step) for step in range(1, length + 1)]
    else:
        state.pending.append(day)
    state.at, state.spanning = day, False
