"""The application form: text as people type it, turned into an Applicant."""

import uuid
from datetime import date
from typing import Any  # Django's form hooks hand over untyped values

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from candidates.forms_reaching import ReachingForm
from candidates.models import LANGUAGES, Job
from candidates.policy import Applicant, Phone, PhoneKind
from candidates.policy.ages import BadDate, clean_birth_date, is_minor, may_work
from candidates.policy.languages import language_of, spoken_language
from candidates.policy.text import has_ideographs
from portal.fields import channels_on_offer, line, lines, typed
from portal.forms_coming import COMING_TAGS, LEAVE_BY, coming_of_tags
from portal.policy import HOURS

WRITTEN = ("family_name", "given_name", "phone", "email", "motivation", "availability")


class ApplicationForm(ReachingForm):
    """One thumb, one minute. A name and one way to be reached are enough."""

    form_key = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(required=False, label=gettext_lazy("Please leave this empty"))
    family_name = line(gettext_lazy("Family name"), "family-name")
    given_name = line(gettext_lazy("Given name"), "given-name")
    family_kana = line(gettext_lazy("Family (kana)"), kana=True)
    given_kana = line(gettext_lazy("Given (kana)"), kana=True)
    birth_on = typed(gettext_lazy("Date of birth"), "date", "bday", most=20)
    birth_on.help_text = gettext_lazy("This job asks for it because the law sets hours for people under 18.")
    guardian_consent = forms.BooleanField(required=False)
    phone = typed(gettext_lazy("Mobile phone"), "tel", "tel", most=60)
    phone.help_text = gettext_lazy("A landline is fine too; we call it, but SMS does not reach it.")
    email = typed(gettext_lazy("E-mail"), "email", "email", most=320)
    preferred_channel = forms.ChoiceField(label=gettext_lazy("What reaches you best?"), required=False)
    preferred_hours = forms.MultipleChoiceField(
        label=gettext_lazy("When do we reach you best?"),
        required=False,
        choices=[(hours, hours) for hours, _icon in HOURS],
    )
    motivation = lines(
        gettext_lazy("A word about yourself"), 3, gettext_lazy("e.g. I like talking with people")
    )
    availability = lines(
        gettext_lazy("When can you work or come?"),
        2,
        gettext_lazy("e.g. not on Wednesdays; I pick up my child at 17:00"),
    )
    coming = forms.MultipleChoiceField(
        label=gettext_lazy("When can you come to an interview?"), required=False, choices=COMING_TAGS
    )
    leave_by = forms.ChoiceField(
        label=gettext_lazy("I have to be free again"),
        required=False,
        choices=LEAVE_BY,
        widget=forms.Select({"class": "select"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of our messages"), required=False, choices=LANGUAGES
    )
    consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, job: Job, today: date, **options: Any) -> None:
        self.job = job
        self.today = today
        self.is_refused_for_nights = False
        super().__init__(*args, **options)
        channels = channels_on_offer()
        channel = self.fields["preferred_channel"]
        assert isinstance(channel, forms.ChoiceField)  # noqa: S101  tells the type checker what it is
        channel.choices = channels
        self.initial = {
            "form_key": uuid.uuid4(),
            "preferred_channel": channels[0][0],
            "language": spoken_language(get_language() or settings.LANGUAGE_CODE),
        } | dict(self.initial)
        if not job.asks_birth_date:
            del self.fields["birth_on"], self.fields["guardian_consent"]

    @property
    def is_a_robots(self) -> bool:
        """The field no person sees was filled in."""
        return bool(self.data.get("website", "").strip())

    @property
    def is_untouched(self) -> bool:
        """The button was pressed before anything was written."""
        return not any(self.data.get(name, "").strip() for name in WRITTEN)

    def anew(self) -> "ApplicationForm":
        """The same form with what was chosen so far, and no complaints about what was not."""
        kept = {name: self[name].value() for name in self.fields if name not in WRITTEN}
        return ApplicationForm(job=self.job, today=self.today, initial=kept)

    def applicant(self, consent_text: str) -> Applicant:
        data = self.cleaned_data
        phone: Phone | None = data["phone"]
        return Applicant(
            family_name=data["family_name"],
            given_name=data["given_name"],
            family_kana=data["family_kana"],
            given_kana=data["given_kana"],
            birth_on=data.get("birth_on"),
            phone=phone.e164 if phone else "",
            phone_kind=phone.kind if phone else PhoneKind.NONE,
            email=data["email"],
            language=data["language"] or settings.LANGUAGE_CODE,
            easy_words=language_of(get_language() or "") == (data["language"], True),
            preferred_channel=self._usable_channel(),
            preferred_hours=", ".join(data["preferred_hours"]),
            motivation=data["motivation"],
            availability=data["availability"],
            coming=coming_of_tags(data["coming"], data["leave_by"]),
            guardian_consent=data.get("guardian_consent", False),
            consent_text=consent_text,
        )

    def clean_form_key(self) -> uuid.UUID:
        """Which showing of the form this is; one that was tampered with counts as a new one."""
        try:
            return uuid.UUID(self.cleaned_data["form_key"])
        except ValueError:
            return uuid.uuid4()

    def clean_family_kana(self) -> str:
        return self._kana("family_kana")

    def clean_given_kana(self) -> str:
        return self._kana("given_kana")

    def clean_birth_on(self) -> date | None:
        typed = self.cleaned_data["birth_on"].strip()
        if not typed:
            raise forms.ValidationError(_("Please tell us your date of birth; this job needs it."))
        try:
            return clean_birth_date(typed, today=self.today)
        except BadDate as wrong:
            raise forms.ValidationError(_("Please write the date like 2001-04-03.")) from wrong

    def clean_consent(self) -> bool:
        if not self.cleaned_data["consent"]:
            raise forms.ValidationError(
                _("Please tick the box if you agree; without it we may not reply to you.")
            )
        return True

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if (
            not data.get("family_name")
            and not data.get("given_name")
            and not self._fails("family_name", "given_name")
        ):
            self.add_error("family_name", _("What may we call you? One name is enough."))
        if not data.get("phone") and not data.get("email") and not self._fails("phone", "email"):
            self.add_error(
                "phone", _("Please give a phone number or an e-mail address, so that we can reach you.")
            )
        if (
            data.get("preferred_channel") == "email"
            and not data.get("email")
            and not self._fails("phone", "email")
        ):
            self.add_error("email", _("To reach you by e-mail we need your address."))
        if data.get("birth_on"):
            self._check_age(data["birth_on"])
        return data

    def _check_age(self, born: date) -> None:
        if not may_work(born, self.today):
            self.add_error(
                "birth_on",
                _("The law lets us welcome you from the April after your 15th birthday. Please come then."),
            )
        elif is_minor(born, self.today) and self.job.has_night_hours:
            self.is_refused_for_nights = True
            self.add_error(
                "birth_on",
                _(
                    "This job has work after 22:00, which the law does not allow under 18. "
                    "Please look at our other jobs."
                ),
            )
        elif is_minor(born, self.today) and not self.cleaned_data.get("guardian_consent"):
            self.add_error(
                "guardian_consent",
                _("Under 18, please ask your parent or guardian first, then tick this box."),
            )

    def _usable_channel(self) -> str:
        """What they chose, unless it cannot reach them: no SMS comes to a landline."""
        data = self.cleaned_data
        chosen: str = data["preferred_channel"] or str(self.initial["preferred_channel"])
        if chosen == "sms" and (data["phone"] is None or data["phone"].kind != PhoneKind.MOBILE):
            chosen = "phone" if data["phone"] else "email"
        if chosen == "phone" and data["phone"] is None:
            chosen = "email"
        return chosen

    def _kana(self, name: str) -> str:
        kana: str = self.cleaned_data[name]
        if has_ideographs(kana):
            raise forms.ValidationError(_("Please write the reading in hiragana or katakana."))
        return kana

    def _fails(self, *names: str) -> bool:
        return any(name in self.errors for name in names)
