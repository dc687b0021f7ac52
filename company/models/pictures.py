"""Pictures as we show them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Picture(models.Model):
    """A picture as we show it: re-encoded and small, so that its bytes live beside what shows it.

    ``digest`` is the SHA-256 of ``content`` and its address; the same picture is kept once.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return f"{self.digest[:12]} {self.width}×{self.height}"
