"""People who apply."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.policy import PhoneKind
from company.models import Staff

LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]


class CandidateQuerySet(models.QuerySet["Candidate"]):
    def visible_to(self, staff: Staff) -> "CandidateQuerySet":
        if staff.sees_everything:
            return self
        return self.filter(applications__job__location__staff=staff).distinct()


class Candidate(models.Model):
    """A person. Phones are stored in E.164 (``+819012345678``); either name alone is enough."""

    family_name = models.CharField(_("family name"), max_length=60, blank=True)
    given_name = models.CharField(_("given name"), max_length=60, blank=True)
    family_kana = models.CharField(_("family name (kana)"), max_length=60, blank=True)
    given_kana = models.CharField(_("given name (kana)"), max_length=60, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    phone_kind = models.CharField(
        _("kind of phone"),
        max_length=10,
        default=PhoneKind.NONE,
        choices=[
            (PhoneKind.NONE, _("None")),
            (PhoneKind.MOBILE, _("Mobile")),
            (PhoneKind.LANDLINE, _("Landline (calls only)")),
        ],
    )
    email = models.CharField(_("e-mail"), max_length=254, blank=True, db_index=True)
    line_id = models.CharField(_("LINE"), max_length=40, blank=True)  # LINE's id of the person, for us alone
    language = models.CharField(_("language"), max_length=2, default="ja", choices=LANGUAGES)
    easy_words = models.BooleanField(_("reads easy Japanese"), default=False)
    preferred_channel = models.CharField(
        _("preferred channel"),
        max_length=10,
        default="sms",
        choices=[("sms", _("SMS")), ("email", _("E-mail")), ("line", _("LINE")), ("phone", _("Phone"))],
    )
    preferred_hours = models.CharField(_("when to reach them"), max_length=80, blank=True)
    contact_version = models.PositiveIntegerField(default=1, editable=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("first seen"))

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(
                fields=["line_id"], condition=~Q(line_id=""), name="one_person_per_line_account"
            )
        ]
        indexes = [  # who may be the same person is asked by these
            models.Index(fields=["birth_on"], condition=Q(birth_on__isnull=False), name="people_by_birth"),
            models.Index(
                fields=["family_kana", "given_kana"], condition=~Q(family_kana=""), name="people_by_kana"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or f"#{self.pk}"

    @property
    def full_name(self) -> str:
        """What they are called, or that we no longer know it."""
        name = " ".join(part for part in (self.family_name, self.given_name) if part)
        return name or (str(_("Erased")) if self.erased_at else "")

    @property
    def full_kana(self) -> str:
        return " ".join(part for part in (self.family_kana, self.given_kana) if part)

    @property
    def call_name(self) -> str:
        """What さん is put behind: the family name, or the only name there is."""
        return self.family_name or self.given_name
