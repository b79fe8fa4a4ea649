from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate

from credit_platform import roles


class LedgerConfig(AppConfig):
    name = "ledger"
    verbose_name = "台账"

    def ready(self):
        # With a sender it runs once a migrate, not once an app; all tables exist by then.
        post_migrate.connect(roles.grant, sender=self)
        register(roles.check_app_role, Tags.database)
