"""The simulator, on every instance: what it lives in is a database of its own."""

from django.urls import path

from sandbox.simulator import views

app_name = "simulator"
urlpatterns = [
    path("desk/simulator/", views.simulator, name="simulator"),
    path("desk/simulator/<int:pk>/", views.report, name="report"),
    path("desk/simulator/<int:pk>/json/", views.as_json, name="json"),
]
