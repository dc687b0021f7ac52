"""Turning what staff type into clean values."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.forms_reaching import ReachingForm
from candidates.models import LANGUAGES, Candidate
from candidates.policy import local_phone
from messaging.policy import CallOutcome, ChannelName
from messaging.rendering import check

LONGEST_SMS = 660
LONGEST_TEXT = 4000
NOTE = "note"


def unknown_words(name: str) -> str:
    return gettext("Nobody knows what to put in for {%(name)s}. Remove it or use another word.") % {
        "name": name
    }


def knows(text: str) -> str:
    """The text; each of its variables is one of ours. Raises ValidationError."""
    if unknown := check(text):
        raise ValidationError(unknown_words(unknown[0]))
    return text


def fits(body: str, channel: str | None) -> str:
    """The text; an SMS is no longer than one may be. Raises ValidationError."""
    if channel == ChannelName.SMS and len(body) > LONGEST_SMS:
        raise ValidationError(
            gettext("Too long for an SMS. Shorten it to %(n)d characters, or send an e-mail.")
            % {"n": LONGEST_SMS}
        )
    return body


class SignInForm(AuthenticationForm):
    """Signing in, in the house's words."""

    error_messages = {
        "invalid_login": _("The name and password do not fit together. Capital and small letters matter."),
        "inactive": _("This account is no longer in use. Ask an owner."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "input", "id": f"sign-in-{name}"}


class ComposerForm(forms.Form):
    """What a person writes: by LINE, SMS or e-mail, or a note for colleagues."""

    channel = forms.ChoiceField(
        choices=[
            (ChannelName.LINE, _("LINE")),
            (ChannelName.SMS, _("SMS")),
            (ChannelName.EMAIL, _("E-mail")),
            (NOTE, _("Note")),
        ]
    )
    subject = forms.CharField(max_length=120, required=False)
    read = forms.IntegerField(required=False)
    body = forms.CharField(
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("There is no text yet. Please write a line."),
            "max_length": _("This is too long. Please shorten it to %(limit_value)d characters."),
        },
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if self.cleaned_data.get("channel") == NOTE:
            return body
        return fits(knows(body), self.cleaned_data.get("channel"))

    def clean_subject(self) -> str:
        return knows(self.cleaned_data["subject"])

    @property
    def first_error(self) -> str:
        return next((str(errors[0]) for errors in self.errors.values()), "")


class OwnWordsForm(forms.Form):
    """A person's own words for one planned message; an e-mail has a subject, an SMS an end."""

    subject = forms.CharField(max_length=200, required=False)
    body = forms.CharField(
        max_length=LONGEST_TEXT,
        error_messages={
            "required": _("There is no text yet. Please write a line, or take the usual words."),
            "max_length": _("This is too long. Please shorten it to %(limit_value)d characters."),
        },
    )

    def __init__(self, *args: Any, is_email: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].required = is_email
        self.fields["subject"].error_messages["required"] = gettext(
            "There is no subject yet. A mail without one looks like spam."
        )

    @property
    def first_error(self) -> str:
        return next((str(errors[0]) for errors in self.errors.values()), "")


class CallForm(forms.Form):
    """How a call went."""

    outcome = forms.ChoiceField(choices=[(outcome, outcome) for outcome in CallOutcome])
    note = forms.CharField(max_length=500, required=False)


PREFERRED = [("sms", _("SMS")), ("email", _("E-mail")), ("phone", _("Phone"))]


class ContactForm(ReachingForm):
    """How and when this person wants to be reached."""

    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    preferred_channel = forms.ChoiceField(
        label=_("Preferred channel"),
        choices=PREFERRED,
    )
    preferred_hours = forms.CharField(label=_("When to reach them"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        known = {name: getattr(candidate, name) for name in self.base_fields}
        known["phone"] = local_phone(candidate.phone)
        kwargs["initial"] = known
        super().__init__(*args, **kwargs)
        if candidate.line_id:
            self.fields["preferred_channel"].choices = [("line", _("LINE")), *PREFERRED]  # type: ignore[attr-defined]  # a ChoiceField
        for name, field in self.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs |= {"class": "select" if is_choice else "input", "id": f"contact-{name}"}
            field.show_hidden_initial = True

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed anew; what only stood there, as the page showed it, may be another by now."""
        typed = {name for name in self.fields if f"initial-{name}" not in self.data} | set(self.changed_data)
        return {name: value for name, value in self.cleaned_data.items() if name in typed}
