"""A message text as an administrator edits it: what could not be sent is refused when saving."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _

from candidates.models import Job
from messaging.defaults import built_in
from messaging.drafts import Draft, likely_parts
from messaging.knowing import SENT_BY
from messaging.linting import LONGEST_SMS, remarks, stops
from messaging.models import CHANNELS, KINDS, Template
from messaging.policy import ChannelName, Kind
from messaging.rendering import VARIABLES, check
from messaging.services.rewording import own_host

SAID_ELSEWHERE = frozenset({"unknown", "empty", "no_subject", "too_long"})
"""Remarks whose words this form has already."""


def sendable(kind: Kind | str) -> bool:
    """Whether anything of this kind is ever sent as a text that stands in a template."""
    return any(built_in(Kind(kind), channel, "ja") for channel in SENT_BY)


class TemplateForm(forms.ModelForm[Template]):
    class Meta:
        model = Template
        fields = ("kind", "channel", "language", "job", "subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", [(kind, name) for kind, name in KINDS if sendable(kind)])
        self._offer("channel", [(channel, name) for channel, name in CHANNELS if channel in SENT_BY])
        if isinstance(jobs := self.fields.get("job"), forms.ModelChoiceField):
            jobs.queryset = Job.objects.select_related("location")
        if "body" in self.fields:
            names = " ".join("{" + japanese + "}" for japanese in VARIABLES.values())
            self.fields["body"].help_text = _(
                "These are filled in when the message is sent: %(names)s. "
                "A line is left out when a fact in it, such as what to bring, is not known."
            ) % {"names": names}

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        if isinstance(field := self.fields.get(name), forms.ChoiceField):  # absent once the text exists
            field.choices = [("", "---------"), *choices]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        kind, channel = self._value("kind"), self._value("channel")
        for name in ("subject", "body"):
            if unknown := check(self.cleaned_data.get(name) or ""):
                words = _("There is no placeholder %(names)s.")
                self.add_error(name, words % {"names": ", ".join(f"{{{one}}}" for one in unknown)})
        if kind and channel and built_in(Kind(kind), ChannelName(channel), "ja") is None:
            self.add_error("channel", _("This is never said on this channel."))
        if channel == ChannelName.EMAIL and not self.cleaned_data.get("subject"):
            self.add_error("subject", _("An e-mail needs a subject."))
        if channel == ChannelName.SMS and likely_parts(self.cleaned_data.get("body") or "") > LONGEST_SMS:
            words = _("This is longer than four SMS parts. Shorten it; the page has room for more.")
            self.add_error("body", words)
        if kind and channel:
            self._look_over(kind, channel)
        if not self.instance.pk and self._exists():
            self.add_error("kind", _("Such a text exists already. Please change that one."))
        return cleaned

    def _look_over(self, kind: str, channel: str) -> None:
        """What the rules for every text forbid."""
        subject, body = (str(self.cleaned_data.get(name) or "") for name in ("subject", "body"))
        language = self._value("language") or "ja"
        draft = Draft(Kind(kind), ChannelName(channel), language, body, subject, own_host())
        for remark in stops(remarks(draft)):
            if remark.code not in SAID_ELSEWHERE:
                self.add_error("body", " ".join(part for part in (remark.head, remark.text) if part))

    def _value(self, name: str) -> str:
        """What was typed, or what stands fast because the text exists."""
        return str(self.cleaned_data.get(name) or getattr(self.instance, name) or "")

    def _exists(self) -> bool:
        which = {name: self.cleaned_data.get(name) for name in ("kind", "channel", "language", "job")}
        return Template.objects.filter(**which).exists()
