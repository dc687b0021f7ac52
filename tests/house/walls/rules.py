"""The rules: one for every address. A new address without one fails ``tests/house/test_isolation.py``."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Eyes(StrEnum):
    """Who asks. Other than the stranger and ``ELSEWHERE``, they work where the rows are."""

    STRANGER = "stranger"
    ELSEWHERE = "recruiter of another store"
    VIEWER = "viewer"
    INTERVIEWER = "interviewer"
    RECRUITER = "recruiter"
    OWNER = "owner"


HERE = frozenset({Eyes.VIEWER, Eyes.INTERVIEWER, Eyes.RECRUITER, Eyes.OWNER})
STAFF = HERE | {Eyes.ELSEWHERE}
ACTING = frozenset({Eyes.RECRUITER, Eyes.OWNER})
ACTING_ANYWHERE = ACTING | {Eyes.ELSEWHERE}
OWNERS = frozenset({Eyes.OWNER})
NOBODY: frozenset[Eyes] = frozenset()
EVERYBODY = frozenset(Eyes)


@dataclass(frozen=True)
class Rule:
    """Who may open and who may press. ``of`` names the row whose number stands in the address.

    ``door`` says what stands in the way of everybody else: the desk's sign-in, the administration's, a
    token or signature (machine), a secret address; or that there is none, or nothing to hide. ``marks`` are
    tables that opening may write: what was read. Where ``exact`` is false, whoever may is sometimes refused
    for another reason: the row's state, or that somebody else wrote it.
    """

    opens: frozenset[Eyes]
    presses: frozenset[Eyes]
    of: str = ""
    door: str = "desk"
    marks: frozenset[str] = frozenset()
    exact: bool = True

    def sometimes(self) -> "Rule":
        return replace(self, exact=False)

    def marking(self, *tables: str) -> "Rule":
        return replace(self, marks=frozenset(tables))


def row(of: str, presses: frozenset[Eyes] = ACTING) -> Rule:
    """A page about one row of a place: read by whoever works there."""
    return Rule(HERE, presses, of)


def button(of: str = "") -> Rule:
    """A pressed button: about a row of a place, or about nothing in particular."""
    who = ACTING if of else ACTING_ANYWHERE
    return Rule(who, who, of)


def of_the_house(of: str) -> Rule:
    """A row everybody shares: changed by whoever may act anywhere."""
    return Rule(ACTING_ANYWHERE, ACTING_ANYWHERE, of)


def screen() -> Rule:
    """A list or page that shows each their own places; what is pressed there is judged by what it writes."""
    return Rule(STAFF, ACTING_ANYWHERE)


def ones_own(of: str = "") -> Rule:
    """Everybody has it for themselves; the row in the address is the owner's alone."""
    return Rule(OWNERS if of else STAFF, OWNERS if of else STAFF, of)


def owners(of: str = "") -> Rule:
    return Rule(OWNERS, OWNERS, of)


def open_to_all(of: str = "") -> Rule:
    return Rule(EVERYBODY, EVERYBODY, of, door="none")


def posting(of: str = "") -> Rule:
    """What is public by its nature: open jobs, with the place's name."""
    return Rule(EVERYBODY, EVERYBODY, of, door="public")


def secret() -> Rule:
    """Behind a secret address; here it is asked for with one that nobody was given."""
    return Rule(NOBODY, NOBODY, "unknown token", door="secret")


def machine(of: str = "") -> Rule:
    """Only with a token or a signature, which none of these has."""
    return Rule(NOBODY, NOBODY, of, door="machine")


def trial(of: str = "") -> Rule:
    """The sandbox shows its drawn phones to whoever tries it; no instance that sends has these addresses."""
    return Rule(NOBODY, NOBODY, of, door="trial")


