"""The last number of each word and year in a row of its own, so that houses that do not see each other share one line."""

from django.db import migrations, models

# A letter without a word is older than the line: its word is what its number begins with.
FILL = """
INSERT INTO blacklists_letterline AS line (word, year, last)
SELECT coalesce(nullif(word, ''), split_part(number, '〔', 1)), year, max(serial) FROM blacklists_letter GROUP BY 1, 2
ON CONFLICT (word, year) DO UPDATE SET last = greatest(line.last, excluded.last)
"""


class Migration(migrations.Migration):
    dependencies = [("blacklists", "0008_entries_taken_back_by_their_proposer")]

    operations = [
        migrations.CreateModel(
            name="LetterLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=20, verbose_name="机关代字")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(verbose_name="最后的序号")),
            ],
            options={
                "verbose_name": "文号序列",
                "constraints": [models.UniqueConstraint(fields=("word", "year"), name="letter_line_of_word_and_year")],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
