import pytest

from publicity import visits
from tests.records.making import staff


@pytest.fixture(autouse=True)
def empty_redis():
    visits.connection().flushdb()


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.SITE_URL = "https://credit.example"
    return staff(field="market")
