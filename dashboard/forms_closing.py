"""The closing rule, second chances and failed channels, as the desk takes them."""

from datetime import datetime
from typing import Any, ClassVar  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext_lazy

from dashboard.dressing import dress
from messaging.policy import ChannelName
from noshow.forms import ClosingRuleForm
from noshow.models import ClosingRule


class RuleForm(ClosingRuleForm):
    class Meta(ClosingRuleForm.Meta):
        labels: ClassVar[dict[str, Any]] = {
            "attempts": gettext_lazy("Attempts that reached them, at least"),
            "channels": gettext_lazy("On so many channels"),
            "hours": gettext_lazy("Hours since the case was opened, at least"),
            "notice_hours": gettext_lazy("Hours from the last notice to its deadline"),
            "grace": gettext_lazy("Minutes of grace after the interview's end"),
            "person_confirms": gettext_lazy("A person confirms every closing"),
            "chances": gettext_lazy("Second chances for one person"),
            "chance_words_ja": gettext_lazy("The condition, in Japanese"),
            "chance_words_en": gettext_lazy("The condition, in English"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "attempts": gettext_lazy("Calls count, too. Only what arrived counts. 2 to 10."),
            "channels": gettext_lazy("SMS, LINE, e-mail and telephone. 1 to 3."),
            "hours": gettext_lazy("24 to 336."),
            "notice_hours": gettext_lazy("24 to 168. The deadline is a full hour, and real."),
            "grace": gettext_lazy("Who comes very late is no absence. 0 to 1440."),
            "person_confirms": gettext_lazy("Without it the rule closes by itself once all of it holds."),
            "chances": gettext_lazy("Over all their applications. 0: only where it was our fault."),
            "chance_words_ja": gettext_lazy("Shown before they choose a time. Empty: the words below it."),
            "chance_words_en": gettext_lazy("Shown to who reads English. Empty: the words below it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, {"chance_words_ja": 4, "chance_words_en": 4})

    @property
    def typed(self) -> ClosingRule:
        """The rule as typed, of a valid form; never the stored row itself."""
        return ClosingRule(**{name: self.cleaned_data[name] for name in self.fields})


CHANNELS = [
    ("", gettext_lazy("All channels")),
    (ChannelName.SMS.value, gettext_lazy("SMS")),
    (ChannelName.EMAIL.value, gettext_lazy("E-mail")),
    (ChannelName.LINE.value, "LINE"),
]


class IncidentForm(forms.Form):
    """A channel did not work, and somebody knows since when."""

    channel = forms.ChoiceField(label=gettext_lazy("Channel"), choices=CHANNELS, required=False)
    began_at = forms.DateTimeField(
        label=gettext_lazy("From"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    ended_at = forms.DateTimeField(
        label=gettext_lazy("Until (empty: still)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(label=gettext_lazy("What went wrong"), max_length=200)

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        dress(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        began, ended = cleaned.get("began_at"), cleaned.get("ended_at")
        if began and began > self.now:
            self.add_error("began_at", gettext_lazy("That is still to come. Note what has happened."))
        if began and ended and ended < began:
            self.add_error("ended_at", gettext_lazy("It cannot end before it began."))
        return cleaned
