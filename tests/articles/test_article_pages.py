"""Pages of articles: the editor that comes back as typed, the public columns, feeds and stable addresses. Source: G4."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from articles import reviewing, writing
from articles.models import Article
from tests.articles.articles_here import by, drafted, published, said
from tests.records import making
from tests.records.making import FRIDAY
from tests.workbench.conftest import enter

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FORM = {
    "kind": "policy", "title": "虚构信用办法", "body": "# 一\n内容<script>", "issuer": "虚构市信用办", "index_number": "YX-1",
    "document_type": "measures", "document_number": "", "made_on": TODAY.isoformat(), "valid_until": "", "replaces": "",
}  # fmt: skip


@pytest.fixture
def people():
    return making.staff()


def test_from_the_form_to_the_public_and_off_again(people):
    clerk, reviewer, anybody = enter(people.clerk), enter(people.reviewer), Client()
    shown = clerk.post("/articles/new", FORM | {"action": "preview"}).content.decode()
    assert "内容&lt;script&gt;" in shown
    assert "还没有保存" in shown
    assert not Article.objects.exists()
    page = clerk.post("/articles/new", FORM | {"action": "save"})["Location"]
    scan = SimpleUploadedFile("附图.pdf", b"%PDF-1.4 x")
    assert clerk.post(f"{page}attach", {"paper": scan}).status_code == 302
    clerk.post(f"{page}step", {"action": "submit"})
    article = Article.objects.get()
    address = f"/documents/{article.public_id}/"
    assert anybody.get(address).status_code == 404  # not even that there is one
    assert "publish" in reviewer.get(page).content.decode()
    reviewer.post(f"{page}step", {"action": "publish"})
    told = anybody.get(address)
    assert told.status_code == 200
    assert "no-cache" in told["Cache-Control"]
    for words in ("YX-1", "办法", "虚构市信用办", TODAY.isoformat(), "有效", "内容&lt;script&gt;", "附图.pdf"):
        assert words in told.content.decode()
    assert people.clerk.name not in told.content.decode()
    file = f"/documents/papers/{article.papers.get().public_id}"
    assert anybody.get(file).content == b"%PDF-1.4 x"
    everywhere = ("/", "/columns/policy/", "/columns/policy/atom.xml")
    assert all("虚构信用办法" in anybody.get(one).content.decode() for one in everywhere)
    reviewer.post(f"{page}step", {"action": "withdraw", "reason": "文号有误"})
    gone = anybody.get(address)
    assert gone.status_code == 410
    assert "已撤下" in gone.content.decode()
    assert "虚构信用办法" not in gone.content.decode()
    assert anybody.get(file).status_code == 404
    assert not any("虚构信用办法" in anybody.get(one).content.decode() for one in everywhere)


def test_a_refused_form_comes_back_as_typed_with_each_fault(people):
    clerk = enter(people.clerk)
    page = clerk.post(
        "/articles/new", FORM | {"made_on": "昨天", "document_type": "诗", "title": "打13800138000"}
    ).content.decode()
    for words in ("成文日期不是日期", "请选择文件种类", "手机号码", "内容&lt;script&gt;", "虚构市信用办"):
        assert words in page
    assert "13800138000" not in page
    article = drafted(people)
    page = clerk.post(f"/articles/{article.public_id}/", FORM | {"body": "打13800138000"}).content.decode()
    assert "正文中含有手机号码" in page
    assert 'value="虚构信用办法"' in page
    article.refresh_from_db()
    assert article.version.number == 1


def test_a_draft_is_saved_unfinished_and_says_what_is_missing_before_it_is_handed_over(people):
    clerk, empty = enter(people.clerk), FORM | {"body": "", "index_number": "", "document_type": "", "made_on": ""}
    page = clerk.post("/articles/new", empty | {"action": "save"})["Location"]
    for told in (clerk.get(page).content.decode(), clerk.post(f"{page}step", {"action": "submit"}).content.decode()):
        for words in ("请填写正文", "请填写索引号", "请选择文件种类", "请填写成文日期"):
            assert words in told
    assert Article.objects.get().state == "draft"
    shown = clerk.post("/articles/new", empty | {"action": "preview"})
    assert shown.status_code == 200
    reviewer = enter(people.reviewer)
    assert "还要补齐" not in reviewer.get(page).content.decode()
    reviewer.post(f"{page}step", {"action": "publish"})
    assert Client().get(f"/documents/{Article.objects.get().public_id}/").status_code == 404


def test_a_column_is_narrowed_sorted_and_paged(people):
    office = people.office.department
    rows = [published(people, on=FRIDAY - timedelta(days=back)) for back in (1, 2, 3)]
    old = published(
        people, document_type="plan", made_on=FRIDAY - timedelta(days=90), valid_until=FRIDAY - timedelta(days=60)
    )
    other = published(making.staff(), "notice")
    client = Client()

    def titles(query=""):
        page = client.get(f"/columns/policy/{query}").content.decode()
        return [one.version.title for one in (*rows, old, other) if f">{one.version.title}<" in page]

    def of(*articles):
        return [one.version.title for one in articles]

    assert titles() == of(*rows, old)
    assert titles("?validity=valid") == of(*rows)
    assert titles("?validity=over") == titles("?type=plan") == of(old)
    assert titles(f"?since={FRIDAY - timedelta(days=2)}&until={FRIDAY - timedelta(days=1)}") == of(*rows[:2])
    assert titles(f"?department={office.public_id}") == of(*rows, old)
    assert titles(f"?department={other.department.public_id}") == []
    page = client.get("/columns/policy/?since=gestern").content.decode()
    assert "不是日期" in page
    page = client.get("/columns/policy/?type=poem&validity=valid").content.decode()
    assert "没有“poem”这一项" in page
    assert titles("?type=poem&validity=valid") == titles("?validity=valid")
    assert "没有“yes”这一项" in client.get("/columns/policy/?late=yes").content.decode(), "documents have no due day"
    assert "没有“plan”这一项" in client.get("/columns/notice/?type=plan").content.decode()


def test_pages_go_on_behind_the_last_row(people, monkeypatch):
    monkeypatch.setattr("publicity.document_pages.PER_PAGE", 2)
    rows = [published(people, "notice") for _ in range(5)]
    client, found, address = Client(), [], "/columns/notice/"
    while address:
        page = client.get(address)
        found += [row.id for row in page.context["rows"]]
        address = f"/columns/notice/?{page.context['next']}" if page.context["next"] else ""
    assert len(found) == 5
    assert set(found) == {one.public_id for one in rows}


def test_a_document_names_what_it_replaced_and_what_replaced_it(people):
    old = published(people)
    new = published(people, replaces=old)
    pages = {one: Client().get(f"/documents/{one.public_id}/").content.decode() for one in (old, new)}
    assert "已被新文件代替" in pages[old]
    assert f"/documents/{new.public_id}/" in pages[old]
    assert f"/documents/{old.public_id}/" in pages[new]
    reviewing.withdraw(new, reason="重发", **by(people.office))
    page = Client().get(f"/documents/{old.public_id}/").content.decode()
    assert "已被新文件代替" not in page
    assert str(new.public_id) not in page


def test_what_is_mended_after_a_withdrawal_is_seen_at_the_same_address_once_reviewed(people):
    article = published(people)
    reviewing.withdraw(article, reason="错字", **by(people.office))
    article.refresh_from_db()
    writing.reopen(article, **by(people.clerk))
    writing.save(article, said=said(title="改好的标题"), **by(people.clerk))
    address = f"/documents/{article.public_id}/"
    assert Client().get(address).status_code == 410
    writing.submit(article, **by(people.clerk))
    reviewing.publish(article, **by(people.reviewer))
    assert "改好的标题" in Client().get(address).content.decode()
