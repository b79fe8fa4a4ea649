"""What the public face wants done now and then: throwing away old captchas, counting anew."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import redis
from captcha.models import CaptchaStore
from django.utils import timezone

from . import columns, scoreboard, statistics


def sweep_captchas(day: date) -> int:
    """清理过期验证码: deletes those whose time was over on `day`; returns how many. Safe to run at any time, twice, late."""
    end_of_day = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return CaptchaStore.objects.filter(expiration__lte=min(timezone.now(), end_of_day)).delete()[0]


def count_again(day: date) -> int:
    """更新公示统计: so that no visitor waits for the count. Without Redis there is nothing to keep; returns 0."""
    with suppress(redis.RedisError):
        statistics.refresh(day)
        statistics.refresh(day, "scoreboard", scoreboard.board)
        statistics.refresh(day, "columns", columns.totals)
    return 0
