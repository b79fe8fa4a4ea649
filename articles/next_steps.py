"""下一步 of an article: who has it now. For its page; the use cases decide."""

from accounts.models import Officer, Role
from sanctions.next_steps import Next

from .models import Article
from .querysets import REVIEWERS, WRITERS
from .reviewing import WITHDRAWERS


def may(article: Article, officer: Officer) -> set[str]:
    """Steps that the officer may take now."""
    own = article.department_id == officer.department_id and officer.has_role(*WRITERS)
    steps: set[str] = set()
    if own:
        steps |= {
            Article.State.DRAFT: {"save", "submit", "drop"},
            Article.State.RETURNED: {"save", "submit", "drop"},
            Article.State.SUBMITTED: {"take_back"},
            Article.State.WITHDRAWN: {"reopen"},
        }.get(Article.State(article.state), set())
    if article.state == Article.State.SUBMITTED and officer.has_role(*REVIEWERS):
        steps.add("return")
        if not article.made_by(officer):
            steps.add("publish")
    if article.state == Article.State.PUBLISHED and officer.has_role(*WITHDRAWERS):
        steps.add("withdraw")
    return steps


def next_of(article: Article, steps: set[str]) -> list[Next]:
    """`steps`: of `may`."""
    body = article.department.name
    match article.state:
        case Article.State.DRAFT:
            return [Next(body, "写完后提交审核", link="#submit", mine="submit" in steps)]
        case Article.State.RETURNED:
            return [Next(body, "按退回的理由修改后再提交", link="#edit", mine="submit" in steps)]
        case Article.State.SUBMITTED:
            who = f"{body}审核员或{Role.OFFICE_APPROVER.label}，不能是起草人"
            return [Next(who, "审核后发布，或者退回修改", link="#publish", mine="publish" in steps)]
    return []
