"""What the sandbox takes in: an answer, and a moment for the clock."""

from datetime import datetime, timedelta

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime

FARTHEST = timedelta(days=60)


class AnswerForm(forms.Form):
    text = forms.CharField(max_length=500)

    @classmethod
    def of(cls, post: QueryDict) -> "AnswerForm":
        """A pressed quick answer comes together with the empty line below it: what says something counts."""
        return cls({"text": next((text for text in post.getlist("text") if text.strip()), "")})


class ClockForm(forms.Form):
    to = forms.CharField(max_length=40)

    def target(self, now: datetime) -> datetime:
        """The moment asked for, aware; a bare local time is Tokyo's. Raises ValueError beyond 60 days."""
        if not self.is_valid():
            raise ValueError("no moment")
        moment = parse_datetime(self.cleaned_data["to"])
        if moment is None:
            raise ValueError("not a moment")
        aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
        if aware > now + FARTHEST:
            raise ValueError("too far")
        return aware
