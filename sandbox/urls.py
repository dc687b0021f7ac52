"""The trial: the drawn phone and its clock."""

from django.urls import path

from sandbox import views

app_name = "sandbox"
urlpatterns = [
    path("", views.phone, name="phone"),
    path("answer/<int:pk>/", views.answer, name="answer"),
    path("line/<int:pk>/", views.write_in_line, name="write_in_line"),
    path("press/<int:pk>/<slug:button>/", views.press_in_line, name="press_in_line"),
    path("open/<int:pk>/", views.open_link, name="open"),
    path("clock/", views.move_clock, name="clock"),
    path("again/", views.again, name="again"),
]
