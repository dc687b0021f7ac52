"""What one gets for nothing: Django's own change list over the same table, with its defaults."""

from django.contrib import admin

from candidates.models import Application, Candidate, Job

site = admin.AdminSite(name="plain")


@admin.register(Application, site=site)
class ApplicationAdmin(admin.ModelAdmin[Application]):
    """As many rows as our list shows; all else as it comes."""

    list_display = ("candidate", "job", "stage", "applied_at")
    search_fields = (
        "candidate__family_name",
        "candidate__given_name",
        "candidate__family_kana",
        "candidate__given_kana",
        "candidate__phone",
        "candidate__email",
    )
    list_per_page = 25


site.register([Candidate, Job])
