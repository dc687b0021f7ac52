"""Two boards as patterns, and the generic table for every other one. Owners change them on the desk."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COMMON = {
    "応募者名": "full_name", "応募者氏名": "full_name", "氏名": "full_name", "お名前": "full_name", "名前": "full_name",
    "フリガナ": "full_kana", "ふりがな": "full_kana", "カナ": "full_kana", "氏名カナ": "full_kana",
    "電話番号": "phone", "携帯電話": "phone", "携帯電話番号": "phone", "連絡先": "phone", "TEL": "phone",
    "メールアドレス": "email", "メール": "email", "Eメール": "email", "E-mail": "email",
    "生年月日": "birth_on",
    "応募職種": "job", "職種": "job", "求人名": "job", "応募求人": "job", "お仕事": "job",
    "原稿番号": "job_number", "求人番号": "job_number", "お仕事番号": "job_number",
    "勤務地": "place", "勤務先": "place", "店舗": "place", "店舗名": "place",
    "応募日時": "applied_at", "応募日": "applied_at", "受付日時": "applied_at",
    "志望動機": "motivation", "自己PR": "motivation", "メッセージ": "motivation",
    "希望シフト": "availability", "勤務可能日": "availability", "勤務希望": "availability",
}  # fmt: skip
BOARDS = [
    (
        "バイトひろば(見本)",
        "baito-hiroba.example",
        {
            "応募者名": "full_name", "フリガナ": "full_kana", "電話番号": "phone", "メールアドレス": "email",
            "生年月日": "birth_on", "応募職種": "job", "勤務地": "place", "応募日時": "applied_at",
            "希望シフト": "availability", "メッセージ": "motivation",
        },
    ),
    (
        "しごと便り(見本)",
        "shigoto-dayori.example",
        {
            "お名前": "full_name", "ふりがな": "full_kana", "携帯電話": "phone", "連絡先メール": "email",
            "求人番号": "job_number", "求人名": "job", "店舗名": "place", "受付日時": "applied_at",
            "自己PR": "motivation", "勤務可能日": "availability",
        },
    ),
    ("そのほかの媒体", "", COMMON),
]  # fmt: skip


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    board = apps.get_model("candidates", "Board")
    for name, senders, labels in BOARDS:
        board.objects.get_or_create(name=name, defaults={"senders": senders, "labels": labels})


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    names = [name for name, _senders, _labels in BOARDS]
    apps.get_model("candidates", "Board").objects.filter(name__in=names, mails=None, jobs=None).delete()


class Migration(migrations.Migration):
    dependencies = [("candidates", "0012_jobs_of_board_mails")]

    operations = [migrations.RunPython(add, remove)]
