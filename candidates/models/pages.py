"""Secret links, and what happens on the pages behind them and on the public form."""

from datetime import datetime, timedelta

from django.db import models

from candidates.models.applications import Application
from candidates.models.jobs import Content


class Link(models.Model):
    """A secret address ``/i/<token>/``; only the token's SHA-256 is kept. It opens one application's home."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    LIVES_AFTER_CLOSING = timedelta(days=30)

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_alive(self, now: datetime) -> bool:
        closed_at = self.application.closed_at
        return self.revoked_at is None and (closed_at is None or now < closed_at + self.LIVES_AFTER_CLOSING)


class PageOpening(models.Model):
    """A person touched or scrolled the linked page. A signal; it changes no state."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opened {self.opened_at:%Y-%m-%d %H:%M}"


class ContentClick(models.Model):
    """A candidate pressed a piece of content open: a sign of interest. It changes no state."""

    content = models.ForeignKey(Content, models.CASCADE, related_name="clicks")
    application = models.ForeignKey(Application, models.CASCADE, related_name="content_clicks")
    clicked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"click {self.pk}"


class FormUse(models.Model):
    """One use of the public form, for its limits; the address is kept as a keyed hash, for a day."""

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"form use {self.pk}"
