"""ふりかえり."""

from django.urls import path

from dashboard.views import insights

urlpatterns = [
    path("desk/insights/", insights.insights, name="insights"),
    path("desk/insights/<slug:code>.csv", insights.sheet, name="insights_sheet"),
]
