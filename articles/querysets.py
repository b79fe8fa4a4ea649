"""Reads about articles: whose they are, whose turn it is, what the public may read today, what is in force. Source: G4."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Role
from records.querysets import departments_within_reach

if TYPE_CHECKING:
    from accounts.models import Officer

WRITERS = (Role.CLERK, Role.OFFICE)
REVIEWERS = (Role.REVIEWER, Role.OFFICE_APPROVER)


class ArticleQuerySet(models.QuerySet):
    """文稿 的查询."""

    def visible_to(self, officer: "Officer"):
        """Of departments within the officer's reach."""
        return self.filter(department__in=departments_within_reach(officer))

    def public(self, on: date):
        """发布中."""
        return self.filter(state="published", public_from__lte=on)

    def once_public(self):
        """Everybody could read it at some time, and may be told that it was taken off."""
        return self.filter(public_from__isnull=False)

    def with_validity(self, on: date):
        """With `replaced`: a public document says that it stands in this one's place. Nobody has to write that down here; where that
        document is withdrawn this one stands again.
        """
        from .models import Article

        successors = Article.objects.public(on).filter(version__replaces=OuterRef("pk"))
        return self.annotate(replaced=Exists(successors))

    def in_force(self, on: date):
        """有效: neither past its last day nor replaced."""
        lasting = Q(version__valid_until__isnull=True) | Q(version__valid_until__gte=on)
        return self.with_validity(on).filter(lasting, replaced=False)

    def not_in_force(self, on: date):
        """已失效或者被代替."""
        return self.with_validity(on).filter(Q(version__valid_until__lt=on) | Q(replaced=True))

    def made_by(self, officer: "Officer"):
        """参与起草: written, handed over, given a paper or relieved of one by the officer, in any of its versions. The one place that says
        whose work an article is: whoever it is does not publish it.
        """
        from .models import Paper, Version

        written = Version.objects.filter(article=OuterRef("pk"), writer=officer)
        papers = Paper.objects.filter(Q(added_by=officer) | Q(removed_by=officer), article=OuterRef("pk"))
        return self.filter(Q(author=officer) | Q(submitter=officer) | Exists(written) | Exists(papers))

    def waiting_for(self, officer: "Officer"):
        """待办理: sent back to its department, or to be reviewed by somebody who had no hand in it."""
        from .models import Article

        waits = Q(pk__in=[])
        if officer.has_role(*WRITERS):
            waits |= Q(state="returned", department=officer.department_id)
        if officer.has_role(*REVIEWERS):
            waits |= Q(state="submitted") & ~Q(pk__in=Article.objects.made_by(officer).values("pk"))
        return self.filter(waits)


class PaperQuerySet(models.QuerySet):
    """文稿附件 的查询."""

    def standing(self):
        """Not taken out."""
        return self.filter(removed_on__isnull=True)

    def visible_to(self, officer: "Officer"):
        """Those of articles within reach."""
        return self.filter(article__department__in=departments_within_reach(officer))

    def public(self, on: date):
        """Of articles that are public today."""
        from .models import Article

        return self.standing().filter(article__in=Article.objects.public(on))
