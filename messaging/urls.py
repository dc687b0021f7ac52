from django.urls import path

from messaging import views

app_name = "messaging"
urlpatterns = [
    # channels/twilio_sms.py gives this address to Twilio; the signature covers it to the letter.
    path("hooks/twilio/status/<int:attempt_id>/", views.twilio_status, name="twilio_status"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
