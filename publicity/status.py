"""运行状况: whether the parts answer and when the sweeps last ran. No secrets: an error is a yes or no, never its text."""

from contextlib import suppress
from datetime import datetime, timedelta

import redis
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from rules.models import Heartbeat

from . import visits

TITLES = {
    "intake": "接着处理中断的报送",
    "reckon": "重新计算期限",
    "publish": "到期公示",
    "end": "公示期满停止公示",
    "effects": "效力届满",
    "hides": "恢复未经确认的下线",
    "remind": "到期提醒",
    "calendar": "工作日历检查",
    "captchas": "清理过期验证码",
    "sequence": "台账编号",
    "grams": "更新检索用字",
    "statistics": "更新首页统计",
}
SILENT = timedelta(hours=26)  # the slowest sweep is a daily one


def state(now: datetime) -> dict:
    """{"ok", "database", "redis", "sweeps": [{"name", "title", "at", "day", "moved", "ok"}]}; `ok`: the database answers."""
    sweeps: list[dict] = []
    database = True
    try:
        connection.ensure_connection()
        for beat in Heartbeat.objects.order_by("name"):
            fine = not beat.error and now - beat.at < SILENT
            title = TITLES.get(beat.name, beat.name)
            sweeps.append(
                {"name": beat.name, "title": title, "at": beat.at, "day": beat.day, "moved": beat.moved, "ok": fine}
            )
    except Error:
        database = False
    fast = False
    with suppress(redis.RedisError):
        fast = bool(visits.connection().ping())
    return {"ok": database, "database": database, "redis": fast, "sweeps": sweeps}


def page(request: HttpRequest) -> HttpResponse:
    """The page for people."""
    now = timezone.now()
    found = state(now)
    return render(request, "publicity/status.html", {"state": found, "now": now}, status=200 if found["ok"] else 503)


def data(request: HttpRequest) -> HttpResponse:
    """The same for machines: 503 where the database does not answer."""
    found = state(timezone.now())
    return JsonResponse(found, status=200 if found["ok"] else 503)
