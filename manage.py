#!/usr/bin/env python3
import os
import sys
from contextlib import nullcontext

# They read or write files only, so they need no servers.
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


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "credit_platform.settings")
    from django.conf import settings
    from django.core.management import execute_from_command_line

    idle = len(sys.argv) < 2 or sys.argv[1] in WITHOUT_SERVERS
    with nullcontext() if idle else settings.EMBEDDED.running():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
