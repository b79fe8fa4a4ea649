"""One line of numbers a word and year; letters that are there keep theirs, and stay unique by issuer."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("blacklists", "0005_list_files")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="word",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Empty: an older one, numbered by its issuer alone.",
                max_length=20,
                verbose_name="机关代字",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="issuer",
            field=models.ForeignKey(
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="accounts.department",
                verbose_name="发文机关",
            ),
        ),
        migrations.RemoveConstraint(model_name="letter", name="letter_numbered_by_issuer"),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=Q(word=""), fields=("issuer", "kind", "year", "serial"), name="letter_numbered_by_issuer"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=~Q(word=""), fields=("word", "year", "serial"), name="letter_number_of_one_letter"
            ),
        ),
    ]
