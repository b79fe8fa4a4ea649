from datetime import UTC, datetime

from django.apps import AppConfig

STARTED = datetime.now(UTC)  # this process


class PublicityConfig(AppConfig):
    name = "publicity"
    verbose_name = "信用公示"
