"""Calls, and records that may be one person."""

from django.urls import path

from dashboard.views import call_scripts, calls, merging

urlpatterns = [
    path("desk/calls/", calls.calls, name="calls"),
    path("desk/messages/<int:pk>/undo-call/", calls.undo_call, name="undo_call"),
    path("desk/applications/<int:pk>/call-screen/", calls.call_screen, name="call_screen"),
    path("desk/applications/<int:pk>/call-screen/claim/", calls.call_claim, name="call_claim"),
    path("desk/applications/<int:pk>/announce/", calls.announce, name="announce_call"),
    path("desk/applications/<int:pk>/call-screen/outcome/", calls.call_outcome, name="call_outcome"),
    path("desk/applications/<int:pk>/call-screen/confirmed/", calls.call_confirmed, name="call_confirmed"),
    path("desk/jobs/<int:pk>/call-script/", call_scripts.call_script, name="call_script"),
    path("desk/jobs/<int:pk>/call-script/save/", call_scripts.save_call_script, name="save_call_script"),
    path(
        "desk/jobs/<int:pk>/call-script/preview/",
        call_scripts.preview_call_script,
        name="preview_call_script",
    ),
    path("desk/merging/", merging.merging, name="merging"),
    path("desk/applications/<int:pk>/same-person/", merging.same_person, name="same_person"),
    path("desk/people/<int:one>/<int:other>/", merging.merge_preview, name="merge_preview"),
    path("desk/people/<int:one>/<int:other>/merge/", merging.merge_people, name="merge_people"),
    path("desk/people/<int:one>/<int:other>/two/", merging.two_people, name="two_people"),
    path("desk/people/<int:one>/<int:other>/perhaps/", merging.perhaps_one, name="perhaps_one"),
    path("desk/merging/<int:pk>/undo/", merging.undo, name="undo_merge"),
]
