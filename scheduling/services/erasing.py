"""What is left of wishes when a person is erased."""

from scheduling.models import AvailabilityWish


def forget_wishes(candidate_id: int) -> None:
    """Their own words go; that they wished for other times stays. The caller holds the person's lock."""
    AvailabilityWish.objects.filter(application__candidate=candidate_id).update(text="", coming={})
