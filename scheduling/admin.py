"""Slots and interviews to look up; booking is done on the desk, by the services."""

from django.contrib import admin

from company.adminbase import ReadOnlyAdmin
from scheduling.models import Interview, Slot


@admin.register(Slot)
class SlotAdmin(ReadOnlyAdmin[Slot]):
    list_display = ("starts_at", "location", "interviewer", "mode", "capacity", "is_open")
    list_filter = ("location", "mode", "is_open")
    date_hierarchy = "starts_at"
    list_select_related = ("location", "interviewer")


@admin.register(Interview)
class InterviewAdmin(ReadOnlyAdmin[Interview]):
    list_display = ("application", "state", "starts_at", "confirmed_at", "moves", "outcome_at")
    list_filter = ("state", "application__job__location")
    search_fields = ("application__candidate__family_name", "application__candidate__given_name")
    date_hierarchy = "starts_at"
    list_select_related = ("application__candidate", "application__job__location")
