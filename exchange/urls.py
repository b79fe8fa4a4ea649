from django.urls import path

from .views import destinations, parcels, re_users

app_name = "exchange"
urlpatterns = [
    path("", destinations.index, name="index"),
    path("destinations/add/", destinations.add, name="add"),
    path("destinations/<uuid:public_id>/", destinations.detail, name="destination"),
    path("destinations/<uuid:public_id>/change/", destinations.change, name="propose"),
    path("destinations/<uuid:public_id>/export/", destinations.export, name="export"),
    path("changes/<uuid:public_id>/", destinations.decide, name="change"),
    path("parcels/<uuid:public_id>/", parcels.detail, name="parcel"),
    path("parcels/<uuid:public_id>/file.jsonl", parcels.download, name="parcel_file"),
    path("parcels/<uuid:public_id>/receipt/", parcels.receive, name="receipt"),
    path("parcels/<uuid:public_id>/lines/", parcels.settle, name="settle"),
    path("re-users/", re_users.listing, name="re_users"),
    path("re-users/<uuid:public_id>/", re_users.detail, name="re_user"),
    path("re-users/<uuid:public_id>/decide/", re_users.decide, name="re_user_decide"),
]
