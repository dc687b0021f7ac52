"""Passwords: forgotten ones by e-mail, and changing one's own."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from company import clock
from company.models import Staff
from company.services.new_passwords import ask_for_new_password
from company.services.staffing import note_new_password
from dashboard.dressing import dress
from dashboard.forms_sign_in import PASSWORD_HINT
from dashboard.scope import staff_of


class ForgottenForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        dress(self)
        self.fields["email"].widget.attrs["autocomplete"] = "email"


def reset_address(person: str, token: str) -> str:
    return settings.PUBLIC_BASE_URL + reverse("dashboard:new_password", args=[person, token])


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """The answer is the same for every address."""
    form = ForgottenForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked:
        ask_for_new_password(
            form.cleaned_data["email"], link=reset_address, now=clock.now(), machine_now=timezone.now()
        )
    context = {"form": form, "is_asked": is_asked}
    return render(request, "dashboard/access/forgotten.html", context, status=422 if form.errors else 200)


class NewPasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # not subscriptable at run time
    def __init__(self, user: Staff, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        dress_passwords(self)


class NewPassword(PasswordResetConfirmView):
    """Django keeps the token in the session and out of the address before the form is shown."""

    template_name = "dashboard/access/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("dashboard:sign_in")

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:  # type: ignore[type-arg]  # as above
        answer = super().form_valid(form)
        if self.user is not None:
            note_new_password(self.user, by=self.user, now=clock.now())
        messages.success(self.request, _("The new password holds. Sign in with it."))
        return answer


class OwnPasswordForm(PasswordChangeForm):
    def __init__(self, user: Staff, *args: object, **kwargs: object) -> None:
        super().__init__(user, *args, **kwargs)
        dress_passwords(self)


@login_required
@never_cache
def change_password(request: HttpRequest) -> HttpResponse:
    staff = staff_of(request)
    form = OwnPasswordForm(staff, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, staff)
        note_new_password(staff, by=staff, now=clock.now())
        messages.success(request, _("The new password holds. Other browsers are signed out."))
        return redirect("dashboard:my_sign_in")
    status = 422 if form.errors else 200
    return render(request, "dashboard/access/change_password.html", {"form": form}, status=status)


def dress_passwords(form: forms.BaseForm) -> None:
    labels = {
        "old_password": _("Present password"),
        "new_password1": _("New password"),
        "new_password2": _("New password, once more"),
    }
    dress(form)
    for name, field in form.fields.items():
        field.label = labels.get(name, field.label)
        is_old = name == "old_password"
        field.widget.attrs["autocomplete"] = "current-password" if is_old else "new-password"
        if name == "new_password1":
            field.help_text = str(PASSWORD_HINT)
        if name == "new_password2":
            field.help_text = ""
