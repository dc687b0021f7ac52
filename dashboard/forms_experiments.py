"""A new experiment as somebody fills it in: the fields follow from the message and from what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any  # Django's forms take anything by keyword
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from company.policy import SpeakingHours
from company.services.profile import the_company
from dashboard.dressing import dress
from dashboard.words import channel_word
from messaging.defaults import built_in
from messaging.drafts import Draft as Text
from messaging.knowing import SENT_BY
from messaging.linting import remarks, stops
from messaging.policy import ChannelName, Kind
from messaging.rendering import check, for_editing
from messaging.services.rewording import own_host
from messaging.services.wording import Words, words_for
from reminders.models import CadenceStep, ExperimentVariant
from reminders.policy.checking import flaws
from reminders.policy.experiments import KEYS, Varies
from reminders.services.experiments import Draft

LANGUAGES = ("ja", "en")
ROUTES = ExperimentVariant._meta.get_field("route").flatchoices
LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class Setup:
    """Which message, what differs, and how many ways there are with the control."""

    step: CadenceStep
    varies: Varies
    variants: int

    @property
    def keys(self) -> str:
        return KEYS[1 : 2 if self.varies == Varies.HOLD_OUT else self.variants]

    def texts(self) -> Iterator[tuple[ChannelName, str]]:
        """The channels and languages this message is said in."""
        for language in LANGUAGES:
            for channel in SENT_BY:
                if built_in(Kind(self.step.kind), channel, language):
                    yield channel, language


@dataclass(frozen=True)
class Block:
    """The fields of one variant; ``more`` are folded away."""

    key: str
    fields: list[Any]
    more: list[Any]


class ExperimentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What is it about?"), max_length=80)
    expected = forms.IntegerField(
        label=gettext_lazy("How many usually come (%)"), min_value=1, max_value=99, initial=80
    )
    smallest = forms.IntegerField(
        label=gettext_lazy("Smallest difference worth finding (points)"),
        help_text=gettext_lazy("The smaller, the more people it takes."),
        min_value=1,
        max_value=50,
        initial=10,
    )
    until = forms.DateField(
        label=gettext_lazy("Ends at the latest on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, setup: Setup, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setup, self.now = setup, now
        self.fields["until"].initial = timezone.localtime(now).date() + timedelta(days=90)
        for key in setup.keys:
            self._add_variant(key)
        dress(self, {name: 5 for name in self.fields if name.endswith("_body")})

    def _add_variant(self, key: str) -> None:
        self.fields[f"{key}_name"] = forms.CharField(label=_("In a word"), max_length=60)
        match self.setup.varies:
            case Varies.TEXT:
                for channel, language in self.setup.texts():
                    self._add_text(key, channel, language)
            case Varies.TIME:
                self.fields[f"{key}_days"] = forms.IntegerField(
                    label=_("Days before the interview"), min_value=1, max_value=60
                )
                self.fields[f"{key}_at"] = forms.TimeField(
                    label=_("At"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                )
            case Varies.ROUTE:
                self.fields[f"{key}_route"] = forms.ChoiceField(label=_("On"), choices=ROUTES)
            case Varies.HOLD_OUT:
                self.fields[f"{key}_name"].initial = _("Not sent")

    def _add_text(self, key: str, channel: ChannelName, language: str) -> None:
        usual = self._usual(channel, language)
        name, word = f"{key}_{channel}_{language}", channel_word(channel)
        if channel == ChannelName.EMAIL:
            self.fields[f"{name}_subject"] = forms.CharField(
                label=_("%(channel)s, subject") % {"channel": word}, max_length=200, initial=usual.subject
            )
        self.fields[f"{name}_body"] = forms.CharField(
            label=word, widget=forms.Textarea, initial=usual.body, strip=False
        )

    def _usual(self, channel: ChannelName, language: str) -> Words:
        """The words as they stand, with the variables named in their own language."""
        words = words_for(self.setup.step.kind, channel, language, None)
        subject, body = (for_editing(text, language) for text in (words.subject, words.body))
        return words._replace(subject=subject, body=body)

    def blocks(self) -> list[Block]:
        """Each variant's fields, the other language folded away."""
        found = []
        for key in self.setup.keys:
            names = [name for name in self.fields if name.startswith(f"{key}_")]
            more = [self[name] for name in names if "_en_" in name]
            found.append(Block(key.upper(), [self[name] for name in names if "_en_" not in name], more))
        return found

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        today = timezone.localtime(self.now).date()
        if not today < until <= today + LONGEST:
            raise forms.ValidationError(_("A day from tomorrow on, within a year."))
        return until

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for key in self.setup.keys:
            match self.setup.varies:
                case Varies.TEXT:
                    self._clean_texts(key)
                case Varies.TIME:
                    self._clean_time(key)
        return cleaned

    def _clean_texts(self, key: str) -> None:
        for channel, language in self.setup.texts():
            name = f"{key}_{channel}_{language}"
            subject, body = (
                str(self.cleaned_data.get(f"{name}_{part}") or "") for part in ("subject", "body")
            )
            if unknown := check(subject) + check(body):
                words = _("There is no placeholder %(names)s.")
                self.add_error(f"{name}_body", words % {"names": ", ".join(f"{{{one}}}" for one in unknown)})
                continue
            draft = Text(Kind(self.setup.step.kind), channel, language, body, subject, own_host())
            for remark in stops(remarks(draft)) if body else ():
                self.add_error(f"{name}_body", " ".join(part for part in (remark.head, remark.text) if part))

    def _clean_time(self, key: str) -> None:
        days, at = self.cleaned_data.get(f"{key}_days"), self.cleaned_data.get(f"{key}_at")
        if days is None or at is None:
            return
        company = the_company()
        step = self.setup.step.as_step()
        hours = SpeakingHours(company.speaking_opens, company.speaking_closes)
        varied = type(step)(**{**step.__dict__, "days": -days, "local_time": at})
        if flaws(varied, hours):
            words = _("This is not before the interview, or outside the hours in which we write.")
            self.add_error(f"{key}_at", words)

    def draft(self) -> Draft:
        """What was filled in; only after it was found valid."""
        zone = ZoneInfo(timezone.get_current_timezone_name())
        until: date = self.cleaned_data["until"]
        return Draft(
            name=self.cleaned_data["name"],
            step=self.setup.step.step,
            varies=self.setup.varies,
            variants=[self._variant(key) for key in self.setup.keys],
            expected=self.cleaned_data["expected"],
            smallest=self.cleaned_data["smallest"],
            until=datetime.combine(until + timedelta(days=1), time(0), zone),
        )

    def _variant(self, key: str) -> ExperimentVariant:
        typed, varies = self.cleaned_data, self.setup.varies
        days = typed.get(f"{key}_days")
        return ExperimentVariant(
            name=typed[f"{key}_name"],
            days=None if days is None else -days,
            local_time=typed.get(f"{key}_at"),
            route=typed.get(f"{key}_route", ""),
            is_hold_out=varies == Varies.HOLD_OUT,
            texts=self._texts(key) if varies == Varies.TEXT else {},
        )

    def _texts(self, key: str) -> dict[str, dict[str, list[str]]]:
        """What is said in other words than usual; the rest follows the usual words, also when they change."""
        found: dict[str, dict[str, list[str]]] = {}
        for channel, language in self.setup.texts():
            name = f"{key}_{channel}_{language}"
            subject = str(self.cleaned_data.get(f"{name}_subject", ""))
            body = str(self.cleaned_data[f"{name}_body"]).replace("\r\n", "\n").strip()
            usual = self._usual(channel, language)
            if (subject, body) != (usual.subject if subject else "", usual.body.strip()):
                found.setdefault(language, {})[str(channel)] = [subject, body]
        return found
