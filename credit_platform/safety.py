"""Safe settings (安全设置): what a process outside demo and test must have been given before it starts.

Pure: it reads a mapping, so that it can be asked without loading Django's settings. Source: design §6, design sentence 9.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

SHORTEST = {"SECRET_KEY": 50, "HASH_KEY": 32}
OWNERS = {"credit_owner", "postgres"}
NEW_KEYS = "python manage.py new_keys prints a set"


def half_configured(environ: Mapping[str, str]) -> str | None:
    """Why these addresses are neither a demo (none given) nor a production (both given); None where they are."""
    given = {name: bool(environ.get(name)) for name in ("DATABASE_URL", "REDIS_URL")}
    if len(set(given.values())) == 1:
        return None
    missing = next(name for name, present in given.items() if not present)
    other = next(name for name in given if name != missing)
    return f"{missing} is missing although {other} is set: set both for production, or neither for the demo."


def unsafe(environ: Mapping[str, str]) -> str | None:
    """First reason not to start in production, as one sentence that names variable and remedy; None where there is none."""
    for name, shortest in SHORTEST.items():
        if len(environ.get(name, "")) < shortest:
            return f"{name} is missing or shorter than {shortest} characters: set it to a random text ({NEW_KEYS})."
    if not environ.get("SEALING_KEYS"):
        return f"SEALING_KEYS is missing: set it to name:key pairs, newest first ({NEW_KEYS})."
    hosts = [host.strip() for host in environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
    if not hosts:
        return "ALLOWED_HOSTS is missing: set it to the site's host names, separated by commas."
    if "*" in hosts:
        return "ALLOWED_HOSTS must not be '*': name the site's hosts, separated by commas."
    user = urlsplit(environ["DATABASE_URL"]).username
    owner = environ.get("DATABASE_OWNER_URL")
    if user in OWNERS or (owner and urlsplit(owner).username == user):
        return f"DATABASE_URL names the tables' owner ({user}): give it the app's role, and DATABASE_OWNER_URL the owner's."
    return None
