"""The search tables in their final shape. Nothing was ever written to the first draft of them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="SearchName"),
        migrations.DeleteModel(name="CommonGram"),
        migrations.CreateModel(
            name="CommonGram",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("gram", models.CharField(db_collation="C", max_length=3)),
                ("split", models.BooleanField(default=False)),
                ("frequency", models.IntegerField(verbose_name="names that held it when last counted")),
                ("serving_since", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "常见二元组",
                "indexes": [models.Index(fields=["serving_since"], name="common_gram_serving")],
                "constraints": [models.UniqueConstraint(fields=("gram", "split"), name="common_gram_once")],
            },
        ),
        migrations.CreateModel(
            name="SearchName",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "subject_id", "n", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("n", models.SmallIntegerField(verbose_name="number of the name within its subject")),
                ("name_n", models.CharField(db_collation="C", max_length=200, verbose_name="normalised name")),
                ("nlen", models.SmallIntegerField(verbose_name="length of name_n")),
                ("tok", django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)),
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
                "verbose_name": "检索名称",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=True, fields=["tok"], gin_pending_list_limit=65536, name="search_name_tok"
                    ),
                    models.Index(fields=["name_n"], name="search_name_name"),
                ],
            },
        ),
    ]
