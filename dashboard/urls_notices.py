"""お知らせ."""

from django.urls import path

from dashboard.views import notices

urlpatterns = [
    path("desk/notices/", notices.listing, name="notices"),
    path("desk/notices/bell/", notices.bell, name="bell"),
    path("desk/notices/news/", notices.news, name="news"),
    path("desk/notices/read/", notices.read_all, name="read_notices"),
    path("desk/notices/choices/", notices.choices, name="notice_choices"),
    path("desk/notices/choices/try/", notices.try_hook, name="try_hook"),
    path("desk/notices/<int:pk>/", notices.open_one, name="open_notice"),
]
