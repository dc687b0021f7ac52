"""What the reference page says about endpoints, fields, statuses and events."""

from django.utils.translation import gettext as _

from company.policy import ApiScope


def endpoint_words(operation: str) -> tuple[str, str]:
    """What it does, and the scope it asks for."""
    words = {
        "me": (_("The key itself: its name, scopes, locations and limit."), ""),
        "list_jobs": (_("The jobs of the key’s locations. An application names one by slug."), ApiScope.JOBS),
        "post_application": (
            _(
                "Takes in one application; the person is thanked at once, as after the form. 201 when it is "
                "new, 200 when it is known: the same person with an open application for the same job keeps "
                "that one, whichever way it came."
            ),
            ApiScope.WRITE,
        ),
        "check_application": (
            _("Whether it could be taken in. Nothing is stored, nobody is written to."),
            ApiScope.WRITE,
        ),
        "list_applications": (
            _("Applications of the key’s locations, the oldest first."),
            ApiScope.READ,
        ),
        "get_application": (
            _("Where one application stands. Never the person’s name, number or address."),
            ApiScope.READ,
        ),
        "list_interviews": (_("Its interviews, from the invitation to the outcome."), ApiScope.READ),
    }
    told, scope = words[operation]
    return told, str(scope)


def field_words(name: str) -> str:
    words = {
        "Idempotency-Key": _("A text of your own for every application; repeating is then harmless."),
        "job": _("Slug or number"),
        "full_name": _("Split at the first space; or family_name and given_name"),
        "phone": _("Japanese, in any writing; or an e-mail address"),
        "birth_on": _("e.g. 2001-04-03 or 平成13年4月3日"),
        "external_ref": _("Your own number of the application"),
        "source": _("Where they applied, e.g. a job board"),
        "applied_at": _("With an offset: …Z or …+09:00"),
        "updated_since": _("Only what changed at or after this moment"),
        "cursor": _("As next of the page before"),
        "next": _("Cursor of the next page; null on the last"),
        "consent_text": _("What they agreed to, word for word"),
        "start_contact": _("false: nobody is written to until staff say so"),
        "language": _("Which language we write to them in"),
        "url": _("The page for people"),
        "takes_applications": _("Published and not over"),
        "all_locations": _("false: only those named here, also when none is left"),
    }
    return words.get(name, "")


def status_words(status: str) -> str:
    words = {
        "200": _("Fine"),
        "201": _("New"),
        "400": _("Not JSON"),
        "401": _("Key missing, wrong, expired or revoked"),
        "403": _("Scope lacking"),
        "404": _("Nothing here that this key may see"),
        "409": _("external_ref of another person"),
        "413": _("Larger than 64 kB"),
        "415": _("Not application/json"),
        "422": _("Fields that cannot be taken, or a reused Idempotency-Key"),
        "429": _("Too many requests; see Retry-After"),
    }
    return words[status]
