from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0006_rows_above")]
    operations = [migrations.RemoveField(model_name="proposal", name="typed")]
