from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("blacklists", "0002_letters_issued_and_printed")]

    operations = [
        migrations.AlterField(
            model_name="letter",
            name="issuer",
            field=models.ForeignKey(
                help_text="Counts the numbers.",
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="accounts.department",
                verbose_name="发文机关",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="content",
            field=models.JSONField(
                help_text='{"head", "title", "to", "code", "paragraphs": [text], "parts": [[heading, text]], "rights": [heading], "closing", "receipt"}; those made before the pack had their form hold only "to", "paragraphs", "parts".',
                verbose_name="内容",
            ),
        ),
        migrations.RemoveConstraint(model_name="letter", name="letter_numbered_once"),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                fields=("issuer", "kind", "year", "serial"), name="letter_numbered_by_issuer"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=Q(pdf_path="", pdf_sha256="") | ~Q(pdf_path="") & ~Q(pdf_sha256=""),
                name="letter_pdf_with_digest",
            ),
        ),
    ]
