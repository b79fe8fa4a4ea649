"""The site's one line of letter numbers goes on after the letters that are here."""

from django.db import migrations

FILL = """
INSERT INTO blacklists_letterline AS line (word, year, last)
SELECT word, year, max(serial) FROM disputes_disputeletter GROUP BY 1, 2
ON CONFLICT (word, year) DO UPDATE SET last = greatest(line.last, excluded.last)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("blacklists", "0009_one_line_of_letter_numbers"),
        ("disputes", "0002_reviewed_by_nobody_who_declined"),
    ]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
