"""Period rules (期限规则) out of their tables, for `credit_platform.periods`. Source: C4."""

from datetime import date
from functools import lru_cache

from credit_platform.periods import ClassRule, Period, Rules

from .models import RuleSet


class PeriodBook:
    """All rule sets at once: take one book a job, ask it row by row."""

    def __init__(self) -> None:
        self._sets = list(RuleSet.objects.prefetch_related("penalty_classes", "periods").order_by("pk"))
        self._rules = {rule_set.pk: _rules(rule_set) for rule_set in self._sets}
        self.rules_for = lru_cache(maxsize=20_000)(self._rules_for)

    def _rules_for(self, decided_on: date, field: str) -> Rules | None:
        """Rules in force on the day of the decision; those of the field before the general ones. None: none then."""
        fitting = [
            rule_set
            for rule_set in self._sets
            if (rule_set.since is None or rule_set.since <= decided_on)
            and (rule_set.until is None or rule_set.until >= decided_on)
            and rule_set.field in ("", field)
        ]
        if not fitting:
            return None
        return self._rules[max(fitting, key=lambda found: bool(found.field)).pk]


def _rules(rule_set: RuleSet) -> Rules:
    return Rules(
        key=rule_set.key,
        from_publication=rule_set.start == RuleSet.Start.PUBLICATION,
        classes=[ClassRule(row.kind, row.above, row.seriousness) for row in rule_set.penalty_classes.all()],
        periods={
            (row.seriousness, row.field): Period(row.public, row.shortest_months, row.longest_months)
            for row in rule_set.periods.all()
        },
    )
