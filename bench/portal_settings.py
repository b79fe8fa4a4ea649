"""The product's settings with the peers' pages beside its own; the limit of visits is counted, but never reached."""

from credit_platform.settings import *  # noqa: F403

ROOT_URLCONF = "bench.portal_urls"
VISITS_PER_MINUTE = 1_000_000_000
