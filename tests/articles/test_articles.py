"""Articles (政策文件与通知公告): who writes does not publish, versions stay, what is withdrawn leaves at once. Source: G4."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from articles import reviewing, writing
from articles.inventing import invent
from articles.models import Article, Paper, Version
from articles.next_steps import may
from blacklists.notifying import Paper as Sent
from blacklists.refusals import ListRefused
from credit_platform.locks import Lock
from ledger.models import Act, Event
from tests import factories
from tests.articles.articles_here import by, drafted, published, said, submitted
from tests.blacklists.walking import SCAN
from tests.records import making
from tests.records.making import FRIDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return making.staff()


def public(on=FRIDAY):
    return set(Article.objects.public(on).values_list("pk", flat=True))


def test_nobody_publishes_what_they_wrote(people):
    article = submitted(people)
    turned = factories.officer("reviewer", department=people.body)
    with pytest.raises(ListRefused):
        reviewing.publish(article, **by(people.clerk))
    # Whoever wrote an earlier version does not, either, whatever they are by now.
    writing.take_back(article, **by(people.clerk))
    other = factories.officer("clerk", department=people.body)
    writing.save(article, said=said(index_number=article.version.index_number), **by(other))
    writing.submit(article, **by(other))
    people.clerk._roles = frozenset({"reviewer"})
    with pytest.raises(ListRefused, match="另一位同事"):
        reviewing.publish(article, **by(people.clerk))
    reviewing.publish(article, **by(turned))
    assert public() == {article.pk}


@pytest.mark.parametrize("hand", ["adds", "takes out"])
def test_nobody_publishes_what_they_added_a_paper_to_or_took_one_out_of(people, hand):
    article = submitted(people)
    writing.take_back(article, **by(people.clerk))
    other = factories.officer("clerk", department=people.body)
    if hand == "adds":
        writing.attach(article, Sent("另附.pdf", SCAN.data), **by(other))
    else:
        writing.take_out(article.papers.get(), **by(other))
    writing.submit(article, **by(people.clerk))
    other._roles = frozenset({"reviewer"})  # what they are by now
    article.refresh_from_db()
    assert "publish" not in may(article, other)
    assert not Article.objects.waiting_for(other).exists()
    with pytest.raises(ListRefused, match="另一位同事"):
        reviewing.publish(article, **by(other))
    assert "publish" in may(article, people.reviewer)
    reviewing.publish(article, **by(people.reviewer))


def test_the_database_says_so_once_more(people):
    article = submitted(people)
    for reviewer in (article.author_id, article.submitter_id):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=article.pk).update(reviewer=reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state="published")


def test_versions_are_added_and_never_changed(people):
    article = drafted(people)
    before = article.version.body
    assert writing.save(article, said=said(body="改过的正文"), **by(people.clerk))
    article.refresh_from_db()
    assert article.version.number == 2
    assert not writing.save(
        article, said={name: getattr(article.version, name) for name in said()}, **by(people.clerk)
    )  # nothing new, no version
    assert [one.body for one in article.versions.order_by("number")] == [before, "改过的正文"]
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE articles_version SET body = 'x'")


def test_what_was_handed_over_is_not_changed_underneath_the_reviewer(people):
    article = submitted(people)
    for state in ("submitted", "published"):
        if state == "published":
            reviewing.publish(article, **by(people.reviewer))
        with pytest.raises(ListRefused):
            writing.save(article, said=said(), **by(people.clerk))
        with pytest.raises(ListRefused):
            writing.attach(article, Sent("x.pdf", SCAN.data), **by(people.clerk))
        with pytest.raises(ListRefused):
            writing.take_out(article.papers.get(), **by(people.clerk))


def test_withdrawn_it_is_gone_at_once_and_comes_back_only_by_review(people):
    article = published(people)
    reviewing.withdraw(article, reason="文号写错", **by(people.office))
    assert public() == set()
    assert not Paper.objects.public(FRIDAY).exists()
    assert Act.objects.get(what="withdraw_article").reason == "文号写错"
    article.refresh_from_db()
    writing.reopen(article, **by(people.clerk))
    writing.save(article, said=said(title="改正后的标题"), **by(people.clerk))
    with pytest.raises(ListRefused):
        reviewing.publish(article, **by(people.reviewer))  # not submitted
    writing.submit(article, **by(people.clerk))
    assert public() == set()
    reviewing.publish(article, **by(people.reviewer, FRIDAY + timedelta(days=3)))
    assert public(FRIDAY + timedelta(days=3)) == {article.pk}
    moves = Event.objects.filter(object_id=article.public_id).order_by("pk").values_list("move", flat=True)
    assert list(moves) == [
        "draft_article",
        "attach",
        "submit",
        "publish",
        "withdraw",
        "reopen",
        "save",
        "submit",
        "publish",
    ]


def test_a_withdrawal_needs_a_reason_without_numbers(people):
    article = published(people)
    for reason in ("", "联系13800138000"):
        with pytest.raises(ListRefused):
            reviewing.withdraw(article, reason=reason, **by(people.office))
    assert public() == {article.pk}


@pytest.mark.parametrize("name", ["title", "body", "issuer", "index_number", "document_number"])
def test_no_personal_number_in_any_text(people, name):
    with pytest.raises(ListRefused) as refused:
        drafted(people, **{name: "请拨打13800138000联系"})
    assert "手机号码" in refused.value.faults[name]
    assert not Article.objects.exists()


def test_all_that_is_wrong_is_said_at_once(people):
    taken = drafted(people).version.index_number
    wrong = {"index_number": taken, "made_on": FRIDAY + timedelta(days=1), "valid_until": FRIDAY}
    with pytest.raises(ListRefused) as refused:
        drafted(people, **wrong)
    assert set(refused.value.faults) == set(wrong)


def test_a_notice_has_nothing_of_a_document(people):
    version = drafted(people, "notice", valid_until=FRIDAY).version
    assert (version.index_number, version.document_type, version.made_on, version.valid_until) == ("", "", None, None)


def test_an_infected_or_false_paper_is_not_kept(people):
    article = drafted(people)
    with pytest.raises(ListRefused) as refused:
        writing.attach(article, Sent("清单.pdf", b"MZ not a pdf"), **by(people.clerk))
    assert "paper" in refused.value.faults
    assert not Paper.objects.exists()


def test_only_the_own_department_writes_and_only_those_above_see(people):
    article, stranger = submitted(people), making.staff()
    with pytest.raises(ListRefused):
        writing.take_back(article, **by(stranger.clerk))
    for officer in (stranger.reviewer, stranger.approver):
        with pytest.raises(ListRefused):
            reviewing.publish(article, **by(officer))
        assert not Article.objects.visible_to(officer).exists()
    assert Article.objects.waiting_for(people.reviewer).visible_to(people.reviewer).get() == article
    reviewing.publish(article, **by(people.approver))  # the office above does


def test_what_is_in_force_follows_from_days_and_from_what_replaced_it(people):
    old = published(people, valid_until=FRIDAY + timedelta(days=10))
    new = published(people, replaces=old)
    rows = Article.objects.public(FRIDAY)
    assert set(rows.in_force(FRIDAY)) == {new}
    assert set(rows.not_in_force(FRIDAY)) == {old}
    reviewing.withdraw(new, reason="重发", **by(people.office))
    assert set(Article.objects.public(FRIDAY).in_force(FRIDAY)) == {old}  # nobody had to write it down
    assert not Article.objects.public(FRIDAY).in_force(FRIDAY + timedelta(days=11)).exists()
    with pytest.raises(ListRefused) as refused:
        drafted(people, replaces=new)  # public no longer
    assert "replaces" in refused.value.faults


def reopened(people, article, **changes):
    """Withdrawn, and one more version of it saved."""
    reviewing.withdraw(article, reason="重发", **by(people.office))
    writing.reopen(article, **by(people.clerk))
    writing.save(article, said=said(index_number=article.version.index_number, **changes), **by(people.clerk))
    article.refresh_from_db()


def test_no_two_documents_stand_in_each_others_place(people):
    first = published(people)
    second = published(people, replaces=first)
    third = published(people, replaces=second)
    for other in (second, third):  # itself, or by one between them
        with pytest.raises(ListRefused) as refused, transaction.atomic():
            reopened(people, first, replaces=other)
        assert "互相代替" in refused.value.faults["replaces"]
    assert set(Article.objects.public(FRIDAY).in_force(FRIDAY)) == {third}


def test_a_circle_that_closed_after_it_was_saved_is_refused_at_publication(people):
    one, other = published(people), published(people)
    between = published(people, replaces=one)
    reopened(people, one, replaces=other)  # no circle yet
    writing.submit(one, **by(people.clerk))
    reopened(people, other, replaces=between)
    writing.submit(other, **by(people.clerk))
    reviewing.publish(other, **by(people.reviewer))
    with pytest.raises(ListRefused) as refused:
        reviewing.publish(one, **by(people.reviewer))
    assert set(refused.value.faults) == {"replaces"}


def test_an_index_number_is_held_by_what_is_public_and_by_ones_own(people):
    draft, others = drafted(people), making.staff()
    number = draft.version.index_number
    theirs = submitted(others, index_number=number)  # nobody is held up by a draft that they may not see
    writing.submit(draft, **by(people.clerk))
    reviewing.publish(draft, **by(people.reviewer))
    with pytest.raises(ListRefused) as refused:
        reviewing.publish(theirs, **by(others.reviewer))
    assert set(refused.value.faults) == {"index_number"}
    with connection.cursor() as cursor:  # whoever publishes alongside waits, and sees this one's number
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid()",
            [Lock.ARTICLES],
        )
        assert cursor.fetchone() == (1,)


def test_the_demo_has_one_of_each(people, settings):
    settings.DEMO = True
    assert invent(FRIDAY) == 10
    assert set(Article.objects.values_list("state", flat=True)) == {"published", "withdrawn", "submitted", "returned"}
    assert Article.objects.public(FRIDAY).not_in_force(FRIDAY).count() == 2
    assert Version.objects.filter(replaces__isnull=False).count() == 1


UNFINISHED = dict.fromkeys(("body", "index_number", "document_type", "issuer", "document_number"), "") | {
    "made_on": None
}


def test_a_draft_needs_its_title_only_and_whoever_hands_it_over_hears_all_that_is_missing(people):
    article = drafted(people, **UNFINISHED)
    with pytest.raises(ListRefused) as refused:
        writing.submit(article, **by(people.clerk))
    assert set(refused.value.faults) == {"body", "index_number", "document_type", "issuer", "made_on"}
    article.refresh_from_db()
    assert article.state == "draft"
    for lacking in ("body", "index_number", "document_type", "issuer", "made_on"):
        writing.save(article, said=said(**{lacking: UNFINISHED[lacking]}), **by(people.clerk))
        with pytest.raises(ListRefused) as refused:
            writing.submit(article, **by(people.clerk))
        assert set(refused.value.faults) == {lacking}
    writing.save(article, said=said(), **by(people.clerk))
    writing.submit(article, **by(people.clerk))
    with pytest.raises(ListRefused, match="标题"):
        drafted(people, **UNFINISHED, title=" ")


def test_what_is_no_document_needs_no_facts_of_one(people):
    article = drafted(people, "notice", **UNFINISHED)
    with pytest.raises(ListRefused) as refused:
        writing.submit(article, **by(people.clerk))
    assert set(refused.value.faults) == {"body", "issuer"}


def test_nothing_unfinished_becomes_public_however_it_was_handed_over(people):
    article = drafted(people, **UNFINISHED)
    Article.objects.filter(pk=article.pk).update(state="submitted", submitter=people.clerk)
    with pytest.raises(ListRefused, match="正文"):
        reviewing.publish(article, **by(people.reviewer))
    assert public() == set()
