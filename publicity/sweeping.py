"""What the public face leaves behind and nobody needs any more."""

from datetime import date, datetime, time, timedelta

from captcha.models import CaptchaStore
from django.utils import timezone


def sweep_captchas(day: date) -> int:
    """清理过期验证码: deletes those whose time was over on `day`; returns how many. Safe to run at any time, twice, late."""
    end_of_day = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return CaptchaStore.objects.filter(expiration__lte=min(timezone.now(), end_of_day)).delete()[0]
