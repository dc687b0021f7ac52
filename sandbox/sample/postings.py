"""What the sample's postings say beyond their headline, with pictures; the shops and the company too."""

from collections.abc import Mapping

from candidates.models import Job
from candidates.policy import EmploymentType, PayUnit
from candidates.services.job_pictures import add_picture
from company import clock
from company.models import Location, Staff
from company.services.profile import the_company
from sandbox.sample.drawing import a_kitchen, a_room

SHIFTS = {
    "employment_type": EmploymentType.PART_TIME,
    "contract_term": "6か月。働きぶりと店の状況により更新(更新の上限なし)",
    "trial_period": "最初の2週間(時給は同じ)",
    "duties_change": "変更なし",
    "workplace_change": "変更なし。ご希望があれば、ほかの店でも",
    "breaks": "6時間をこえる日は45分、8時間をこえる日は60分",
    "overtime": "ほとんどありません(月に1時間ほど)",
    "days_off": "シフト制。2週間ごとに、出られる日を出すだけ",
    "insurance": "労災保険。週20時間以上の方は雇用保険も",
    "people": "20代から60代まで12人。いちばん長い人は9年目です。\n休けいには、店長のまかないが出ます。",
}
SALARIED = {
    "employment_type": EmploymentType.FULL_TIME,
    "contract_term": "期間の定めなし",
    "trial_period": "3か月(給与は同じ)",
    "duties_change": "会社の定める業務",
    "workplace_change": "東京都内の各店",
    "breaks": "60分",
    "overtime": "月に平均20時間(別に全額をお支払い)",
    "days_off": "月8日。夏と冬に5日ずつ",
    "insurance": "健康保険・厚生年金・雇用保険・労災保険",
    "pay_unit": PayUnit.MONTH,
    "people": "店長は3人。毎週月曜に集まって、うまくいったことを話します。",
}


def complete_postings(locations: Mapping[str, Location], jobs: Mapping[str, Job], by: Staff) -> None:
    """Every fact a posting and an invitation need, and two pictures drawn on the spot."""
    _company()
    _shop(locations["kichijoji"], "吉祥寺駅", "藍色ののれんの引き戸から。レジで「面接です」と")
    _shop(locations["mitaka"], "三鷹駅", "白い看板の下のガラス戸から。手前の席へどうぞ")
    now = clock.now()
    for job in jobs.values():
        said = SALARIED if job.contract == "正社員" else SHIFTS
        Job.objects.filter(pk=job.pk).update(**said, published_at=now)
    for picture, caption in ((a_room(), "昼まえの店内。窓ぎわの席から"), (a_kitchen(), "湯気のたつ厨房")):
        add_picture(jobs["hall"], picture, caption=caption, by=by, now=now)


def _company() -> None:
    company = the_company()
    company.employer_name = "株式会社ひなた食堂"
    company.about = "2009年に吉祥寺ではじめた、定食の店です。いまは2つの店で、38人が働いています。"
    company.values = "あいさつは、こちらから\n急ぐ日ほど、ていねいに\n休む日は、ちゃんと休む"
    company.save()


def _shop(shop: Location, station: str, entrance: str) -> None:
    shop.station, shop.entrance = station, entrance
    shop.smoking = "屋内禁煙(店の外にも喫煙所はありません)"
    shop.save()
