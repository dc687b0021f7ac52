"""What is left of cases when a person is erased."""

from noshow.models import Case


def forget_reasons(candidate_id: int) -> None:
    """Words go, codes and outcomes stay for the figures. The caller holds the person's lock."""
    Case.objects.filter(interview__application__candidate=candidate_id).update(reason_text="", hold_reason="")
