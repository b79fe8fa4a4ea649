from datetime import UTC, datetime

from django.apps import AppConfig
from django.core import checks

STARTED = datetime.now(UTC)  # this process


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = "信用公示"

    def ready(self):
        checks.register(contact_given)


def contact_given(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """联系方式: a warning where nobody is told to whom to turn with an objection; `migrate` and `check` print it."""
    from django.conf import settings

    if settings.SITE_PHONE or settings.SITE_EMAIL or settings.SITE_ADDRESS:
        return []
    sentence = "没有填写主办单位的联系方式，“权利与声明”页无法告诉公众向谁提出异议。"
    return [checks.Warning(sentence, hint="请设置 SITE_PHONE、SITE_EMAIL 或 SITE_ADDRESS。", id="publicity.W001")]
