"""`manage.py check TEXT|CODE`: the credit check. Django's own system check keeps the same name where no subject is named."""

import json
from typing import Any

from django.apps import apps
from django.core.management.commands.check import Command as SystemCheck
from django.utils import timezone

from ...looking_up import look_up, sentences
from ...matching import asked_for


class Command(SystemCheck):
    help = (
        "Check one subject by name or code, as the page does; leaves an act, but no receipt. "
        "Without a subject, or with the label of an app: Django's system checks."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="of a subject: print JSON and nothing else")

    def handle(self, *labels: Any, **options: Any) -> None:
        as_json = options.pop("json")
        if not as_json and (not labels or all(apps.is_installed(one) or one in apps.app_configs for one in labels)):
            super().handle(*labels, **options)
            return
        text = " ".join(labels).strip()
        if not text:
            self.stderr.write("请写明要核查的名称或统一社会信用代码。")
            raise SystemExit(1)
        (said,) = look_up([asked_for(text)], timezone.localdate())
        self.stdout.write(json.dumps(said, ensure_ascii=False) if as_json else sentences(said))
