"""The access log's page: what was looked at, by whom, without a person's name."""

import uuid

import pytest
from django.test import Client

from accounts.looking import note_look
from credit_platform.codes import document_key
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = "/workbench/looks/"


def enter(officer) -> Client:
    client = Client()
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def looked():
    clerk = factories.officer("clerk", name="张某")
    number = "虚市监〔2026〕77号"
    record = factories.record(document_number=number, document_key=document_key(number))
    person = factories.subject("某自然人", kind="person", public=False)
    note_look(clerk, "查看记录", "record", record.public_id)
    note_look(clerk, "查看报送批次", "submission", record.submission.public_id)
    note_look(clerk, "查看主体档案", "subject", person.public_id)
    note_look(clerk, "查看主体档案", "subject", record.subject.public_id)
    note_look(factories.officer("reviewer", name="李某"), "查看记录列表", "record")
    note_look(clerk, "查看记录", "record", uuid.uuid4())
    return record


def test_what_was_looked_at_is_named_and_linked_for_who_may_open_it(looked):
    links = [f"/workbench/{kind}/{one.public_id}/" for kind, one in (
        ("records", looked), ("submissions", looked.submission), ("subjects", looked.subject)
    )]  # fmt: skip
    for role, may_open in (("auditor", True), ("security_admin", False)):
        page = enter(factories.officer(role)).get(PAGE).content.decode()
        for words in (looked.document_number, looked.submission.file_name, looked.subject.name, "自然人（不显示姓名）"):
            assert words in page
        assert "某自然人" not in page
        assert [f'href="{link}"' in page for link in links] == [may_open] * 3


@pytest.mark.parametrize(
    ("asked", "seen", "unseen"),
    [
        ({"q": "李某"}, "查看记录列表", "张某"),
        ({"object": "虚市监(2026)77号"}, "张某", "李某"),
        ({"day": str(factories.ago(1))}, "没有符合条件", "张某"),
        ({"day": str(factories.DAY)}, "张某", "没有符合条件"),
        ({"day": "昨天"}, "请按 2026-04-01 的样式", "没有符合条件"),
    ],
)
def test_filters(looked, asked, seen, unseen):
    page = enter(factories.officer("auditor")).get(PAGE, asked).content.decode().partition("<main")[2]
    assert seen in page
    assert unseen not in page


def test_looks_at_one_object(looked):
    client = enter(factories.officer("auditor"))
    rows = client.get(PAGE, {"object": str(looked.public_id)}).context["page"]
    assert [row.object_id for row in rows] == [looked.public_id]


def test_a_page_of_looks_asks_a_fixed_number_of_queries(looked, django_assert_max_num_queries):
    client = enter(factories.officer("auditor"))
    clerk = factories.officer("clerk")
    for _ in range(20):
        note_look(clerk, "查看记录", "record", factories.record(submission=looked.submission).public_id)
    with django_assert_max_num_queries(16):
        client.get(PAGE)


def test_the_home_of_an_administrator_leads_to_the_work():
    for role, links in {
        "system_admin": ["add", "import"],
        "security_admin": ["lockouts"],
    }.items():
        page = enter(factories.officer(role)).get("/workbench/").content.decode().partition("<h1>")[2]
        for link in links:
            assert (
                f"/accounts/officers/?{link}" in page
                or f"/accounts/officers/{link}" in page
                or f"/accounts/{link}" in page
            )
        assert "工作人员登录" not in page
