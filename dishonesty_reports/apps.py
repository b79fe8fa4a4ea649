from django.apps import AppConfig


class DishonestyReportsConfig(AppConfig):
    name = "dishonesty_reports"
    verbose_name = "失信举报"
