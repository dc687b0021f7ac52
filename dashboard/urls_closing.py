"""終了の基準: the closing rule, its versions, and the channels that failed."""

from django.urls import path

from dashboard.views import closing_rule as views

HERE = "desk/settings/closing/"
urlpatterns = [
    path(HERE, views.closing_rule, name="closing_rule"),
    path(f"{HERE}preview/", views.preview, name="preview_rule"),
    path(f"{HERE}versions/", views.versions, name="rule_versions"),
    path(f"{HERE}versions/<int:pk>/restore/", views.bring_back, name="bring_back_rule"),
    path(f"{HERE}incidents/", views.tell_incident, name="tell_incident"),
    path(f"{HERE}incidents/<int:pk>/end/", views.end_incident, name="end_incident"),
    path(f"{HERE}incidents/<int:pk>/drop/", views.drop_incident, name="drop_incident"),
    path(f"{HERE}incidents/<int:pk>/count/", views.take_up_incident, name="take_up_incident"),
]
