"""How somebody who works here is shown to candidates: name, title, a word, a picture."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from company.models import Staff
from company.services.pictures import keep_picture, let_go
from company.services.settings import keep_setting


@transaction.atomic
def keep_portrait(
    staff: Staff,
    *,
    by: Staff,
    now: datetime,
    fields: Sequence[str],
    photo: bytes | None = None,
    without_photo: bool = False,
) -> None:
    """Store the words of ``fields``; ``photo`` replaces the picture, ``without_photo`` takes it away.

    Raises BadPicture.
    """
    before, names = staff.photo, list(fields)
    if photo is not None:
        staff.photo = keep_picture(photo, now=now)
    elif without_photo:
        staff.photo = None
    if staff.photo != before:
        names.append("photo")
    keep_setting(staff, by=by, now=now, fields=names)
    if before is not None and staff.photo != before:
        let_go(before)
