import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_system_tokens"),
        ("records", "0014_gate_and_freeze"),
    ]

    operations = [
        migrations.AlterField(
            model_name="record",
            name="department",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="accounts.department",
                verbose_name="报送部门",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="submission",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="The one that brought the current version.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="records.submission",
            ),
        ),
    ]
