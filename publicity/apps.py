from datetime import UTC, datetime

from django.apps import AppConfig
from django.core import checks

STARTED = datetime.now(UTC)  # this process


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = "信用公示"

    def ready(self):
        checks.register(contact_given)
        checks.register(filed)


def contact_given(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """联系方式: a warning where nobody is told to whom to turn with an objection; `migrate` and `check` print it."""
    from django.conf import settings

    if settings.SITE_PHONE or settings.SITE_EMAIL or settings.SITE_ADDRESS:
        return []
    sentence = "没有填写主办单位的联系方式，“权利与声明”页无法告诉公众向谁提出异议。"
    return [checks.Warning(sentence, hint="请设置 SITE_PHONE、SITE_EMAIL 或 SITE_ADDRESS。", id="publicity.W001")]


def filed(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """备案号: a warning for each that the footer of a real site would silently go without. The demo has none: it imitates nothing."""
    from django.conf import settings

    if settings.DEMO:
        return []
    missing = [
        (settings.SITE_ICP, "SITE_ICP", "ICP备案号", "publicity.W002"),
        (settings.SITE_POLICE, "SITE_POLICE", "公安联网备案号", "publicity.W003"),
    ]
    return [
        checks.Warning(f"没有填写{title}，页脚不显示它。", hint=f"请在办妥备案后设置 {name}。", id=number)
        for value, name, title, number in missing
        if not value.strip()
    ]
