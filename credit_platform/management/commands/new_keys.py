from django.core.management import BaseCommand

from credit_platform.keys import new_keys


class Command(BaseCommand):
    """新密钥: prints a fresh set, in the form of an .env file. It stores nothing."""

    help = "Print fresh SECRET_KEY, HASH_KEY and SEALING_KEYS as environment variables."
    requires_system_checks = []

    def handle(self, **options):
        for name, value in new_keys().items():
            self.stdout.write(f"{name}={value}")
