"""A key for the kiosk, a payroll that does not answer any more, and two mails that a person has to read."""

from datetime import datetime, timedelta

from candidates.models import BoardMail
from candidates.services.board_mails import keep_mail, read_waiting
from company.models import ApiToken, Webhook, WebhookDelivery
from company.policy import ApiScope, HookEvent
from company.services.api_tokens import make_token
from company.services.hooks import make_hook
from sandbox.sample.place import Place

SENDER = "noreply@baito-hiroba.example"
NO_PHONE = """バイトひろばをご利用いただきありがとうございます。
求人に応募がありました。

■応募者名
三浦 千尋(ミウラ チヒロ)
■電話番号
090-0000-12
■応募職種
{title}
■勤務地
{place}
■応募日時
{when}
■希望シフト
平日の夕方から、週3日ほど
────────────────
このメールは送信専用です。
"""
NO_JOB = """【応募のお知らせ】

応募者名:長谷川 翼
フリガナ:ハセガワ ツバサ
電話番号:080-0000-4821
メールアドレス:tsubasa@example.jp
応募職種:オープニングスタッフ(秋の特集)
メッセージ:接客の経験が二年あります。
よろしくお願いいたします。
"""


def let_machines_speak(place: Place, now: datetime) -> None:
    _begin_anew()
    kobayashi = place.staff["kobayashi"]
    scopes = (ApiScope.WRITE, ApiScope.JOBS)
    make_token(
        name="店頭の受付端末",
        scopes=scopes,
        locations=[],
        expires_at=None,
        by=kobayashi,
        now=now - timedelta(days=20),
    )
    _paused_hook(place, now)
    _mails(place, now)


def _begin_anew() -> None:
    for model in (BoardMail, Webhook, ApiToken):
        model.objects.all().delete()


def _paused_hook(place: Place, now: datetime) -> None:
    """Its events are kept until somebody switches it on."""
    hook = make_hook(
        name="給与システム",
        url="http://127.0.0.1:9/yakusoku",
        events=[HookEvent.BOOKED, HookEvent.OUTCOME, HookEvent.STAGE_CHANGED],
        by=place.staff["kobayashi"],
        now=now - timedelta(days=9),
    )
    since = now - timedelta(days=2)
    Webhook.objects.filter(pk=hook.pk).update(is_active=False, failing_since=since)
    WebhookDelivery.objects.create(
        webhook=hook,
        key="sample",
        event=HookEvent.STAGE_CHANGED,
        payload={"stage": "deciding"},
        state="failed",
        attempts=9,
        error="unreachable",
        next_attempt_at=since,
        created_at=since,
    )


def _mails(place: Place, now: datetime) -> None:
    job = next(iter(place.jobs.values()))
    when = (now - timedelta(minutes=42)).strftime("%Y/%m/%d %H:%M")
    words = NO_PHONE.format(title=job.title, place=job.location.name, when=when)
    for number, (text, ago) in enumerate(((words, 40), (NO_JOB, 95)), start=1):
        keep_mail(
            message_id=f"<sample-{number}@baito-hiroba.example>",
            sender=SENDER,
            subject="【バイトひろば】応募がありました",
            text=text,
            received_at=now - timedelta(minutes=ago),
        )
    read_waiting(now=now)
