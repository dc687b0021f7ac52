"""The addresses behind a secret link. Whatever else stands under /i/ gets the neutral page."""

from django.urls import URLPattern, path, re_path, register_converter

from portal.views import (
    linked,
    me,
    me_agree,
    me_earlier,
    me_here,
    me_leaving,
    me_line,
    me_offer,
    me_papers,
    me_pick,
    me_read,
    me_self,
    me_way,
    me_words,
)


class TokenConverter:
    """What ``secrets.token_urlsafe`` writes; 16 bytes make 22 characters."""

    regex = "[A-Za-z0-9_-]{20,30}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(TokenConverter, "token")

urlpatterns: list[URLPattern] = [
    path("i/<token:token>/", me.home, name="home"),
    path("i/<token:token>/yes/", me.confirm, name="confirm"),
    path("i/<token:token>/times/", me_pick.pick, name="pick"),
    path("i/<token:token>/agree/", me_agree.agree, name="agree"),
    path("i/<token:token>/hold/", me_pick.hold, name="hold"),
    path("i/<token:token>/wish/", me_pick.wishes, name="wish"),
    path("i/<token:token>/earlier/", me_earlier.earlier, name="earlier"),
    path("i/<token:token>/late/", me.late, name="late"),
    path("i/<token:token>/here/", me_here.here, name="here"),
    path("i/<token:token>/way/", me_way.way, name="way"),
    path("i/<token:token>/withdraw/", me.leave, name="withdraw"),
    path("i/<token:token>/withdraw/why/", me_leaving.why, name="withdraw_why"),
    path("i/<token:token>/undo/", me.undo, name="undo"),
    path("i/<token:token>/offer/accept/", me_offer.accept, name="offer_accept"),
    path("i/<token:token>/offer/decline/", me_offer.decline, name="offer_decline"),
    path("i/<token:token>/offer/undo/", me_offer.undo, name="offer_undo"),
    path("i/<token:token>/papers/", me_papers.papers, name="papers"),
    path("i/<token:token>/papers/<int:pk>/", me_papers.paper, name="paper"),
    path("i/<token:token>/papers/<int:pk>/remove/", me_papers.remove, name="remove_paper"),
    path("i/<token:token>/papers/<int:pk>/bring-back/", me_papers.bring_back, name="bring_paper_back"),
    path("i/<token:token>/absent/", me_words.absent, name="absent"),
    path("i/<token:token>/message/", me_words.message, name="message"),
    path("i/<token:token>/calendar.ics", me.calendar, name="calendar"),
    path("i/<token:token>/preferences/", me_self.preferences, name="preferences"),
    path("i/<token:token>/line/", me_line.line, name="line"),
    path("i/<token:token>/line/off/", me_line.line_off, name="line_off"),
    path("i/<token:token>/read/", me_read.readings, name="readings"),
    path("i/<token:token>/read/<int:pk>/", me_read.reading, name="reading"),
    path("i/<token:token>/language/", me_self.language, name="language"),
    path("i/<token:token>/not-me/", me_self.not_me, name="not_me"),
    path("i/<token:token>/opened/", me.opened, name="opened"),
    re_path(r"^i/(?P<rest>.*)/$", linked.broken, name="broken"),
]
