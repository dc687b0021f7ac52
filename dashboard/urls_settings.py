"""設定, and the ways in: signing in, invitations, two steps, shared tablets."""

from django.urls import path

from dashboard.views import (
    invited,
    passwords,
    personal,
    places,
    second_step,
    settings,
    settings_data,
    settings_staff,
    tablet,
    two_steps,
)

urlpatterns = [
    # before signing in
    path("sign-in/code/", second_step.second_step, name="second_step"),
    path("sign-in/forgotten/", passwords.forgotten, name="forgotten"),
    path("sign-in/new/<str:uidb64>/<str:token>/", passwords.NewPassword.as_view(), name="new_password"),
    path("invited/<str:token>/", invited.invited, name="invited"),
    path("tablet/", tablet.tablet, name="tablet"),
    path("tablet/change/", tablet.change_person, name="change_person"),
    path("tablet/<int:pk>/", tablet.tablet_pin, name="tablet_pin"),
    # my own
    path("desk/me/sign-in/", two_steps.my_sign_in, name="my_sign_in"),
    path("desk/me/password/", passwords.change_password, name="change_password"),
    path("desk/me/pin/", two_steps.pin, name="pin"),
    path("desk/two-steps/", two_steps.two_steps_page, name="two_steps"),
    path("desk/two-steps/codes/", two_steps.recovery_codes, name="recovery_codes"),
    path("desk/two-steps/codes/new/", two_steps.new_codes, name="new_codes"),
    path("desk/two-steps/off/", two_steps.give_up, name="two_steps_off"),
    path("desk/awake/", tablet.awake, name="awake"),
    path("desk/tablets/", tablet.tablets_page, name="tablets"),
    path("desk/tablets/<int:pk>/revoke/", tablet.revoke_tablet, name="revoke_tablet"),
    # places
    path("desk/locations/new/", places.add_location, name="add_location"),
    path("desk/locations/<int:pk>/close/", places.close_location, name="close_location"),
    # settings
    path("desk/settings/", settings.hub, name="settings"),
    path("desk/settings/first-steps/", settings.first_run_page, name="first_run"),
    path("desk/settings/hours/", settings.hours, name="settings_hours"),
    path("desk/settings/ways-in/", settings.ways_in, name="settings_ways_in"),
    path("desk/settings/channels/", settings.channels, name="settings_channels"),
    path("desk/settings/channels/try/", settings.try_channel, name="try_channel"),
    path("desk/settings/privacy/", settings.privacy, name="settings_privacy"),
    path("desk/settings/columns/", settings_data.columns, name="settings_columns"),
    path("desk/settings/columns/<int:pk>/", settings_data.column, name="settings_column"),
    path("desk/settings/staff/", settings_staff.staff_list, name="settings_staff"),
    path("desk/settings/staff/<int:pk>/", settings_staff.colleague, name="colleague"),
    path("desk/settings/staff/<int:pk>/leave/", settings_staff.leave, name="leave_staff"),
    path("desk/settings/staff/<int:pk>/do/", settings_staff.act_on, name="act_on_staff"),
    path("desk/settings/invitations/<int:pk>/", settings_staff.invitation, name="settings_invitation"),
    path("desk/applications/<int:pk>/personal/", personal.personal, name="personal"),
    path("desk/applications/<int:pk>/personal/file/", personal.personal_file, name="personal_file"),
]
