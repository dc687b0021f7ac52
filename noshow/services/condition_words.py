"""The condition of a second chance as we say it; a company may say it in words of its own."""

from django.utils import translation
from django.utils.translation import gettext as _


def our_words(language: str) -> str:
    with translation.override(language):
        return _(
            "We will gladly keep another time for you. If it does not suit you after all, please tell us "
            "before it begins, on this page or by telephone. If you cannot come and we hear nothing, this "
            "application ends there."
        )
