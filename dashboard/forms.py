"""Turning what staff type into clean values."""

from typing import Any  # Django's forms take anything by keyword

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Signing in, in the house's words."""

    error_messages = {
        "invalid_login": _("The name and password do not fit together. Capital and small letters matter."),
        "inactive": _("This account is no longer in use. Ask an owner."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        self.fields["password"].label = _("Password")
        for name, field in self.fields.items():
            field.widget.attrs |= {"class": "input", "id": f"sign-in-{name}"}
