"""The list of applicants: what can be done with many, the file for a spreadsheet, saved views."""

from django.urls import path

from dashboard.views import applications, bulk, exporting, picking, saved_views

urlpatterns = [
    path("desk/applications/", applications.applications, name="applications"),
    path("desk/applications/new/", applications.add_application, name="add_application"),
    path("desk/applications/act/", picking.act, name="act_on_many"),
    path("desk/applications/export/", exporting.export, name="export"),
    path("desk/applications/views/save/", saved_views.save, name="save_view"),
    path("desk/views/<int:pk>/change/", saved_views.change, name="change_view"),
    path("desk/bulk/<int:pk>/", bulk.bulk_act, name="bulk_act"),
    path("desk/bulk/<int:pk>/stop/", bulk.stop, name="stop_bulk_act"),
    path("desk/bulk/<int:pk>/undo/", bulk.undo, name="undo_bulk_act"),
]
