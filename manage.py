#!/usr/bin/env python3
import os
import sys

# They read or write files only, so they need neither servers nor tables.
WITHOUT_SERVERS = {
    "help",
    "--help",
    "version",
    "--version",
    "collectstatic",
    "findstatic",
    "makemessages",
    "makemigrations",
}

# The demo looks at its address first: nobody should wait a minute to hear that it is taken.
MIGRATES_ITSELF = {"migrate", "demo"}


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credit_platform.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    if sys.argv[1:] == ["new_keys"]:  # before the settings, which refuse to load without them
        from credit_platform.keys import new_keys

        return print("\n".join(f"{name}={value}" for name, value in new_keys().items()))
    if len(sys.argv) < 2 or sys.argv[1] in WITHOUT_SERVERS:
        return execute_from_command_line(sys.argv)
    try:
        from django.conf import settings

        servers = settings.EMBEDDED
    except ImproperlyConfigured as refusal:
        raise SystemExit(f"{refusal}") from None
    try:
        _run(servers)
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def _run(servers):
    from django.core.management import execute_from_command_line

    with servers.running():
        if servers.postgres and sys.argv[1] not in MIGRATES_ITSELF:
            import django

            from credit_platform.migrating import migrate_if_needed

            django.setup()
            migrate_if_needed()
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
