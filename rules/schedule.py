"""定时任务表: every sweep's name, title and time of day, once, and how long it may be silent. Pure.

Celery beat takes its times from here, the runner its names, the status page titles and limits. In code, so that no screen
can stop a statutory job.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

DAY = 24 * 60  # minutes
SHORTEST_LIMIT = timedelta(minutes=10)
CATCHING_UP = timedelta(minutes=10)  # after a start, until every sweep that was missed has run


@dataclass(frozen=True)
class Job:
    """One sweep: every `every` seconds, or at `minute` of `hour` as a crontab spells them: */10 · 5,35 · 7-18 · *."""

    name: str
    title: str
    every: float = 0
    minute: str = "*"
    hour: str = "*"

    @cached_property
    def longest_pause(self) -> timedelta:
        """The longest time between two runs of a day: the night, where it does not run by night."""
        if self.every:
            return timedelta(seconds=self.every)
        times = [60 * hour + minute for hour in _numbers(self.hour, 24) for minute in _numbers(self.minute, 60)]
        return timedelta(minutes=max((b - a for a, b in zip(times, [*times[1:], times[0] + DAY], strict=True))))

    @cached_property
    def limit(self) -> timedelta:
        """Silent for longer than this, it has stopped: ten pauses, or two hours more than a night or a day."""
        if self.longest_pause >= timedelta(hours=12):
            return self.longest_pause + timedelta(hours=2)
        return max(10 * self.longest_pause, SHORTEST_LIMIT)

    def silent(self, last: datetime | None, now: datetime) -> bool:
        """Whether it has not run for too long. `last`: its last run; None: never."""
        return last is None or now - last > self.limit


def _numbers(text: str, end: int) -> list[int]:
    found: set[int] = set()
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        start, stop = (0, end - 1) if span == "*" else (int(first), int(last or first))
        found |= set(range(start, stop + 1, int(step or 1)))
    return sorted(found)


# The order is that of a morning. What the law dates happens soon after midnight and again through the day, so that a
# stopped machine catches up.
SCHEDULE = (
    Job("intake", "接着处理中断的报送", every=30),
    Job("reckon", "重新计算期限", minute="20"),
    Job("publish", "到期公示", minute="*/10"),
    Job("end", "公示期满停止公示", minute="5,35"),
    Job("effects", "效力届满", minute="15"),
    Job("hides", "恢复未经确认的下线", minute="2,32"),
    Job("lists", "名单期满与依据撤销", minute="3,33"),
    Job("joint", "联合奖惩触发与措施终止", minute="4,34"),
    Job("repairs", "信用修复中的新失信行为", minute="12", hour="6"),
    Job("grades", "提出分级意见", minute="50", hour="4"),
    Job("deliver", "推送登记信息", minute="*/10"),
    Job("tasks", "列出定期任务", minute="25"),
    Job("remind", "到期提醒", minute="30", hour="7-18"),
    Job("mail", "发送通知邮件", every=60),
    Job("news", "发送信用主体邮件提醒", every=60),
    Job("calendar", "工作日历检查", minute="40", hour="8"),
    Job("captchas", "清理过期验证码", minute="*/15"),
    Job("sequence", "台账编号", every=3),
    Job("forward", "列入转送台账", every=60),
    Job("removals", "登记撤下", every=30),
    Job("grams", "更新检索用字", minute="30", hour="2"),
    Job("applications", "逾期的账号申请失效", minute="25", hour="1"),
    Job("ledger", "核对台账编号", minute="10", hour="3"),
    Job("statistics", "更新首页统计", minute="*/5"),
    Job("open_data", "导出开放数据", minute="20", hour="2-23"),
)
