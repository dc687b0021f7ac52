"""Thirty people in every state of the story, each told as acts at moments around the sample's today.

A moment is (days from today, local hour, minute). Acts are verbs of ``sandbox.sample.acts``.
"""

from dataclasses import dataclass, field

At = tuple[int, int, int]


@dataclass(frozen=True)
class Act:
    at: At
    verb: str
    value: str | int | At = ""


@dataclass(frozen=True)
class Person:
    """``names``: family, given, kana of each. ``acts`` follow the application at ``applied``."""

    names: tuple[str, str, str, str]
    job: str
    applied: At
    channel: str = "sms"
    has_email: bool = True
    has_mobile: bool = True
    landline: bool = False
    language: str = "ja"
    hours: str = ""
    motivation: str = ""
    source_note: str = ""
    acts: tuple[Act, ...] = field(default=())


def _booked(invited: At, chosen: At, slot: At, *more: Act) -> tuple[Act, ...]:
    return (Act(invited, "call"), Act(invited, "invite"), Act(chosen, "book", slot), *more)


PEOPLE = (
    # --- today -------------------------------------------------------------------------------------
    Person(
        ("石川", "大翔", "いしかわ", "だいと"),
        "early",
        (-4, 8, 12),
        motivation="朝型なので早朝の仕事をさがしていました。",
        acts=_booked(
            (-4, 10, 20), (-4, 12, 5), (0, 9, 30), Act((-1, 18, 20), "confirm"), Act((0, 9, 32), "came")
        ),
    ),
    Person(
        ("グエン", "ティ ラン", "ぐえん", "てぃ らん"),
        "hall",
        (-5, 15, 2),
        channel="email",
        motivation="日本語をたくさん話したいです。",
        acts=_booked((-5, 15, 20), (-5, 19, 30), (0, 11, 30), Act((0, 8, 10), "confirm")),
    ),
    Person(
        ("野口", "さくら", "のぐち", "さくら"),
        "hall",
        (-3, 20, 40),
        motivation="家から近いので。",
        acts=_booked(
            (-2, 10, 5), (-2, 10, 31), (0, 11, 0), Act((-1, 18, 3), "confirm"), Act((0, 9, 48), "late", 15)
        ),
    ),
    Person(
        ("佐々木", "蓮", "ささき", "れん"),
        "hall",
        (-9, 12, 41),
        hours="夕方以降",
        motivation="人と話すのが好きです。",
        acts=_booked((-9, 12, 58), (-9, 19, 24), (0, 13, 0), Act((0, 9, 40), "no_answer")),
    ),
    Person(
        ("中村", "千尋", "なかむら", "ちひろ"),
        "kitchen",
        (-2, 9, 15),
        motivation="料理が好きです。",
        acts=_booked(
            (-2, 9, 40),
            (-2, 12, 10),
            (0, 14, 0),
            Act((-1, 18, 4), "say", "はい、伺います。よろしくお願いします"),
        ),
    ),
    Person(
        ("加藤", "結衣", "かとう", "ゆい"),
        "hall",
        (-6, 17, 30),
        motivation="大学の近くなので。",
        acts=_booked(
            (-6, 17, 50),
            (-5, 8, 2),
            (0, 15, 30),
            Act((0, 9, 18), "say", "靴は黒のスニーカーでも大丈夫ですか？"),
        ),
    ),
    Person(
        ("山本", "拓海", "やまもと", "たくみ"),
        "kitchen",
        (-7, 11, 11),
        motivation="居酒屋で1年働いていました。",
        acts=(
            *_booked((-7, 11, 40), (-7, 13, 0), (1, 13, 0)),
            Act((-4, 21, 10), "move", (1, 15, 30)),
            Act((-2, 20, 5), "move", (0, 17, 0)),
            Act((-1, 18, 30), "undelivered"),
        ),
    ),
    Person(
        ("渡辺", "彩花", "わたなべ", "あやか"),
        "manager",
        (-5, 21, 32),
        channel="email",
        motivation="10年の接客の経験を生かしたいです。",
        acts=_booked((-4, 10, 1), (-4, 22, 15), (0, 18, 30), Act((-1, 21, 32), "confirm")),
    ),
    # --- just applied ------------------------------------------------------------------------------
    Person(
        ("森田", "悠斗", "もりた", "ゆうと"),
        "hall",
        (0, 9, 48),
        channel="phone",
        hours="昼 11–14時",
        motivation="まかないがおいしそうだったので。",
    ),
    Person(("清水", "陽菜", "しみず", "ひな"), "early", (-1, 23, 12), motivation="朝の時間を使いたいです。"),
    Person(("Daniel", "", "", ""), "kitchen", (0, 9, 31), language="en", channel="email", has_mobile=False),
    # --- invited, choosing ---------------------------------------------------------------------------
    Person(
        ("木村", "陸", "きむら", "りく"),
        "hall",
        (-1, 14, 20),
        acts=(Act((-1, 14, 40), "call"), Act((-1, 14, 45), "invite")),
    ),
    Person(
        ("林", "美月", "はやし", "みつき"),
        "kitchen",
        (-3, 18, 30),
        acts=(Act((-2, 10, 10), "invite"), Act((-1, 21, 5), "wish", "子どもの迎えがあるので15時までなら")),
    ),
    Person(("斎藤", "海斗", "さいとう", "かいと"), "hall", (-3, 12, 0), acts=(Act((-3, 12, 15), "invite"),)),
    # --- booked for later days ------------------------------------------------------------------------
    Person(
        ("松本", "莉子", "まつもと", "りこ"),
        "hall",
        (-2, 16, 20),
        acts=_booked((-2, 16, 40), (-2, 18, 0), (1, 11, 0)),
    ),
    Person(
        ("井上", "颯太", "いのうえ", "そうた"),
        "kitchen",
        (-4, 13, 5),
        acts=_booked((-4, 13, 30), (-4, 20, 10), (2, 17, 0)),
    ),
    Person(
        ("山口", "花", "やまぐち", "はな"),
        "hall",
        (-1, 10, 30),
        acts=_booked((-1, 10, 45), (-1, 12, 20), (4, 14, 0)),
    ),
    Person(
        ("岡田", "大和", "おかだ", "やまと"),
        "manager",
        (-3, 22, 5),
        channel="email",
        acts=_booked((-2, 10, 30), (-2, 13, 0), (7, 15, 30), Act((-1, 8, 30), "move", (8, 15, 30))),
    ),
    # --- could not meet -------------------------------------------------------------------------------
    Person(
        ("村上", "翔", "むらかみ", "しょう"),
        "hall",
        (-6, 12, 30),
        acts=_booked(
            (-6, 12, 50),
            (-6, 18, 40),
            (-1, 15, 30),
            Act((-1, 15, 45), "absent"),
            Act((-1, 17, 0), "no_answer"),
        ),
    ),
    Person(
        ("近藤", "涼", "こんどう", "りょう"),
        "kitchen",
        (-8, 9, 50),
        acts=_booked(
            (-8, 10, 10),
            (-8, 12, 30),
            (-2, 11, 0),
            Act((-2, 11, 15), "absent"),
            Act((-2, 12, 20), "reason", "unwell"),
        ),
    ),
    Person(
        ("坂本", "健太", "さかもと", "けんた"),
        "hall",
        (-9, 19, 0),
        acts=_booked(
            (-8, 10, 5), (-8, 21, 0), (-3, 9, 30), Act((-3, 9, 45), "absent"), Act((-3, 10, 50), "no_answer")
        ),
    ),
    Person(
        ("遠藤", "萌", "えんどう", "もえ"),
        "early",
        (-13, 7, 40),
        acts=_booked(
            (-13, 10, 0),
            (-13, 12, 0),
            (-9, 9, 30),
            Act((-9, 9, 50), "absent"),
            Act((-9, 11, 0), "no_answer"),
            Act((-6, 10, 0), "close"),
        ),
    ),
    # --- came, decided --------------------------------------------------------------------------------
    Person(
        ("上田", "真由", "うえだ", "まゆ"),
        "manager",
        (-7, 20, 10),
        acts=_booked(
            (-6, 10, 0), (-6, 12, 10), (-1, 18, 30), Act((-2, 18, 10), "confirm"), Act((-1, 18, 33), "came")
        ),
    ),
    Person(
        ("藤田", "楓", "ふじた", "かえで"),
        "hall",
        (-12, 11, 20),
        acts=_booked(
            (-12, 11, 40),
            (-12, 15, 0),
            (-8, 13, 0),
            Act((-9, 18, 6), "confirm"),
            Act((-8, 13, 4), "came"),
            Act((-4, 11, 0), "offer", 8),
        ),
    ),
    Person(
        ("西村", "樹", "にしむら", "いつき"),
        "kitchen",
        (-13, 9, 20),
        acts=_booked(
            (-13, 9, 40),
            (-13, 10, 30),
            (-10, 14, 0),
            Act((-11, 18, 20), "confirm"),
            Act((-10, 14, 0), "came"),
            Act((-9, 12, 0), "stage", "offered"),
            Act((-7, 12, 0), "stage", "joined"),
        ),
    ),
    Person(
        ("三浦", "葵", "みうら", "あおい"),
        "hall",
        (-10, 17, 45),
        acts=_booked(
            (-9, 10, 0),
            (-9, 10, 20),
            (-5, 17, 0),
            Act((-6, 18, 30), "confirm"),
            Act((-5, 17, 12), "came_late"),
        ),
    ),
    # --- withdrew, cancelled ----------------------------------------------------------------------------
    Person(
        ("原田", "優", "はらだ", "ゆう"),
        "hall",
        (-6, 20, 15),
        acts=_booked((-5, 10, 0), (-5, 12, 0), (1, 13, 0), Act((-1, 20, 40), "withdraw", "other_job")),
    ),
    Person(
        ("小川", "凛", "おがわ", "りん"),
        "kitchen",
        (-8, 14, 0),
        acts=_booked((-8, 14, 30), (-8, 20, 0), (-3, 13, 0), Act((-4, 16, 0), "cancel_by_us", "illness")),
    ),
    # --- how they can be reached ------------------------------------------------------------------------
    Person(
        ("前田", "ひかり", "まえだ", "ひかり"),
        "early",
        (-1, 16, 0),
        channel="phone",
        has_mobile=False,
        landline=True,
        has_email=False,
        acts=(Act((-1, 16, 20), "no_answer"),),
    ),
    Person(
        ("石井", "駿", "いしい", "しゅん"),
        "late",
        (-2, 22, 48),
        has_email=False,
        source_note="求人ボックス",
        acts=(Act((-1, 10, 2), "call"), Act((-1, 10, 5), "invite")),
    ),
)
