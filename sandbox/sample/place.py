"""The sample company: a small restaurant with two shops, its people, its jobs and its open times."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from candidates.models import Job
from company.models import Company, Location, Staff
from company.policy import Role
from company.services.profile import the_company
from sandbox.sample.contents import build_contents
from sandbox.sample.postings import complete_postings
from scheduling.models import Slot
from scheduling.policy import Mode

TOKYO = ZoneInfo("Asia/Tokyo")
SIGN_IN, PASSWORD = "kobayashi", "yakusoku"
DAYS_BACK, DAYS_AHEAD = 14, 22


@dataclass(frozen=True)
class Place:
    """What the people of the sample refer to by a short name."""

    locations: dict[str, Location]
    staff: dict[str, Staff]
    jobs: dict[str, Job]


def build_place(today: datetime) -> Place:
    """Company, shops, staff, jobs, and slots from two weeks back to two weeks ahead of ``today`` (local)."""
    _company()
    locations = _locations()
    staff = _staff(locations)
    jobs = _jobs(locations, staff)
    build_contents(jobs)
    complete_postings(locations, jobs, staff["kobayashi"])
    place = Place(locations, staff, jobs)
    for offset in range(-DAYS_BACK, DAYS_AHEAD):
        _slots_of_a_day(place, (today + timedelta(days=offset)).date())
    return place


def _company() -> None:
    company: Company = the_company()
    company.name = "ひなた食堂"
    company.caller_number = "0422-00-0120"
    company.privacy_contact = "ひなた食堂 個人情報窓口 privacy@hinata.example"
    company.online_test_url = "https://meet.example/test"
    company.online_help_phone = "0422-00-0120"
    company.save()


def _locations() -> dict[str, Location]:
    kichijoji = Location.objects.create(
        name="吉祥寺店",
        slug="kichijoji",
        phone="0422-00-0120",
        postal_address="東京都武蔵野市吉祥寺南町0-1-2",
        access="吉祥寺駅の公園口から歩いて4分",
        directions="吉祥寺駅の公園口を出て、まっすぐ\n2つ目の角(花屋さん)を左\n右側の藍色ののれんが目印です",
    )
    mitaka = Location.objects.create(
        name="三鷹店",
        slug="mitaka",
        phone="0422-00-0130",
        postal_address="東京都三鷹市下連雀0-3-4",
        access="三鷹駅の南口から歩いて3分",
        directions="三鷹駅の南口を出て、右へ\n銀行のとなり、白い看板の店です",
    )
    return {"kichijoji": kichijoji, "mitaka": mitaka}


def _staff(locations: dict[str, Location]) -> dict[str, Staff]:
    everyone = {
        "kobayashi": (SIGN_IN, "小林 美咲", "店長", Role.OWNER, ["kichijoji", "mitaka"]),
        "ono": ("ono", "大野 健", "三鷹店 店長", Role.RECRUITER, ["mitaka"]),
        "takahashi": ("takahashi", "高橋 直子", "採用担当", Role.RECRUITER, ["kichijoji", "mitaka"]),
        "tanabe": ("tanabe", "田辺 悠", "副店長", Role.INTERVIEWER, ["kichijoji"]),
    }
    staff: dict[str, Staff] = {}
    for key, (username, name, title, role, places) in everyone.items():
        person = Staff.objects.create_user(
            username,
            password=PASSWORD,
            email=f"{username}@hinata.example",
            display_name=name,
            title=title,
            role=role,
            is_staff=role == Role.OWNER,
        )
        person.is_superuser = role == Role.OWNER
        person.greeting = "入口で『面接です』と声をかけてくださいね。お会いできるのを楽しみにしています。"
        person.phone = f"090-0000-99{len(staff) + 1:02d}"  # test messages arrive on the drawn phone
        person.save()
        person.locations.set([locations[place] for place in places])
        staff[key] = person
    return staff


def _jobs(locations: dict[str, Location], staff: dict[str, Staff]) -> dict[str, Job]:
    common = {
        "contract": "アルバイト・パート",
        "bring": "なし。履歴書もいりません",
        "dress": "いつもの服でどうぞ",
        "talk": "働ける曜日と、ご質問への回答が中心です",
    }
    rows: list[tuple[str, str, str, dict[str, object]]] = [
        (
            "hall",
            "ホールスタッフ",
            "kichijoji",
            {
                "summary": "「いらっしゃい」が似合う人、待っています",
                "pay": "時給1,250円〜・交通費あり・まかない無料",
                "hours": "10:00〜22:00のうち、週2日・3時間から",
                "duties": "ご案内、注文、お料理を運ぶこと。\nさいしょの2週間は、となりに先輩がいます。",
                "welcome": "人と話すのが好きな方。未経験の方、学生の方、Wワークの方も。",
            },
        ),
        (
            "kitchen",
            "キッチンスタッフ",
            "mitaka",
            {
                "summary": "包丁がはじめてでも、だいじょうぶ",
                "pay": "時給1,280円〜・交通費あり・まかない無料",
                "hours": "9:00〜22:00のうち、週2日・4時間から",
                "duties": "仕込み、盛りつけ、洗いもの。少しずつ覚えます。",
                "welcome": "こつこつ手を動かすのが好きな方。",
            },
        ),
        (
            "early",
            "早朝の仕込み",
            "kichijoji",
            {
                "summary": "朝の3時間で、一日をはじめる",
                "pay": "時給1,400円(6:00〜9:00)",
                "hours": "6:00〜9:00、週3日から",
                "duties": "だしを引き、野菜を切り、米を研ぎます。",
                "welcome": "朝に強い方。子育て中の方も多くいます。",
            },
        ),
        (
            "late",
            "深夜の清掃・仕込み",
            "mitaka",
            {
                "summary": "静かな店で、ひとりの時間",
                "pay": "時給1,560円(22:00以降)",
                "hours": "22:00〜翌2:00、週2日から",
                "duties": "厨房の清掃と、翌日の仕込み。",
                "welcome": "ひとりで進めるのが好きな方(18歳以上)。",
                "asks_birth_date": True,
                "has_night_hours": True,
            },
        ),
        (
            "manager",
            "店長候補",
            "kichijoji",
            {
                "contract": "正社員",
                "summary": "つぎの店を、まかせたい",
                "pay": "月給28万円〜",
                "hours": "シフト制・実働8時間・月8日休み",
                "duties": "店の運営、シフトづくり、スタッフの育成。",
                "welcome": "人が育つのを見るのが好きな方。飲食の経験は問いません。",
                "interview_minutes": 45,
            },
        ),
    ]
    return {
        key: Job.objects.create(
            title=title,
            slug=f"{place}-{key}",
            location=locations[place],
            owner=staff["kobayashi" if place == "kichijoji" else "ono"],
            **{**common, **details},
        )
        for key, title, place, details in rows
    }


def _slots_of_a_day(place: Place, day: date) -> None:
    """Six open times a shop and day, mornings to evenings, weekends alike; the last ones online."""
    for shop, interviewer in (("kichijoji", "kobayashi"), ("mitaka", "ono")):
        for at in (time(9, 30), time(11), time(13), time(14), time(15, 30), time(17)):
            _slot(place, shop, interviewer, day, at, Mode.ONSITE)
        _slot(
            place, shop, "takahashi", day, time(18, 30) if shop == "kichijoji" else time(19, 30), Mode.ONLINE
        )
    _slot(place, "kichijoji", "tanabe", day, time(11, 30), Mode.ONSITE)


def _slot(place: Place, shop: str, interviewer: str, day: date, at: time, mode: Mode) -> None:
    starts_at = datetime.combine(day, at, TOKYO)
    Slot.objects.create(
        location=place.locations[shop],
        interviewer=place.staff[interviewer],
        mode=mode,
        online_url="https://meet.example/hinata" if mode == Mode.ONLINE else "",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=30),
    )
