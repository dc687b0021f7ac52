"""A job as an administrator types it."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from candidates.models import Job
from candidates.services.posting import PostingIncomplete, fact_words, refuse_to_say_less

SHORTEST, LONGEST = 5, 480  # minutes


class JobForm(forms.ModelForm[Job]):
    class Meta:
        model = Job
        fields = (
            "title",
            "slug",
            "location",
            "owner",
            "is_published",
            "closes_on",
            "employment_type",
            "contract",
            "contract_term",
            "trial_period",
            "summary",
            "duties",
            "duties_change",
            "workplace",
            "workplace_change",
            "pay",
            "pay_unit",
            "pay_lowest",
            "pay_highest",
            "hours",
            "breaks",
            "overtime",
            "days_off",
            "insurance",
            "smoking",
            "people",
            "welcome",
            "interview_minutes",
            "bring",
            "dress",
            "talk",
            "arrive_minutes",
            "reschedules_allowed",
            "reschedule_cutoff_minutes",
            "asks_birth_date",
            "has_night_hours",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:  # absent where the page is only looked at
            self.fields["slug"].required = False
            self.fields["interview_minutes"].validators += [
                MinValueValidator(SHORTEST),
                MaxValueValidator(LONGEST),
            ]

    def clean_slug(self) -> str:
        """Left empty, an old job keeps its address; the service makes one for a new job."""
        typed: str = self.cleaned_data["slug"]
        return typed or (self.instance.slug if self.instance.pk else "")

    def clean(self) -> dict[str, Any] | None:
        """What is shown has to say what the law asks for; each missing fact is told at its own field."""
        cleaned = super().clean()
        if cleaned is None or "location" not in cleaned:
            return cleaned
        for name, value in cleaned.items():
            setattr(self.instance, name, value)
        before = Job.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        try:
            refuse_to_say_less(self.instance, before)
        except PostingIncomplete as refusal:
            for fact in refusal.missing:
                where = fact if fact in self.fields else None
                words = _("A posting that is shown has to say this: %(fact)s.") % {"fact": fact_words(fact)}
                self.add_error(where, words)
        return cleaned
