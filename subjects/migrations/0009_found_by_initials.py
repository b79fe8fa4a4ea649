"""First letters of names, for who cannot type the characters."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("subjects", "0008_subject_listed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchInitials",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id", "n", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("n", models.SmallIntegerField(verbose_name="as in SearchName")),
                ("letters", models.CharField(db_collation="C", max_length=200, verbose_name="as long as the name")),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "检索首字母",
                "indexes": [
                    models.Index(
                        django.db.models.functions.text.Left("letters", 3),
                        django.db.models.functions.text.Length("letters"),
                        models.F("subject_id"),
                        models.F("n"),
                        name="search_initials_three",
                    ),
                    models.Index(
                        models.F("letters"),
                        django.db.models.functions.text.Length("letters"),
                        models.F("subject_id"),
                        models.F("n"),
                        name="search_initials_all",
                    ),
                ],
            },
        ),
    ]
