"""What a reconciliation compared is kept with it."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0004_criteria_and_recurring_duties"),
    ]

    operations = [
        migrations.AddField(
            model_name="reconciliation",
            name="kinds",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30),
                default=list,
                help_text="What was compared; empty: not written down then.",
                size=None,
            ),
        ),
    ]
