"""What owners set up for other systems, and job boards' mails."""

from django.urls import path

from dashboard.views import api_keys, boards, webhooks

urlpatterns = [
    path("desk/settings/api/", api_keys.api_keys, name="api_keys"),
    path("desk/settings/api/<int:pk>/revoke/", api_keys.revoke_api_key, name="revoke_api_key"),
    path("desk/settings/webhooks/", webhooks.webhooks, name="webhooks"),
    path("desk/settings/webhooks/<int:pk>/", webhooks.webhook, name="webhook"),
    path("desk/settings/webhooks/<int:pk>/do/", webhooks.act_on_webhook, name="act_on_webhook"),
    path("desk/settings/webhooks/posts/<int:pk>/again/", webhooks.resend_delivery, name="resend_delivery"),
    path("desk/boards/", boards.boards, name="boards"),
    path("desk/boards/new/", boards.add_board, name="add_board"),
    path("desk/boards/<int:pk>/", boards.board, name="board"),
    path("desk/boards/jobs/<int:pk>/forget/", boards.forget_board_job, name="forget_board_job"),
    path("desk/boards/mails/<int:pk>/", boards.board_mail, name="board_mail"),
    path("desk/boards/mails/<int:pk>/dismiss/", boards.dismiss_board_mail, name="dismiss_board_mail"),
    path("desk/boards/mails/<int:pk>/restore/", boards.restore_board_mail, name="restore_board_mail"),
]
