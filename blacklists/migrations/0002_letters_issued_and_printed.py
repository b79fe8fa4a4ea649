from django.db import migrations, models
from django.db.models import F


def issued_by_the_department(apps, schema_editor):
    """Until now every letter was the department's own."""
    apps.get_model("blacklists", "Letter").objects.update(issuer_id=F("department_id"))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_applications"),
        ("blacklists", "0001_acts_entries_nominations_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="issuer",
            field=models.ForeignKey(
                help_text="Counts the numbers.",
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="accounts.department",
                verbose_name="发文机关",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="pdf_path",
            field=models.CharField(blank=True, default="", max_length=100, verbose_name="PDF, sealed"),
        ),
        migrations.AddField(
            model_name="letter",
            name="pdf_sha256",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="PDF 的 SHA-256"),
        ),
        migrations.AddField(
            model_name="letter",
            name="undrawn",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="字库没有的字"),
        ),
        migrations.RunPython(issued_by_the_department, migrations.RunPython.noop),
    ]
