from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Without a lock on a table of millions."""

    atomic = False
    dependencies = [("subjects", "0007_listed_until")]

    operations = [
        AddIndexConcurrently(
            model_name="subject",
            index=models.Index(
                condition=models.Q(("listed_until__isnull", False)), fields=["listed_until"], name="subject_listed"
            ),
        ),
    ]
