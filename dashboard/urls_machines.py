"""What owners set up for other systems, and job boards' mails."""

from django.urls import path

from dashboard.views import api_keys, webhooks

urlpatterns = [
    path("desk/settings/api/", api_keys.api_keys, name="api_keys"),
    path("desk/settings/api/<int:pk>/revoke/", api_keys.revoke_api_key, name="revoke_api_key"),
    path("desk/settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("desk/settings/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("desk/settings/webhooks/<int:pk>/do/", webhooks.act_on_webhook, name="act_on_webhook"),
    path("desk/settings/webhooks/posts/<int:pk>/again/", webhooks.resend_delivery, name="resend_delivery"),
]
