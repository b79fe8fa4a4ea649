"""Which record an unchanged row repeats, said on the page of its submission."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0025_late_records")]

    operations = [
        migrations.AddField(
            "submission",
            "repeated",
            models.JSONField(
                "重复的行",
                blank=True,
                default=list,
                help_text="[data row, primary key of the record it repeats]: the first of those unchanged.",
            ),
        ),
    ]
