from django.urls import path

from .views import applications, departments, entering, officers, security, tokens

app_name = "accounts"
urlpatterns = [
    path("log-in", entering.log_in, name="log_in"),
    path("log-out", entering.log_out, name="log_out"),
    path("second-factor", entering.second_factor, name="second_factor"),
    path("enrol", entering.enrol, name="enrol"),
    path("first-password", entering.first_password, name="first_password"),
    path("password", entering.password, name="password"),
    path("me", entering.me, name="me"),
    path("departments/", departments.index, name="departments"),
    path("departments/add", departments.add, name="department_add"),
    path("departments/<uuid:public_id>/change", departments.change, name="department_change"),
    path("departments/<uuid:public_id>/end", departments.end, name="department_end"),
    path("officers/", officers.index, name="officers"),
    path("officers/add", officers.add, name="officer_add"),
    path("officers/import", officers.import_sheet, name="officers_import"),
    path("officers/template.xlsx", officers.import_template, name="officers_template"),
    path("officers/<uuid:public_id>/", officers.one, name="officer"),
    path("officers/<uuid:public_id>/new-password", officers.new_password, name="officer_new_password"),
    path("officers/<uuid:public_id>/hand-over", officers.pass_on, name="officer_hand_over"),
    path("officers/<uuid:public_id>/close", officers.close, name="officer_close"),
    path("officers/<uuid:public_id>/reopen", officers.open_again, name="officer_reopen"),
    path("officers/<uuid:public_id>/identify", officers.identify_person, name="officer_identify"),
    path("officers/<uuid:public_id>/grant", security.grant, name="role_grant"),
    path("officers/<uuid:public_id>/revoke", security.revoke, name="role_revoke"),
    path("officers/<uuid:public_id>/forget-factor", security.forget_factor, name="forget_factor"),
    path("applications/", applications.index, name="applications"),
    path("applications/<uuid:public_id>/", applications.one, name="application"),
    path("lockouts", security.lockouts, name="lockouts"),
    path("tokens/", tokens.index, name="tokens"),
    path("tokens/add", tokens.add, name="token_add"),
    path("tokens/<uuid:public_id>/activate", tokens.activate, name="token_activate"),
    path("tokens/<uuid:public_id>/revoke", tokens.revoke, name="token_revoke"),
]
