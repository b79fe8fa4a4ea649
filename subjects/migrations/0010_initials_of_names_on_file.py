"""First letters of the names that are on file: some minutes for millions, in short transactions; may be broken off and begun again."""

from django.db import migrations, transaction

from subjects.initials import initials

PAGE = 5_000
READ = "SELECT subject_id, n, name_n FROM subjects_searchname WHERE (subject_id, n) > (%s, %s) ORDER BY subject_id, n LIMIT %s"
WRITE = (
    "INSERT INTO subjects_searchinitials (subject_id, n, letters)"
    " SELECT s.subject_id, s.n, v.letters FROM unnest(%s::bigint[], %s::smallint[], %s::text[]) AS v (subject_id, n, letters)"
    " JOIN subjects_searchname s USING (subject_id, n) ON CONFLICT DO NOTHING"  # a name may have gone meanwhile
)


def fill(apps, schema_editor):
    after = (0, -1)
    while True:
        with transaction.atomic(using=schema_editor.connection.alias), schema_editor.connection.cursor() as cursor:
            cursor.execute(READ, [*after, PAGE])
            page = cursor.fetchall()
            if not page:
                return
            subjects, numbers, names = zip(*page, strict=True)
            cursor.execute(WRITE, [list(subjects), list(numbers), [initials(name) for name in names]])
        after = page[-1][:2]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("subjects", "0009_found_by_initials")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
