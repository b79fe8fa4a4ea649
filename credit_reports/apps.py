from django.apps import AppConfig


class CreditReportsConfig(AppConfig):
    name = "credit_reports"
    verbose_name = "信用报告"
