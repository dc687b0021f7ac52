"""Who did what, when and why."""

from typing import Any  # Django's save() takes anything by keyword

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models.people import Staff
from company.policy import Actor


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, entity: models.Model) -> "AuditEventQuerySet":
        return self.filter(entity=entity._meta.label_lower, entity_id=entity.pk)


class AuditEvent(models.Model):
    """Who did what, when and why. Ids, field names and reason codes only, never personal values."""

    at = models.DateTimeField(_("at"), db_index=True)
    actor_kind = models.CharField(
        _("by whom"),
        max_length=10,
        choices=[(Actor.STAFF, _("Staff")), (Actor.CANDIDATE, _("Candidate")), (Actor.SYSTEM, _("System"))],
    )
    actor = models.ForeignKey(Staff, models.PROTECT, null=True, blank=True, verbose_name=_("staff member"))
    action = models.CharField(_("action"), max_length=60)
    entity = models.CharField(_("about"), max_length=60)
    entity_id = models.BigIntegerField(_("number"))
    application_id = models.BigIntegerField(_("application"), null=True, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("audit event")
        verbose_name_plural = _("audit trail")
        indexes = [models.Index(fields=["entity", "entity_id"])]

    def __str__(self) -> str:
        return f"{self.action} {self.entity}:{self.entity_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("The audit trail is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("The audit trail is only ever added to.")


class TrailSeal(models.Model):
    """One link of the chain over the trail: event ``event_id`` stands at place ``number``.

    ``digest`` (SHA-256, hexadecimal) is over the one before it and the event as it was. ``event_id`` is a
    bare number: an event that was removed must leave its seal behind.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class TrailCheck(models.Model):
    """One walk along the whole chain. ``fault`` is empty, or a code of ``company.policy.sealing``.

    ``at`` is the machine's own time; ``head`` the last link as ``number:digest``.
    """

    at = models.DateTimeField(db_index=True)
    seals = models.PositiveBigIntegerField()
    head = models.CharField(max_length=90, blank=True)
    fault = models.CharField(max_length=12, blank=True)
    event_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.fault or 'whole'}"
