"""Every table is read out to the person it is about, or stands in a list with its reason."""

from django.apps import apps

from candidates.models import Candidate
from dashboard.queries.personal_kinds import KINDS, covered
from dashboard.queries.personal_left_out import NOBODYS, NOT_OURS, REPEATS


def tables() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models() if model._meta.app_label not in NOT_OURS}


def test_every_table_is_read_out_or_says_why_not() -> None:
    known = {*covered(), *REPEATS, *NOBODYS}

    assert tables() - known == set(), "give each a kind in personal_kinds, or a reason in personal_left_out"
    assert known - tables() == set(), "these tables are gone"


def test_no_table_is_in_two_lists() -> None:
    lists = [list(covered()), list(REPEATS), list(NOBODYS)]
    every = [name for names in lists for name in names]

    assert len(every) == len(set(every))


def test_every_column_of_a_person_and_of_what_hangs_on_them_is_read_out_or_technical() -> None:
    """A new column about somebody does not slip past: own words, addresses and dates are all in the file."""
    technical = {"contact_version", "merged_into", "erased_at", "phone_kind", "id"}
    person = next(kind for kind in KINDS if kind.model is Candidate)

    columns = {one.name for one in Candidate._meta.concrete_fields}
    assert columns - set(person.fields) - technical == set()


def test_nothing_whose_table_points_at_an_applicant_is_called_nobodys() -> None:
    about = {"candidates.candidate", "candidates.application", "scheduling.interview", "noshow.case"}
    pointing = {
        model._meta.label_lower
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if one.related_model is not None and one.related_model._meta.label_lower in about
    }

    assert pointing & NOBODYS == set()
