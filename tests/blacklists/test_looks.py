"""Lists of cases that name subjects are looks, like the pages of one case. Source: design sentence 4."""

import pytest
from django.test import Client

from accounts.models import AccessLog
from tests.records import making

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/lists/leads/", "查看名单线索列表"),
        ("/lists/files/", "查看外来名单列表"),
        ("/lists/", "查看严重失信名单办理列表"),
    ],
)
def test_a_list_of_cases_is_a_look(path, what):
    client = Client()
    client.force_login(making.staff().office, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path).status_code == 200
    assert AccessLog.objects.filter(what=what).count() == 1
