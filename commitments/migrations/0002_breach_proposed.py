"""Who proposes a breach says what it is: held by the database, too."""

from django.db import migrations, models
from django.db.models import Q

SAID = ~Q(state="breach_proposed") | Q(breach_proposer__isnull=False) & ~Q(breach="")


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_promises")]
    operations = [
        migrations.AddConstraint(model, models.CheckConstraint(condition=SAID, name=name))
        for model, name in (
            ("commitment", "commitment_breach_proposed_by_somebody"),
            ("latepapers", "late_papers_breach_proposed_by_somebody"),
        )
    ]
