"""What is chosen for many people at once; the count is typed when they are many."""

import unicodedata
from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from company.models import Staff
from company.services.profile import the_company
from dashboard.forms import LONGEST_TEXT, fits, knows
from dashboard.services.bulk_looks import BEST, CLOSE, HAND, INVITE, START, WRITE
from dashboard.services.bulk_people import DAYS
from messaging.policy import ChannelName

TYPED_ABOVE = 50


class ManyForm(forms.Form):
    """The common part: how many there are, typed by hand when they are more than ``TYPED_ABOVE``."""

    typed = forms.CharField(required=False, max_length=12)

    def __init__(self, *args: Any, people: int, by: Staff, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.by = people, by
        self.fields["typed"].widget.attrs |= {"class": "input", "inputmode": "numeric", "autocomplete": "off"}
        for name, one in self.fields.items():
            one.widget.attrs.setdefault("id", f"many-{name}")

    @property
    def asks_count(self) -> bool:
        return self.people > TYPED_ABOVE

    def clean_typed(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["typed"]).replace(",", "").strip()
        if self.asks_count and typed != str(self.people):
            words = ngettext(
                "Type %(n)d: that is how many people this is for.",
                "Type %(n)d: that is how many people this is for.",
                self.people,
            )
            raise ValidationError(words % {"n": self.people})
        return typed

    def choices(self) -> dict[str, Any]:
        """What the act keeps, as far as it has been chosen."""
        return {}


class WriteForm(ManyForm):
    """A text for all of them; variables are filled in for each."""

    channel = forms.ChoiceField(
        label=_("By"),
        choices=[
            (BEST, _("As each prefers")),
            (ChannelName.SMS, _("SMS")),
            (ChannelName.EMAIL, _("E-mail")),
            (ChannelName.LINE, _("LINE")),
        ],
        initial=BEST,
        widget=forms.Select(attrs={"class": "select"}),
    )
    subject = forms.CharField(
        label=_("Subject (e-mail only)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input"}),
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 6}),
        error_messages={"required": _("There is no text yet. Please write a line.")},
    )

    def clean_subject(self) -> str:
        return knows(self.cleaned_data["subject"])

    def clean_body(self) -> str:
        return fits(knows(self.cleaned_data["body"]), self.cleaned_data.get("channel"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("channel") in {BEST, ChannelName.EMAIL} and "body" in data and not data.get("subject"):
            self.add_error("subject", _("Whoever gets it by e-mail needs a subject."))
        return data

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = gettext("A word from %(company)s")
        self.fields["subject"].initial = words % {"company": the_company().name}

    def choices(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name, "") for name in ("channel", "subject", "body")}


class InviteForm(ManyForm):
    """The link to choose a time, and how long it waits for an answer."""

    days = forms.TypedChoiceField(
        label=_("To be answered within"),
        choices=[(days, days) for days in DAYS],
        coerce=int,
        initial=3,
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101  tells the type checker what it is
        field.choices = [(n, ngettext("%(n)d day", "%(n)d days", n) % {"n": n}) for n in DAYS]

    def choices(self) -> dict[str, Any]:
        return {"days": self.cleaned_data.get("days", 3)}


class HandForm(ManyForm):
    """A colleague who may act, or nobody."""

    owner = forms.ChoiceField(
        label=pgettext_lazy("hand over", "Who takes over"),
        widget=forms.Select(attrs={"class": "select"}),
        error_messages={"invalid_choice": _("Please choose somebody from the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = self.by.colleagues().filter(is_active=True)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  tells the type checker what it is
        field.choices = [
            *((str(one.pk), str(one)) for one in colleagues if one.may_act),
            ("none", pgettext("in charge", "Nobody")),
        ]
        field.initial = self.by.pk

    def choices(self) -> dict[str, Any]:
        owner = self.cleaned_data.get("owner", "none")
        return {"owner": int(owner) if owner.isdecimal() else None}


class CloseForm(ManyForm):
    """Not this time; kind words follow unless somebody says them otherwise."""

    tell = forms.BooleanField(label=_("Write them kind words in ten minutes"), required=False, initial=True)

    def choices(self) -> dict[str, Any]:
        return {"tell": self.cleaned_data.get("tell", False)}


FORMS: dict[str, type[ManyForm]] = {
    "start": ManyForm,
    "write": WriteForm,
    "invite": InviteForm,
    "hand": HandForm,
    "close": CloseForm,
}
KINDS = {"start": START, "write": WRITE, "invite": INVITE, "hand": HAND, "close": CLOSE}
