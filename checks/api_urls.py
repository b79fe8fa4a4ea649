"""Department API (部门接口), version 1: credit checks. Beside records/api/urls.py, which holds everything else."""

from django.urls import path

from credit_platform.declaring import Scope
from records.api.base import door

from .api import Batches, Checks, FeedbackOn, OneCheck

app_name = "department_checks"
urlpatterns = [
    path("checks", door(Checks), name="checks"),
    path("checks/batch", door(Batches), name="batch"),
    path("checks/<slug:number>", door(OneCheck, Scope.DEPARTMENT), name="check"),
    path("checks/<slug:number>/feedback", door(FeedbackOn, Scope.DEPARTMENT), name="feedback"),
]
