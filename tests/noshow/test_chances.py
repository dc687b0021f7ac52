"""Who gets a second chance: every line of it."""

import pytest

from noshow.policy import ChanceTerms, NoChance, Reason, refuses

TERMS = ChanceTerms()


@pytest.mark.parametrize("reason", [None, *Reason])
@pytest.mark.parametrize("by_person", [True, False])
@pytest.mark.parametrize("given", [0, 1, 2])
def test_who_gets_one(reason: Reason | None, by_person: bool, given: int) -> None:
    """66 lines: where it was us always; else while some are left; by rule only for the reasons listed."""
    refused = refuses(TERMS, given=given, reason=reason, by_person=by_person)

    if reason is Reason.NOBODY_THERE:
        assert refused is None
    elif given:
        assert refused is NoChance.USED
    elif by_person or reason in {Reason.UNWELL, Reason.FAMILY, Reason.LOST, Reason.WORK_OR_SCHOOL}:
        assert refused is None
    else:
        assert refused is (NoChance.NOT_LISTED if reason else NoChance.NO_REASON)


def test_a_company_may_give_more_and_for_other_reasons() -> None:
    terms = ChanceTerms(most=2, reasons=frozenset({Reason.FORGOT}))

    assert refuses(terms, given=1, reason=Reason.FORGOT, by_person=False) is None
    assert refuses(terms, given=2, reason=Reason.FORGOT, by_person=True) is NoChance.USED
    assert refuses(terms, given=0, reason=Reason.UNWELL, by_person=False) is NoChance.NOT_LISTED
