"""Why a file is not taken, in words that say what to do instead."""

from django.utils.translation import gettext as _

from candidates.policy.files import FileFault


def fault_words(fault: FileFault) -> str:
    words = {
        FileFault.EMPTY: _("Please choose a file first."),
        FileFault.TOO_HEAVY: _("This file is larger than 5 MB. A smaller scan or a photo works."),
        FileFault.UNKNOWN: _(
            "We take PDF, Word (.docx), Excel (.xlsx), JPEG and PNG. Please save it as one."
        ),
        FileFault.BROKEN: _("This file cannot be read. Please save it anew and try once more."),
        FileFault.ACTIVE: _("This file holds macros, scripts or other files. Please save it as a plain PDF."),
        FileFault.LOCKED: _(
            "This file is locked or of an old kind. Please save it as PDF without a password."
        ),
    }
    return words[fault]
