"""Today's own pages: who has waited a day, and what becomes of a place's whole day."""

from django.urls import path

from dashboard.views import overdue, whole_day

urlpatterns = [
    path("desk/overdue/", overdue.overdue_list, name="overdue"),
    path("desk/day/", whole_day.day_act, name="day_act"),
    path("desk/day/<int:pk>/", whole_day.progress, name="day_progress"),
    path("desk/day/<int:pk>/stop/", whole_day.stop, name="day_stop"),
    path("desk/day/<int:pk>/undo/", whole_day.undo, name="day_undo"),
]
