"""The bases of the administration's pages: what is set, and what is only looked up."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar  # Django's admin hooks are untyped

from django.contrib import admin
from django.contrib.admin.widgets import AdminTimeWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from company import clock
from company.models import Staff
from company.services.settings import keep_setting

M = TypeVar("M", bound=models.Model)


def staff_of(request: HttpRequest) -> Staff:
    if not isinstance(request.user, Staff):
        raise PermissionDenied
    return request.user


def yes_or_no(is_on: bool) -> str:
    return _("yes") if is_on else _("no")


def yes(name: str, description: StrOrPromise) -> Callable[[models.Model], str]:
    """A column that says whether a field is on, in a word rather than by colour."""

    @admin.display(description=description, ordering=name)
    def column(row: models.Model) -> str:
        return yes_or_no(getattr(row, name))

    column.__name__ = f"says_{name}"
    return column


class PlainAdmin(admin.ModelAdmin[M]):
    """Titles that name the thing, lists that stay quick. ``words`` and ``labels`` explain the fields."""

    is_single = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides: ClassVar[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
        models.TimeField: {"widget": AdminTimeWidget(format="%H:%M")}
    }
    words: ClassVar[dict[str, StrOrPromise]] = {}
    labels: ClassVar[dict[str, StrOrPromise]] = {}

    def get_form(
        self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        kwargs = {"help_texts": self.words, "labels": self.labels, **kwargs}
        return super().get_form(request, obj, change=change, **kwargs)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = self.opts.verbose_name_plural
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(  # type: ignore[override]  # Django hands all else by name
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        name, obj = self.opts.verbose_name, kwargs.get("obj")
        context["title"] = name if obj or self.is_single else _("New: %(name)s") % {"name": name}
        context["subtitle"] = self.named(obj) if obj and not self.is_single else None
        context["show_save_and_add_another"] = not self.is_single
        return super().render_change_form(request, context, **kwargs)

    def named(self, obj: M) -> str:
        """What stands over the page of one row."""
        return str(obj)


class ReadOnlyAdmin(PlainAdmin[M]):
    """A list and a page to look at; no adding, no saving, no deleting."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False


class SettingsAdmin(PlainAdmin[M]):
    """What an administrator sets. Every change is in the audit trail; nothing that was used is deleted."""

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: M, form: ModelForm[M], change: bool) -> None:
        keep_setting(obj, by=staff_of(request), now=clock.now(), fields=form.changed_data)


class SingleAdmin(SettingsAdmin[M]):
    """There is one row: its list leads straight to it."""

    is_single = True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not self.model._default_manager.exists()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        where = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        row = self.model._default_manager.order_by("pk").first()
        return redirect(f"{where}_change", row.pk) if row else redirect(f"{where}_add")
