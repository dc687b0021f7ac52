"""How little and how much each number of the company's settings may be, wherever it is typed."""

RANGES = {
    "retention_months": (1, 60),
    "first_contact_minutes": (5, 24 * 60),
    "invitation_days": (1, 30),
    "decision_days": (1, 60),
    "fewest_slots": (1, 50),
    "reschedules_allowed": (0, 20),
    "reschedule_cutoff_minutes": (0, 3 * 24 * 60),
    "longest_wait_days": (1, 60),
    "earlier_offer_minutes": (10, 24 * 60),
    "deputy_after_minutes": (0, 24 * 60),
    "tablet_minutes": (1, 120),
    "sms_monthly_ceiling": (0, 1_000_000),
    "sms_part_yen": (0, 1000),
}
