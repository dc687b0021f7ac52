"""The recruiter's door."""

from django.urls import path

from dashboard.views import access, application, desk, slots

app_name = "dashboard"
urlpatterns = [
    # access
    path("", access.front_door, name="front_door"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("desk/", desk.desk, name="desk"),
    path("desk/store/", access.choose_store, name="choose_store"),
    # one application
    path("desk/applications/<int:pk>/", application.application, name="application"),
    # interview times
    path("desk/slots/", slots.slots, name="slots"),
    path("desk/slots/count/", slots.count_slots, name="count_slots"),
    path("desk/slots/<int:pk>/withdraw/", slots.withdraw, name="withdraw_slot"),
    path("desk/slots/<int:pk>/reopen/", slots.reopen, name="reopen_slot"),
]
