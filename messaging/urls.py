from django.urls import include, path

from messaging.views import health, line, mail, twilio, unsubscribe

app_name = "messaging"
urlpatterns = [
    # channels/twilio_sms.py gives this address to Twilio; the signature covers it to the letter.
    path("hooks/twilio/status/<int:attempt_id>/", twilio.twilio_status, name="twilio_status"),
    path("hooks/line/", line.line_webhook, name="line_webhook"),
    path("hooks/twilio/inbound/", twilio.twilio_inbound, name="twilio_inbound"),
    path("hooks/anymail/", include((mail.urlpatterns, "anymail"))),
    path("u/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
