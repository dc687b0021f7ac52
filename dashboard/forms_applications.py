"""Entering one applicant by hand: text as people say it on the phone, turned into an Applicant."""

import uuid
from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from candidates.forms_reaching import ReachingForm
from candidates.models import LANGUAGES, Job
from candidates.policy import Applicant, Phone, PhoneKind, clean_kana, clean_name, clean_text
from dashboard.scope import Scope

CHANNELS = [
    ("sms", gettext_lazy("SMS")),
    ("email", gettext_lazy("E-mail")),
    ("phone", gettext_lazy("Phone")),
]


class AddApplicationForm(ReachingForm):
    """A name and one way to be reached are enough."""

    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    job = forms.ModelChoiceField(Job.objects.none(), label=pgettext_lazy("column", "Job"), empty_label=None)
    family_name = forms.CharField(label=gettext_lazy("Family name"), max_length=60, required=False)
    given_name = forms.CharField(label=gettext_lazy("Given name"), max_length=60, required=False)
    family_kana = forms.CharField(label=gettext_lazy("Family name in kana"), max_length=60, required=False)
    given_kana = forms.CharField(label=gettext_lazy("Given name in kana"), max_length=60, required=False)
    phone = forms.CharField(label=pgettext_lazy("number", "Phone"), max_length=60, required=False)
    email = forms.CharField(label=gettext_lazy("E-mail"), max_length=320, required=False)
    preferred_channel = forms.ChoiceField(
        label=gettext_lazy("Reaches them best"), choices=CHANNELS, widget=forms.RadioSelect, initial="sms"
    )
    preferred_hours = forms.CharField(label=gettext_lazy("When to reach them"), max_length=80, required=False)
    language = forms.ChoiceField(
        label=pgettext_lazy("staff form", "Language of our messages"), choices=LANGUAGES, initial="ja"
    )
    availability = forms.CharField(
        label=gettext_lazy("When they can work or come"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )
    motivation = forms.CharField(
        label=gettext_lazy("What they said about themselves"), max_length=2000, required=False,
        widget=forms.Textarea,
    )  # fmt: skip
    source_note = forms.CharField(label=gettext_lazy("Where they found us"), max_length=60, required=False)
    consent = forms.BooleanField(
        label=gettext_lazy("They agreed that we keep and use their data for this application"),
        required=False,
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        job = self.fields["job"]
        assert isinstance(job, forms.ModelChoiceField)  # noqa: S101  tells the type checker what it is
        job.queryset = scope.jobs().select_related("location")
        for name, field in self.fields.items():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs |= {"class": "textarea", "rows": 3}
            elif isinstance(field.widget, forms.Select) and name != "preferred_channel":
                field.widget.attrs["class"] = "select"
            elif isinstance(field.widget, forms.TextInput):
                field.widget.attrs |= {"class": "input", "autocomplete": "off"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel"}
        self.fields["email"].widget.attrs |= {"inputmode": "email"}

    def clean_consent(self) -> bool:
        if not self.cleaned_data["consent"]:
            raise forms.ValidationError(_("Ask them first; without it we may not write to them."))
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("family_name") and not data.get("given_name"):
            self.add_error("family_name", _("What are they called? One name is enough."))
        fails = {"phone", "email"} & set(self.errors)
        if not fails and not data.get("phone") and not data.get("email"):
            self.add_error(
                "phone", _("Give a phone number or an e-mail address, so that they can be reached.")
            )
        elif not fails:
            self._check_channel(data)
        return data

    def _check_channel(self, data: dict[str, Any]) -> None:
        phone: Phone | None = data["phone"]
        wanted = data.get("preferred_channel")
        if wanted == "sms" and (phone is None or phone.kind != PhoneKind.MOBILE):
            self.add_error(
                "preferred_channel", _("SMS needs a mobile number. Choose another way, or add one.")
            )
        if wanted == "email" and not data["email"]:
            self.add_error("preferred_channel", _("E-mail needs an address. Choose another way, or add one."))
        if wanted == "phone" and phone is None:
            self.add_error("preferred_channel", _("A call needs a number. Choose another way, or add one."))

    def applicant(self) -> Applicant:
        data = self.cleaned_data
        phone: Phone | None = data["phone"]
        return Applicant(
            family_name=clean_name(data["family_name"]),
            given_name=clean_name(data["given_name"]),
            family_kana=clean_kana(data["family_kana"]),
            given_kana=clean_kana(data["given_kana"]),
            phone=phone.e164 if phone else "",
            phone_kind=phone.kind if phone else PhoneKind.NONE,
            email=data["email"],
            language=data["language"],
            preferred_channel=data["preferred_channel"],
            preferred_hours=data["preferred_hours"],
            motivation=clean_text(data["motivation"]),
            availability=clean_text(data["availability"]),
            consent_text=str(self.fields["consent"].label),
        )
