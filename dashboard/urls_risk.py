"""Settings of the risk."""

from django.urls import path

from dashboard.views import risk

urlpatterns = [
    path("desk/settings/risk/", risk.levels, name="risk"),
    path("desk/settings/risk/count/", risk.count, name="risk_count"),
    path("desk/settings/risk/points/", risk.choose, name="risk_points"),
    path("desk/settings/risk/learning/", risk.learning, name="risk_learning"),
]
