from django.urls import path

from messaging.views import health, line, twilio

app_name = "messaging"
urlpatterns = [
    # channels/twilio_sms.py gives this address to Twilio; the signature covers it to the letter.
    path("hooks/twilio/status/<int:attempt_id>/", twilio.twilio_status, name="twilio_status"),
    path("hooks/line/", line.line_webhook, name="line_webhook"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
