"""Ways in: invitations by e-mail, and tablets that a store shares."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from company.models.people import ROLES, Staff
from company.models.profile import Location
from company.policy import Role


class StaffInvitation(models.Model):
    """An e-mail that lets somebody make their own account. Only the token's SHA-256 is kept."""

    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=12, choices=ROLES, default=Role.RECRUITER)
    locations = models.ManyToManyField(Location, verbose_name=_("locations"), blank=True)
    language = models.CharField(max_length=2, default="ja")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(_("invited at"))
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    accepted_by = models.ForeignKey(Staff, models.SET_NULL, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        ordering = ("-invited_at", "-pk")
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class SharedTablet(models.Model):
    """A browser that a store's people share: they change by PIN, for a short session.

    Only the SHA-256 of its cookie is kept.
    """

    name = models.CharField(_("name"), max_length=60)
    location = models.ForeignKey(Location, models.CASCADE, related_name="tablets", verbose_name=_("location"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    added_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(_("added at"))
    used_at = models.DateTimeField(_("last used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("taken back at"), null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("shared tablet")
        verbose_name_plural = _("shared tablets")

    def __str__(self) -> str:
        return self.name
