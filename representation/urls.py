"""Addresses of the accounts of those on record, below /my/."""

from django.urls import path

from .views import account, claims, entering, mail

app_name = "representation"
urlpatterns = [
    path("log-in", entering.log_in, name="log_in"),
    path("log-out", entering.log_out, name="log_out"),
    path("register", entering.register_page, name="register"),
    path("second-factor", entering.factor_page, name="second_factor"),
    path("enrol", entering.enrol, name="enrol"),
    path("first-password", entering.first_password, name="first_password"),
    path("identity/start", entering.identity_start, name="identity_start"),
    path("identity/back", entering.identity_back, name="identity_back"),
    path("account/", account.page, name="account"),
    path("account/password", account.password, name="password"),
    path("account/mail", mail.mail, name="mail"),
    path("forgotten", mail.forgotten, name="forgotten"),
    path("account/factor", account.factor, name="factor"),
    path("account/factor/forget", account.forget_factor, name="forget_factor"),
    path("account/close", account.close_account, name="close"),
    path("claims/", claims.listing, name="claims"),
    path("claims/new", claims.new, name="claim_new"),
    path("claims/own", claims.own, name="claim_own"),
    path("claims/<uuid:public_id>/", claims.one, name="claim"),
    path("claims/<uuid:public_id>/use", claims.use, name="claim_use"),
    path("claims/<uuid:public_id>/withdraw", claims.withdraw, name="claim_withdraw"),
    path("claims/<uuid:public_id>/remove", claims.remove, name="claim_remove"),
]