DESK = {
    # coming in
    **dict.fromkeys(("front_door", "sign_in", "sign_out", "second_step", "forgotten"), open_to_all()),
    **dict.fromkeys(("new_password", "invited"), secret()),
    **dict.fromkeys(("tablet", "change_person", "tablet_pin"), open_to_all("colleague")),
    # today
    **dict.fromkeys(("desk", "choose_store", "stores", "awake"), screen()),
    "overdue": screen(),
    "insights": screen(),
    "insights_sheet": screen().sometimes(),
    "attention": screen(),
    "came": secret(),
    "reception": screen(),
    "asking_interviewers": owners(),
    "renew_reception": button("location"),
    "reception_poster": row("location", NOBODY).sometimes(),
    "status": owners(),
    # one application
    **dict.fromkeys(("application", "trail"), row("application")),
    **dict.fromkeys(
        (
            *("write", "count", "answered", "log_call", "announce_call", "invite", "book", "constraints"),
            *("reopen", "hand_over", "withdraw", "undo_withdraw", "contact", "offer", "not_this_time"),
            *("offer_accepted", "offer_declined", "first_day", "joined", "undo_decision", "standing"),
            *("add_document", "keep_snippet"),
        ),
        button("application"),
    ),
    "personal": owners("application"),
    "personal_file": owners("application").marking("company_auditevent"),
    "document": row("document").marking("company_auditevent"),
    **dict.fromkeys(
        ("share_document", "remove_document", "bring_document_back"), button("document").sometimes()
    ),
    **dict.fromkeys(
        ("change_note", "delete_note", "bring_note_back", "pin_note"), button("note").sometimes()
    ),
    # calling, one person twice
    "calls": screen(),
    "call_screen": row("application", NOBODY),
    "undo_call": button("message").sometimes(),
    **dict.fromkeys(
        ("call_claim", "call_outcome", "call_confirmed", "same_person"),
        button("application").sometimes(),
    ),
    **dict.fromkeys(("call_script", "save_call_script", "preview_call_script"), button("job").sometimes()),
    "merging": button().sometimes(),
    **dict.fromkeys(
        ("merge_preview", "merge_people", "two_people", "perhaps_one"), button("candidate").sometimes()
    ),
    "undo_merge": button("merge").sometimes(),
    # many at once
    **dict.fromkeys(("day_act", "act_on_many", "export"), button().sometimes()),
    **dict.fromkeys(
        (
            *("day_progress", "day_stop", "day_undo", "bulk_act", "stop_bulk_act"),
            "undo_bulk_act",
        ),
        button("bulk act").sometimes(),
    ),
    "save_view": ones_own(),
    "change_view": ones_own("view").sometimes(),
    **dict.fromkeys(
        (
            *("send_now", "stop", "unstop", "message_arrived", "message_again", "message_call"),
            *("message_dismiss", "message_restore", "reword", "read_words", "usual_words"),
        ),
        button("message"),
    ),
    "wish_answered": button("wish"),
    **dict.fromkeys(("outcome", "take_back", "resend", "cancel"), button("interview")),
    # interview times
    **dict.fromkeys(("slots", "rules", "closures", "count_slots", "earlier"), screen()),
    **dict.fromkeys(("add_rule", "count_rule", "count_closure"), button()),
    **dict.fromkeys(("rule", "pause_rule", "delete_rule"), button("rule")),
    "delete_closure": button("closure"),
    "busy": Rule(STAFF - {Eyes.VIEWER}, STAFF - {Eyes.VIEWER}),
    **dict.fromkeys(("read_busy", "delete_busy"), button("busy feed")),
    **dict.fromkeys(("change_slot", "withdraw_slot", "reopen_slot"), button("slot")),
    "calendar_feeds": screen(),
    "make_calendar_feed": Rule(STAFF - {Eyes.VIEWER}, STAFF - {Eyes.VIEWER}),
    "revoke_calendar_feed": ones_own("calendar feed"),
    "switch_earlier": owners(),
    "stop_earlier": button("earlier offer"),
    # the list of applicants
    "applications": screen(),
    "add_application": button(),
    # absences
    "cases": screen(),
    **dict.fromkeys(("case", "case_attempts"), row("case")),
    **dict.fromkeys(
        (
            *("undo_case", "hold_case", "release_case", "excuse_case", "unexcuse_case", "second_chance"),
            *("settle_case", "take_up_case", "our_absence", "take_over_case", "give_back_case"),
            *("close_case", "confirm_closing", "take_back_closing"),
        ),
        button("case"),
    ),
    **dict.fromkeys(("hold_sending", "release_sending"), owners()),
    # jobs
    **dict.fromkeys(("contents", "jobs"), screen()),
    **dict.fromkeys(("add_content", "add_job", "imports", "locations"), button()),
    **dict.fromkeys(("content", "move_content", "switch_content"), button("content")),
    **dict.fromkeys(("job", "publish_job", "add_picture"), button("job")),
    "change_picture": button("picture"),
    "location": button("location"),
    # CSV files
    **dict.fromkeys(
        (
            *("import", "import_columns", "import_save", "import_discard", "import_start"),
            "import_wrong",
        ),
        button("import"),
    ),
    # mails of job boards
    "boards": button(),
    "add_board": owners(),
    "board": owners("board"),
    "forget_board_job": owners("board job").sometimes(),
    **dict.fromkeys(
        ("board_mail", "dismiss_board_mail", "restore_board_mail"), button("board mail").sometimes()
    ),
    # notices
    **dict.fromkeys(("notices", "bell", "news", "read_notices", "notice_choices", "try_hook"), ones_own()),
    "open_notice": ones_own("notice"),
    # texts
    "snippets": screen(),
    **dict.fromkeys(("add_snippet", "add_house_paper"), button()),
    **dict.fromkeys(
        ("snippet", "remove_snippet", "bring_snippet_back", "undo_snippet"), of_the_house("snippet")
    ),
    "house_paper": Rule(STAFF, NOBODY, "house paper"),
    **dict.fromkeys(("remove_house_paper", "bring_house_paper_back"), of_the_house("house paper")),
    "preview_text": screen(),
    **dict.fromkeys(("templates", "text_versions", "text_version"), screen().sometimes()),
    **dict.fromkeys(("restore_text", "bring_back_text", "try_text"), button().sometimes()),
    "trial": ones_own("trial").sometimes(),
    **dict.fromkeys(("cadence", "preview_cadence", "cadence_versions"), Rule(STAFF, OWNERS).sometimes()),
    "bring_back_cadence": owners().sometimes(),
    # oneself
    **dict.fromkeys(
        (
            *("me", "my_sign_in", "change_password", "pin", "recovery_codes", "new_codes"),
            *("two_steps", "two_steps_off"),
        ),
        ones_own(),
    ),
    # settings
    **dict.fromkeys(
        (
            *(
                "company",
                "api_keys",
                "webhooks",
                "first_run",
                "settings_hours",
                "settings_ways_in",
                "settings_channels",
            ),
            *("try_channel", "settings_privacy", "settings_columns", "settings_staff"),
            "add_location",
            *("closing_rule", "preview_rule", "rule_versions", "tell_incident"),
            *("risk", "risk_count", "risk_learning", "experiments", "new_experiment"),
        ),
        owners(),
    ),
    "settings": screen(),
    "risk_points": owners().sometimes(),
    **dict.fromkeys(("experiment", "look_early", "end_experiment"), owners().sometimes()),
    "tablets": button(),
    "revoke_tablet": button("tablet"),
    "revoke_api_key": owners("api key"),
    **dict.fromkeys(("webhook", "act_on_webhook"), owners("webhook")),
    "resend_delivery": owners("delivery").sometimes(),
    "close_location": owners("location"),
    "bring_back_rule": owners().sometimes(),
    **dict.fromkeys(("end_incident", "drop_incident", "take_up_incident"), owners("incident")),
    "settings_column": owners("column"),
    **dict.fromkeys(("colleague", "leave_staff", "act_on_staff"), owners("colleague")),
    "settings_invitation": owners("invitation"),
}
PORTAL = {
    **dict.fromkeys(("jobs", "sitemap", "robots"), posting()),
    **dict.fromkeys(("job", "thanks", "thanks_line", "contact_card"), posting("job")),
    "job_preview": row("job", HERE),
    "picture": posting("picture"),
    **dict.fromkeys(
        (
            *("calendar_feed", "home", "confirm", "pick", "agree", "hold", "wish", "earlier", "late", "way"),
            *("withdraw", "withdraw_why", "undo", "absent", "message", "calendar", "preferences", "line"),
            *("line_off", "readings", "reading", "language", "not_me", "opened", "broken"),
            *("offer_accept", "offer_decline", "offer_undo", "papers", "paper", "remove_paper"),
            *("bring_paper_back", "here", "at"),
        ),
        secret(),
    ),
}
OTHERS = {
    "messaging:unsubscribe": secret(),
    "messaging:healthz": open_to_all(),
    "messaging:readyz": open_to_all(),
    "messaging:metrics": open_to_all(),
    "messaging:line_webhook": machine(),
    "messaging:twilio_inbound": machine(),
    "messaging:twilio_status": machine("attempt"),
    "set_language": open_to_all(),
    "simulator:simulator": owners(),
    **dict.fromkeys(("simulator:report", "simulator:json"), owners("simulation")),
    "sandbox:phone": trial(),
    "sandbox:answer": trial("message"),
    "sandbox:write_in_line": trial("application"),
    "sandbox:press_in_line": trial("message"),
    "sandbox:open": trial("message"),
    "sandbox:clock": trial(),
    "sandbox:again": trial(),
}
API = {
    "nothing": Rule(EVERYBODY, EVERYBODY, door="none").sometimes(),
    **dict.fromkeys(("openapi", "docs"), open_to_all()),
    **dict.fromkeys(
        (
            *("me", "jobs", "post_application", "applications", "check_application", "application"),
            "interviews",
        ),
        machine("application"),
    ),
}
RULES = {
    **{f"dashboard:{name}": rule for name, rule in DESK.items()},
    **{f"api:machine:{name}": rule for name, rule in API.items() if rule.door == "machine"},
    **{f"api:{name}": rule for name, rule in API.items() if rule.door != "machine"},
    **{f"portal:{name}": rule for name, rule in PORTAL.items()},
    **OTHERS,
}
WHOLE_DOORS = {
    "admin:": Rule(OWNERS, OWNERS, "application", door="administration"),
    "messaging:anymail:": machine(),
}
"""One rule for everything behind that door."""
OPEN_IN_THE_ADMINISTRATION = {"admin:login", "admin:logout", "admin:jsi18n"}
"""To strangers and owners; who has no business there is told so."""


def rule_of(name: str) -> Rule | None:
    if name in OPEN_IN_THE_ADMINISTRATION:
        return open_to_all().sometimes()
    if name in RULES:
        return RULES[name]
    return next((rule for door, rule in WHOLE_DOORS.items() if name.startswith(door)), None)
