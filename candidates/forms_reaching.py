"""How somebody is reached, as they or staff type it."""

from django import forms

from candidates.policy import BadEmail, BadPhone, Phone, clean_email, clean_phone
from candidates.services.wording import email_words, phone_words


class ReachingForm(forms.Form):
    """Has a ``phone`` and an ``email``, either of which may be left empty."""

    def clean_phone(self) -> Phone | None:
        typed = self.cleaned_data["phone"].strip()
        try:
            return clean_phone(typed) if typed else None
        except BadPhone as wrong:
            raise forms.ValidationError(phone_words(wrong), code=wrong.code) from wrong

    def clean_email(self) -> str:
        typed = self.cleaned_data["email"].strip()
        try:
            return clean_email(typed) if typed else ""
        except BadEmail as wrong:
            raise forms.ValidationError(email_words(wrong), code=wrong.code) from wrong
