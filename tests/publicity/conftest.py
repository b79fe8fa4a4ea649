import pytest

from credit_platform.volatile import store


@pytest.fixture(autouse=True)
def empty_redis():
    """Counts and statistics of the test before would be those of this one."""
    store().flushdb()


@pytest.fixture
def redis_down(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/nobody.sock"
