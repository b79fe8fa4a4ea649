"""What a suspended measure's days wait for; the days for acknowledging one can stand still, too. Source: E4."""

from django.db import migrations, models


def pausable(apps, schema_editor):
    apps.get_model("rules", "ClockRule").objects.filter(case_kind="feedback", step="acknowledge").update(pausable=True)


class Migration(migrations.Migration):
    dependencies = [("rules", "0014_minor_acts")]

    operations = [
        migrations.AlterField(
            model_name="clockpause",
            name="reason",
            field=models.CharField(
                choices=[
                    ("appraisal", "检验、检测、检疫、鉴定"),
                    ("supplement", "等待补正材料"),
                    ("proceedings", "行政复议或诉讼"),
                    ("suspended", "核实、异议期间暂停执行"),
                    ("other", "其他依法不计入的时间"),
                ],
                max_length=12,
                verbose_name="理由",
            ),
        ),
        migrations.RunPython(pausable, migrations.RunPython.noop),
    ]
