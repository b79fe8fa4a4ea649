"""What search engines may keep: pages of the platform, never a page, file or feed about a subject. Source: law §3."""

import pytest
from django.urls import get_resolver

from credit_platform.crawlers import CLOSED, HEADER, OPEN
from tests import factories

pytestmark = pytest.mark.django_db


def test_what_tells_of_subjects_is_kept_by_nobody(client):
    record = factories.record("penalty")
    subject = record.subject.public_id
    for address in (
        f"/subject/{subject}/", "/columns/penalty/", "/columns/penalty/atom.xml", "/black-list/", "/black-list/?format=csv", "/debtor-list/",
        "/cases/", "/commitment-list/", f"/api/v1/records/{record.public_id}", "/suggest?q=x", f"/repair/{record.public_id}/", "/nothing",
    ):  # fmt: skip
        assert client.get(address).headers.get(HEADER) == CLOSED, address


def test_pages_of_the_platform_may_be_found(client):
    for address in ("/", "/statement", "/help/", "/statistics/", "/open-data/"):
        assert HEADER not in client.get(address).headers, address


def test_every_open_page_is_one():
    names = {name for name in get_resolver().namespace_dict["publicity"][1].reverse_dict if isinstance(name, str)}
    assert {one.partition(":")[2] for one in OPEN if one.startswith("publicity:")} <= names
