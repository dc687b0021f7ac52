"""What the sample company's candidates may read and watch."""

from candidates.models import Content, Job
from candidates.policy import ContentKind

WORD = """\
大学2年のときから、ホールで働いています。はじめは注文を聞くだけで、声がふるえていました。

となりに先輩がいて、2週間はずっといっしょでした。まちがえても「だいじょうぶ、次ね」と言ってもらえました。

いまの楽しみは、まかないの親子丼です。お客さんに「ありがとう」と言われた日は、帰り道もうれしいです。

面接は、お話をするだけでした。わからないことは、そのとき何でもきいてください。"""
DAY = """\
10:00 お店に来て、エプロンをつけます。

10:30 テーブルをふいて、メニューを並べます。

11:00 開店です。「いらっしゃいませ」と、お客さんをご案内します。

14:00 まかないの時間です。きょうのメニューから選べます。

15:00 おしまい。あとかたづけは15分ほどです。"""


def build_contents(jobs: dict[str, Job]) -> None:
    """A colleague's word and a day at the restaurant for the hall, and a page for everybody."""
    rows = [
        (
            ContentKind.WORD,
            jobs["hall"],
            "「まかないの親子丼が、いちばんの楽しみ」",
            "ホール 2年目・田口さん(大学生)",
            2,
            WORD,
            "",
        ),
        (ContentKind.ARTICLE, jobs["hall"], "ホールの一日", "開店前から、まかないまで", 1, DAY, ""),
        (
            ContentKind.VIDEO,
            None,
            "お店の中を歩いてみる",
            "入口から厨房まで、店長といっしょに",
            1,
            "",
            "https://video.hinata.example/tour",
        ),
    ]
    for position, (kind, job, title, summary, minutes, body, url) in enumerate(rows):
        Content.objects.create(
            kind=kind,
            job=job,
            title=title,
            summary=summary,
            minutes=minutes,
            body=body,
            url=url,
            position=position,
        )
