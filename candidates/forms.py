"""A job as an administrator types it."""

from typing import Any  # Django's forms take anything by keyword

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from candidates.models import Job

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
            "contract",
            "summary",
            "duties",
            "pay",
            "hours",
            "welcome",
            "interview_minutes",
            "bring",
            "dress",
            "talk",
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
