"""A résumé from a candidate, a paper from us, a note that names a colleague, and what is kept ready."""

from datetime import datetime, timedelta

from candidates.models import Application, HousePaper
from candidates.policy import DocumentKind, Stage
from candidates.services import house_papers
from candidates.services.documents import add_document, share
from candidates.services.noting import handle, pin_note, write_note
from candidates.services.standing import note_standing
from company.models import Staff
from messaging.models import Snippet
from messaging.services import snippets
from sandbox.sample.place import Place

SAVED = {
    "持ち物のご案内": (
        "{名前}さん、{場所}の面接は、ボールペンだけお持ちください。服装はふだん着で大丈夫です。\n{リンク}"
    ),
    "お電話がつながらなかったとき": (
        "{名前}さん、{会社}の{担当}です。お電話しましたが、お忙しい時間でしたね。"
        "ご都合のよい時間を、こちらから教えてください。\n{リンク}"
    ),
    "シフトのご相談": "{名前}さん、シフトは週2日、1日4時間からご相談いただけます。ご希望をお聞かせください。",
}


def let_papers_lie(place: Place, now: datetime) -> None:
    """With whoever has an offer open, and a note beside whoever is being decided on."""
    kobayashi, tanabe = place.staff["kobayashi"], place.staff["tanabe"]
    _keep_ready(kobayashi, now - timedelta(days=12))
    for application in _at(Stage.OFFERED)[:1]:
        add_document(
            application,
            _a_page("Resume"),
            name="履歴書.pdf",
            kind=DocumentKind.RESUME,
            now=now - timedelta(days=6),
        )
        ours = add_document(
            application,
            _a_page("Working conditions"),
            name="労働条件通知書.pdf",
            kind=DocumentKind.OTHER,
            by=kobayashi,
            now=now - timedelta(days=4),
        )
        share(ours, shown=True, by=kobayashi, now=now - timedelta(days=4))
        note_standing(
            application, keenness="high", other_applications=1, by=kobayashi, now=now - timedelta(days=4)
        )
    for application in _at(Stage.DECIDING)[:1]:
        text = f"お客さまと話すのが好きとのこと。@{handle(tanabe)} 土曜の夕方に入れるか、確認をお願いします。"
        note = write_note(application, text, author=kobayashi, now=now - timedelta(minutes=12))
        pin_note(note, pinned=True, by=kobayashi, now=now - timedelta(minutes=11))


def _keep_ready(by: Staff, now: datetime) -> None:
    """Texts and a paper that everybody who writes can choose."""
    Snippet.objects.all().delete()
    HousePaper.objects.all().delete()  # of a sample that begins again; nobody has one of them yet
    for name, body in SAVED.items():
        snippets.save(Snippet(), name=name, language="ja", subject="", body=body, by=by, now=now)
    house_papers.add(_a_page("The way to us"), name="お店までの地図.pdf", by=by, now=now)


def _at(stage: Stage) -> list[Application]:
    rows = Application.objects.filter(stage=stage).order_by("pk")
    return list(rows.select_related("candidate", "job__location", "owner"))


def _a_page(words: str) -> bytes:
    """The smallest PDF with a line of words on it."""
    line = f"BT /F1 24 Tf 72 760 Td ({words}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    page, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(page))
        page += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(parts) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return page + head + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(page))
