"""适老模式 and 繁體: the same page in another way, nothing of it mixed up, names and values as they were."""

import pytest
from django.urls import reverse
from django.utils import timezone

from credit_platform.display import COOKIE, Display, shown
from credit_platform.traditional import page_in_traditional
from tests import factories
from tests.articles import articles_here
from tests.records import making

HOME = '<html lang="zh-Hans"><body><main id="main">{}</main></body></html>'


def traditional(body):
    return page_in_traditional(HOME.format(body)).split('role="note">')[1].split("</p>", 1)[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>行政处罚</p>", "<p>行政處罰</p>"),
        ('<a href="/查询?q=处罚">处罚</a>', '<a href="/查询?q=处罚">處罰</a>'),
        ('<input value="处罚" placeholder="处罚">', '<input value="处罚" placeholder="處罰">'),
        ("<textarea>处罚</textarea>处罚", "<textarea>处罚</textarea>處罰"),
        ("<option>处罚</option>", "<option>处罚</option>"),
        ('<option value="处罚">处罚</option>', '<option value="处罚">處罰</option>'),
        ('<td data-label="处罚">处罚</td>', '<td data-label="處罰">處罰</td>'),
        ("<script>'处罚 <b>'</script><code>处罚</code>", "<script>'处罚 <b>'</script><code>处罚</code>"),
        (
            '<div translate="no">处罚<div>处罚</div>处罚</div>处罚',
            '<div translate="no">处罚<div>处罚</div>处罚</div>處罰',
        ),
        ("a &lt;b&gt; 1 < 2 处罚", "a &lt;b&gt; 1 < 2 處罰"),
        ("<!-- 处罚 --><p>处罚</p>", "<!-- 处罚 --><p>處罰</p>"),
    ],
)
def test_words_and_nothing_else(body, wanted):
    assert traditional(body) == wanted


def test_a_registered_name_stays_wherever_the_page_has_it():
    page = traditional('<h1 translate="no">云州发达里面有限公司</h1><p>准予云州发达里面有限公司发展</p>')
    assert page == '<h1 translate="no">云州发达里面有限公司</h1><p>准予云州发达里面有限公司發展</p>'


def test_no_sign_of_a_page_is_taken_for_a_break():
    assert traditional("<p>处\n\x1f\n罚</p><p>行政处罚</p>") == "<p>處\n\n罰</p><p>行政處罰</p>"


def test_the_page_says_which_text_counts():
    page = page_in_traditional(HOME.format(""))
    assert '<html lang="zh-Hant">' in page
    assert "以簡體為準" in page


def test_pages_of_staff_keep_their_characters():
    page = '<html lang="zh-Hans" translate="no"><main>处罚</main>'.encode()
    assert (
        shown(page, Display(True, True)).decode()
        == '<html class="large" lang="zh-Hans" translate="no"><main>处罚</main>'
    )


pytestmark = pytest.mark.django_db


def chosen(client, query, back="http://testserver/statement?a=1"):
    return client.get(f"{reverse('publicity:display')}?{query}", headers={"Referer": back})


def test_both_switches_hold_together_and_lead_back(client):
    answer = chosen(client, "large=on")
    assert (answer.status_code, answer["Location"]) == (302, "/statement?a=1")
    chosen(client, "script=hant")
    assert client.cookies[COOKIE].value == "et"
    page = client.get("/statement").content.decode()
    assert '<html class="large" lang="zh-Hant">' in page
    assert "權利" in page
    chosen(client, "large=off")
    assert client.cookies[COOKIE].value == "t"
    chosen(client, "script=hans")
    assert client.cookies[COOKIE].value == ""


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/x", "//elsewhere.example", "http://testserver//elsewhere.example", "javascript:0", "",
             "http://testserver/display/?large=on"],
)  # fmt: skip
def test_nobody_is_led_elsewhere(client, back):
    assert chosen(client, "large=on", back)["Location"] == "/"


def test_no_two_ways_share_a_copy(client):
    """Whoever keeps copies is told to look at the cookie, on the plain page too; files and data are the same for all."""
    assert "Cookie" in client.get("/statement")["Vary"]
    client.cookies[COOKIE] = "t"
    assert "處罰" in client.get("/").content.decode()
    assert "處" not in client.get("/status.json").content.decode()
    assert "Vary" not in client.get("/robots.txt").headers
    client.cookies[COOKIE] = "nonsense"
    assert "处罚" in client.get("/").content.decode()


def test_names_and_numbers_of_a_subject_stay(client):
    subject = factories.subject("云州发达贸易有限公司", former=("云州后发贸易厂",))
    record = factories.record("penalty", subject=subject)
    record.department.__class__.objects.filter(pk=record.department_id).update(name="云州后发里局")
    client.cookies[COOKIE] = "t"
    page = client.get(reverse("publicity:subject", args=[subject.public_id])).content.decode()
    for kept in (subject.name, "云州后发贸易厂", subject.code, record.document_number, "云州后发里局"):
        assert kept in page
    assert "雲州發達" not in page
    assert "行政處罰" in page


def test_names_and_numbers_of_a_document_stay(client):
    said = {
        "title": "云州发展办法",
        "issuer": "云州发展局",
        "document_number": "云发〔2026〕1号",
        "index_number": "云发-里-1",
    }
    article = articles_here.published(making.staff(), on=timezone.localdate(), body="行政处罚适用本办法", **said)
    client.cookies[COOKIE] = "t"
    page = client.get(reverse("publicity:article", args=[article.public_id])).content.decode()
    listed = client.get(reverse("publicity:policies")).content.decode()
    for kept in said.values():
        assert kept in page.split("<main")[1]
    for kept in (said["title"], said["issuer"]):
        assert kept in listed.split("<main")[1]
    for whole in (page, listed):
        assert "雲" not in whole
        assert "發展" not in whole
    assert "行政處罰適用本辦法" in page
