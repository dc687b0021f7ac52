"""How one person wants to hear of notices, as chosen on their page."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.models import NOTICE_KINDS, Staff
from company.policy import ONE_TAP, NoticeKind, Way, takes_one_tap, ways_of
from company.services.hooks import check_address
from company.services.reaching import NotReached
from dashboard.dressing import dress
from dashboard.words_machines import post_trouble_words

NO_MAIL = "no"


class NoticeChoicesForm(forms.Form):
    """A field a kind and way: ``mail_word``, ``browser_word``, ``hook_word``; and the digest's hour."""

    digest_at = forms.TimeField(
        label=gettext_lazy("Digest at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Write it as 8:30.")},
    )
    hook_url = forms.CharField(
        label=gettext_lazy("Address in Slack's format"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "Slack: Apps, Incoming Webhooks, “Copy”. Teams, Mattermost and others have the same."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://hooks.slack.com/services/…"}),
    )

    one_tap = forms.BooleanField(
        label=gettext_lazy("Ask me by e-mail whether somebody came, when I meet them and nobody has said"),
        required=False,
        help_text=gettext_lazy("One e-mail an interview, a quarter of an hour after its start."),
    )

    def __init__(self, *args: Any, staff: Staff, hook_url: str = "", **kwargs: Any) -> None:
        asks = takes_one_tap(staff.notice_choices)
        kwargs.setdefault("initial", {"digest_at": staff.digest_at, "hook_url": hook_url, "one_tap": asks})
        super().__init__(*args, **kwargs)
        for kind, name in NOTICE_KINDS:
            self._add(NoticeKind(kind), str(name), ways_of(staff.notice_choices, NoticeKind(kind)))
        dress(self)

    def _add(self, kind: NoticeKind, name: str, ways: frozenset[Way]) -> None:
        chosen = Way.MAIL if Way.MAIL in ways else Way.DIGEST if Way.DIGEST in ways else NO_MAIL
        self.fields[f"mail_{kind}"] = forms.ChoiceField(
            label=_("E-mail: %(what)s") % {"what": name},
            choices=[(Way.DIGEST, _("Once a day")), (Way.MAIL, _("At once")), (NO_MAIL, _("None"))],
            initial=str(chosen),
        )
        for way, words in ((Way.BROWSER, _("Browser: %(what)s")), (Way.HOOK, _("Slack: %(what)s"))):
            self.fields[f"{way}_{kind}"] = forms.BooleanField(
                label=words % {"what": name}, required=False, initial=way in ways
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Kind by kind, for the table."""
        return [
            {"name": name, **{way: self[f"{way}_{kind}"] for way in ("mail", "browser", "hook")}}
            for kind, name in NOTICE_KINDS
        ]

    def clean_hook_url(self) -> str:
        url: str = self.cleaned_data["hook_url"].strip()
        if not url:
            return ""
        try:
            host = check_address(url).hostname
        except NotReached as refused:
            raise ValidationError(post_trouble_words(refused.code), code=refused.code) from refused
        if settings.SANDBOX and host != "127.0.0.1":
            raise ValidationError(
                _("In the trial nothing leaves this machine, so only 127.0.0.1 can be used.")
            )
        return url

    def choices(self) -> dict[str, list[str]]:
        """As stored on the person: the ways of each kind."""
        found: dict[str, list[str]] = {}
        for kind, _name in NOTICE_KINDS:
            mail = self.cleaned_data[f"mail_{kind}"]
            ways = [mail] if mail != NO_MAIL else []
            ways += [str(way) for way in (Way.BROWSER, Way.HOOK) if self.cleaned_data[f"{way}_{kind}"]]
            found[str(kind)] = ways
        found[ONE_TAP] = [str(Way.MAIL)] if self.cleaned_data["one_tap"] else []
        return found
