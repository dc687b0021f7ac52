"""What one press shuts or deletes in the settings, the toast's button brings back."""

from datetime import timedelta
from typing import Any  # the test client's responses carry what they like

import pytest
from django.db.models import Model
from django.test import Client

from candidates.models import BoardJob, ColumnChoice
from candidates.policy import Stage
from company.models import ApiToken, AuditEvent, SavedView, SharedTablet, Staff, StaffInvitation
from scheduling.models import CalendarFeed
from tests.dashboard.signed_in import text_of
from tests.factories import NOW, a_board, a_job, a_location, an_application

pytestmark = pytest.mark.django_db


def rows(owner: Staff) -> dict[str, Model]:
    return {
        "/desk/settings/api/{}/revoke/": ApiToken.objects.create(name="a", token_hash="1", made_at=NOW),
        "/desk/tablets/{}/revoke/": SharedTablet.objects.create(
            name="a", location=a_location(), token_hash="2", added_at=NOW
        ),
        "/desk/settings/invitations/{}/": StaffInvitation.objects.create(
            email="a@example.jp", token_hash="3", invited_at=NOW, expires_at=NOW + timedelta(days=7)
        ),
        "/desk/calendar-feed/{}/revoke/": CalendarFeed.objects.create(
            staff=owner, token_hash="4", made_at=NOW
        ),
    }


KINDS = (
    "/desk/settings/api/{}/revoke/",
    "/desk/tablets/{}/revoke/",
    "/desk/settings/invitations/{}/",
    "/desk/calendar-feed/{}/revoke/",
)


@pytest.mark.parametrize("address", KINDS)
def test_what_was_shut_is_open_again_by_its_toast(screen: Client, owner: Staff, address: str) -> None:
    row: Any = rows(owner)[address]
    url = address.format(row.pk)

    gone: Any = screen.post(url, {"do": "revoke"}, follow=True)
    row.refresh_from_db()
    shut = row.revoked_at
    back = text_of(screen.post(f"{url}?back=1", follow=True))
    row.refresh_from_db()

    assert shut is not None
    assert f'action="{url}?back=1"' in gone.content.decode()
    assert "元に戻しました" in back
    assert row.revoked_at is None
    assert AuditEvent.objects.filter(action__endswith="_brought_back", entity_id=row.pk).count() == 1


@pytest.mark.parametrize("address", KINDS)
def test_after_a_quarter_of_an_hour_it_stays_shut(
    screen: Client, owner: Staff, at_now: Any, address: str
) -> None:
    row: Any = rows(owner)[address]
    screen.post(address.format(row.pk), {"do": "revoke"})
    at_now.move_to(NOW + timedelta(minutes=16))

    told = text_of(screen.post(address.format(row.pk) + "?back=1", follow=True))

    row.refresh_from_db()
    assert "もう元に戻せません" in told
    assert row.revoked_at is not None


def test_who_was_invited_anew_is_not_invited_twice(screen: Client, owner: Staff) -> None:
    first: Any = rows(owner)["/desk/settings/invitations/{}/"]
    screen.post(f"/desk/settings/invitations/{first.pk}/", {"do": "revoke"})
    StaffInvitation.objects.create(
        email=first.email, token_hash="5", invited_at=NOW, expires_at=NOW + timedelta(days=7)
    )

    screen.post(f"/desk/settings/invitations/{first.pk}/?back=1")

    first.refresh_from_db()
    assert first.revoked_at is not None


def test_a_newer_address_of_a_calendar_stays_the_only_one(screen: Client, owner: Staff) -> None:
    first: Any = rows(owner)["/desk/calendar-feed/{}/revoke/"]
    screen.post(f"/desk/calendar-feed/{first.pk}/revoke/")
    CalendarFeed.objects.create(staff=owner, token_hash="5", made_at=NOW)

    screen.post(f"/desk/calendar-feed/{first.pk}/revoke/?back=1")

    assert CalendarFeed.objects.get(revoked_at=None) != first


def test_a_deleted_view_stands_where_it_stood(screen: Client, owner: Staff) -> None:
    for number, name in enumerate(("朝", "昼", "夜")):
        SavedView.objects.create(staff=owner, name=name, query="stage=new", position=number)
    noon = SavedView.objects.get(name="昼")

    gone: Any = screen.post(f"/desk/views/{noon.pk}/change/", {"do": "delete"}, follow=True)
    action = gone.content.decode().split("?back=1")[0].rsplit('action="', 1)[1] + "?back=1"
    screen.post(action)
    screen.post(action)

    assert list(SavedView.objects.values_list("name", flat=True)) == ["朝", "昼", "夜"]


def test_a_forgotten_column_is_known_again(screen: Client) -> None:
    choice = ColumnChoice.objects.create(header="お電話", field="phone")

    screen.post(f"/desk/settings/columns/{choice.pk}/", {"do": "forget"})
    assert not ColumnChoice.objects.exists()
    screen.post("/desk/settings/columns/?back=1")

    assert ColumnChoice.objects.get().field == "phone"


def test_a_title_of_a_board_means_its_job_again(screen: Client) -> None:
    known = BoardJob.objects.create(board=a_board(), text="ホール", job=a_job())

    gone: Any = screen.post(f"/desk/boards/jobs/{known.pk}/forget/", follow=True)
    screen.post(f"/desk/boards/{known.board_id}/?back=1")

    assert f'action="/desk/boards/{known.board_id}/?back=1"' in gone.content.decode()
    assert BoardJob.objects.get().job == known.job


def test_nothing_laid_aside_is_said(screen: Client) -> None:
    board = a_board()

    for address in ("/desk/settings/columns/", f"/desk/boards/{board.pk}/"):
        assert "もう元に戻せません" in text_of(screen.post(f"{address}?back=1", follow=True))


def test_a_withdrawal_entered_for_somebody_is_taken_back_by_its_toast(screen: Client) -> None:
    application = an_application(stage=Stage.INTERVIEWING)

    page: Any = screen.post(f"/desk/applications/{application.pk}/withdraw/", follow=True)
    screen.post(f"/desk/applications/{application.pk}/undo-withdraw/")

    application.refresh_from_db()
    assert f'action="/desk/applications/{application.pk}/undo-withdraw/"' in page.content.decode()
    assert application.stage == Stage.INTERVIEWING
