import pytest

from credit_platform.volatile import store
from tests.records.making import staff


@pytest.fixture(autouse=True)
def empty_redis():
    store().flushdb()


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "https://credit.example"
    return staff(field="market")
