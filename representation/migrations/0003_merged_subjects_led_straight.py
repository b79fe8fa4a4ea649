from django.db import migrations


def lead_straight(apps, schema_editor):
    """主体合并: whoever was merged into a subject that was merged itself points at the one kept, as merging does it now.

    Merges in their order give what each would have moved, so that undoing the last one gives it back.
    """
    Merge, Subject = apps.get_model("subjects", "Merge"), apps.get_model("subjects", "Subject")
    for made in Merge.objects.filter(undone_on__isnull=True).order_by("pk"):
        followers = Subject.objects.filter(merged_into=made.duplicate_id)
        keys = sorted(followers.values_list("pk", flat=True))
        if keys:
            made.moved = made.moved | {"followers": keys}
            made.save(update_fields=["moved"])
            followers.update(merged_into=made.kept_id)


class Migration(migrations.Migration):
    dependencies = [("representation", "0002_own_reports"), ("subjects", "0008_subject_listed")]
    operations = [migrations.RunPython(lead_straight, migrations.RunPython.noop)]
