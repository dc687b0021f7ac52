"""E-mail, Japanese: subject and body."""

from messaging.policy import Kind

_SIGNATURE = """

--
{company} {location}
{sender}
電話 {phone}"""

# Of messages that may be written before any place is settled.
_SHORT_SIGNATURE = """

--
{company}
{sender}
電話 {phone}"""

_FACTS = """
日時  {when}
時間  {minutes}分ほど
場所  {address}
行き方  {access}
オンライン会議  {meeting_link}
面接官  {interviewer}
持ち物  {bring}
服装  {dress}
お話しすること  {talk}"""

TEXTS = {
    Kind.THANKS: (
        "【{company}】ご応募ありがとうございます",
        """\
{full_name}様

{company}の{sender}です。
「{job}」へのご応募、ほんとうにありがとうございます。たしかにうけとりました。

このあと、担当からご連絡します。
お電話するときは {phone} からかけます。はじめての番号ですが、安心してお取りください。

いまの状況と、ご希望の連絡方法の変更は、こちらからどうぞ。お電話はいりません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.INVITATION: (
        "【{company}】面接の日時をお選びください",
        """\
{full_name}様

{company}の{sender}です。
ご応募ありがとうございます。「{job}」のことで、ぜひお会いしてお話ししたいです。

ご都合のよい日時を、こちらからお選びください。1分ほどで終わります。
{link}

{deadline}ごろまでにお返事をいただけると助かります。
合う時間がないときは、ご希望の時間を同じページから教えてください。"""
        + _SIGNATURE,
    ),
    Kind.INVITATION_CHASE: (
        "【{company}】面接の日時は、まだお選びいただけます",
        """\
{full_name}様

{company}の{sender}です。
お忙しいところ、失礼します。面接の日時は、{deadline}までお選びいただけます。
{link}

合う時間がないときも、今回は辞退されるときも、同じページから教えていただければ大丈夫です。
お電話はいりません。"""
        + _SIGNATURE,
    ),
    Kind.NEW_TIMES: (
        "【{company}】ご希望に合う面接の時間が空きました",
        """\
{full_name}様

{company}の{sender}です。
ご希望の時間を教えてくださって、ありがとうございました。ご希望に合う面接の時間が、新しく空きました。

よろしければ、こちらからお選びください。1分ほどで終わります。
{link}

まだ合う時間がないときは、同じページから、もう一度ご希望を教えてください。お電話はいりません。"""
        + _SIGNATURE,
    ),
    Kind.BOOKED: (
        "【{company}】面接のお約束 {when}",
        """\
{full_name}様

{company}の{sender}です。
日時をお選びくださって、ありがとうございます。お会いできるのを楽しみにしています。
"""
        + _FACTS
        + """

カレンダーに入れられるファイルをつけました。
ご都合が変わったら、こちらからいつでもどうぞ。日時の変更も辞退も、お電話はいりません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.MOVED: (
        "【{company}】面接の日時が変わりました {when}",
        """\
{full_name}様

{company}の{sender}です。
面接の日時が、下のとおりに変わりました。前の時間のことは、もう気になさらなくて大丈夫です。
{notice}
"""
        + _FACTS
        + """

添付のファイルで、カレンダーの予定も新しい日時に変わります。
またご都合が変わったら、こちらからどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.CONFIRMED: (
        "【{company}】お返事ありがとうございます",
        """\
{full_name}様

{company}の{sender}です。
お返事ありがとうございます。お約束、うけとりました。

{when}に、お会いできるのを楽しみにしています。
ご都合が変わったら、こちらからどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.LATE_NOTED: (
        "【{company}】ご連絡ありがとうございます。だいじょうぶです",
        """\
{full_name}様

{company}の{sender}です。
知らせてくださって、ありがとうございます。だいじょうぶです。あわてずにどうぞ。お待ちしています。

道に迷われたときは、{phone} へお電話ください。

やはり今日はむずかしいときは、別の日もこちらから選べます。
{link}"""
        + _SIGNATURE,
    ),
    Kind.CANCELLED: (
        "【{company}】{when}の面接について、おわび",
        """\
{full_name}様

{company}の{sender}です。
{when}の面接ができなくなりました。ご予定を空けてくださっていたのに、ほんとうに申し訳ありません。
{notice}

別の日のご相談は、こちらからできます。
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_DAYS: (
        "【{company}】{when}の面接のご案内",
        """\
{full_name}様

{company}の{sender}です。
面接の日が近づいてきました。お会いできるのを楽しみにしています。
"""
        + _FACTS
        + """

ご都合が変わっていたら、こちらから別の日をすぐに選べます。
{link}"""
        + _SIGNATURE,
    ),
    Kind.NURTURE: (
        "【{company}】面接までのあいだに、気になることはありませんか",
        """\
{full_name}様

{company}の{sender}です。
{when}にお会いできるのを楽しみにしています。

面接まで少し間がありますので、職場のことや当日の流れをまとめたページをお送りします。
ご質問も、ご都合の変更も、こちらからいつでもどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_AHEAD: (
        "【{company}】{when}の面接、いまのところいかがですか",
        """\
{full_name}様

{company}の{sender}です。
{when}の面接が近づいてきました。いまのところ、ご都合はいかがですか。

「行きます」も、別の日への変更も、こちらから1タップでできます。
{link}"""
        + _SIGNATURE,
    ),
    Kind.REMINDER_EVE: (
        "【{company}】{when}、お待ちしています",
        """\
{full_name}様

{company}の{sender}です。
{when}に、お会いできるのを楽しみにしています。

お手数ですが、「行きます」を、こちらから1タップでお聞かせください。
{link}

ご都合が変わっていても大丈夫です。同じページから、別の日をすぐに選べます。
"""
        + _FACTS
        + _SIGNATURE,
    ),
    Kind.REMINDER_AGAIN: (
        "【{company}】{when}の面接、ご都合はいかがですか",
        """\
{full_name}様

{company}の{sender}です。
{when}の面接のことで、もう一度だけご連絡しました。

「行きます」も、別の日への変更も、こちらから1タップでできます。
{link}

お返事がまだでも、どうかお気になさらず、そのままお越しください。"""
        + _SIGNATURE,
    ),
    Kind.DIRECTIONS: (
        "【{company}】面接の場所と入り方 {when}",
        """\
{full_name}様

{company}の{sender}です。
{when}に、お待ちしています。

場所  {address}
行き方  {access}
オンライン会議  {meeting_link}

迷われたときは、{phone} へお電話ください。

遅れそうなときも、こちらから知らせていただければ大丈夫です。
{link}"""
        + _SIGNATURE,
    ),
    Kind.THE_WAY: (
        "【{company}】ご案内です。あわてずにどうぞ",
        """\
{full_name}様

{company}の{sender}です。
知らせてくださって、ありがとうございます。だいじょうぶです。あわてずにどうぞ。お待ちしています。

場所  {address}
最寄り  {access}
行き方  {way}
オンライン会議  {meeting_link}

{phone} へお電話いただければ、その場でご案内します。

くわしいご案内は、こちらで見られます。遅れそうなときも、ここから知らせていただければ大丈夫です。
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_FIRST: (
        "【{company}】お会いできなくて、気になっています",
        """\
{full_name}様

{company}の{sender}です。
お会いできなくて、気になっています。お変わりありませんか。

ご事情はさまざまだと思います。遅れても、別の日でも大丈夫です。
こちらから、ひとことだけ教えてください。いまは答えたくない、でもかまいません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_SECOND: (
        "【{company}】その後、いかがですか",
        """\
{full_name}様

{company}の{sender}です。
その後、いかがですか。先ほどはお会いできず、気になっています。

別の日を選ぶことも、今回は辞退することも、こちらからできます。お電話はいりません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.ABSENCE_THIRD: (
        "【{company}】別の日も、まだお選びいただけます",
        """\
{full_name}様

{company}の{sender}です。
ご都合はいかがでしょうか。別の日も、まだお選びいただけます。

辞退でも、「いまは答えたくない」でも大丈夫です。ひとことだけ、こちらから教えてください。
{link}"""
        + _SIGNATURE,
    ),
    Kind.FINAL_NOTICE: (
        "【{company}】{deadline}まで、お返事をお待ちしています",
        """\
{full_name}様

{company}の{sender}です。
先日はお会いできず、残念でした。その後、お変わりないでしょうか。

{deadline}まで、お返事をお待ちしています。それまでは、別の日を選んでいただけます。辞退もこちらからできます。
{link}

お返事がないときは、今回の選考をそこで終わりにいたします。
そのあとも、いつでもまたご応募いただけます。"""
        + _SIGNATURE,
    ),
    Kind.REJECTED: (
        "【{company}】選考についてのお知らせ",
        """\
{full_name}様

{company}の{sender}です。
このたびは「{job}」にご応募くださり、ありがとうございました。

今回の選考は、ここまでとさせていただきます。お時間をいただいたことに、心からお礼を申し上げます。
そのあとも、いつでもまたご応募いただけます。そのときは、あらためて歓迎いたします。

{name}さんのこれからを、応援しています。"""
        + _SIGNATURE,
    ),
    Kind.ENDED: (
        "【{company}】選考と{when}の面接についてのお知らせ",
        """\
{full_name}様

{company}の{sender}です。
このたびは「{job}」にご応募くださり、ありがとうございました。

今回の選考は、ここまでとさせていただきます。{when}の面接も、おこないません。\
ご予定を空けてくださっていたのに、申し訳ありません。
そのあとも、いつでもまたご応募いただけます。そのときは、あらためて歓迎いたします。

{name}さんのこれからを、応援しています。"""
        + _SIGNATURE,
    ),
    Kind.REPLY_LINK: (
        "【{company}】ご連絡ありがとうございます",
        """\
{full_name}様

{company}の{sender}です。
ご連絡ありがとうございます。いただいた文は、担当も読みます。

日時の変更、辞退、ご質問は、こちらからすぐにできます。
{ask}
{link}"""
        + _SHORT_SIGNATURE,
    ),
    Kind.EARLIER_TIME: (
        "【{company}】早い時間が空きました {when}",
        """\
{full_name}様

{company}の{sender}です。
面接をお待ちいただいているあいだに、早い時間が空きました。

{when}

こちらに変える場合は、{deadline}までに、下のページで1回押すだけです。
いまのお約束のままでも、もちろん大丈夫です。そのときは、なにもなさらなくてかまいません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.EARLIER_TAKEN: (
        "【{company}】{when}のお約束は、そのままです",
        """\
{full_name}様

{company}の{sender}です。
先ほどお知らせした早い時間は、ほかの方に決まりました。

{when}のお約束は、そのままです。お会いできるのを楽しみにしています。
ご都合が変わったら、こちらからどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFERED: (
        "【{company}】採用のご連絡：ぜひ、いっしょに働いてください",
        """\
{full_name}様

{company}の{sender}です。
先日は面接のお時間を、ありがとうございました。
「{job}」のお仕事を、ぜひ{name}さんにお願いしたいです。

初日  {first_day}（予定）

お返事は、{deadline}までに、こちらからお聞かせください。
「お受けします」も「今回は見送ります」も、1回押すだけです。迷っていることは、同じページから何でも聞いてください。
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFER_CHASE: (
        "【{company}】採用のお返事をお待ちしています（{deadline}まで）",
        """\
{full_name}様

{company}の{sender}です。
先日お伝えした「{job}」の採用のお返事を、{deadline}までお待ちしています。

迷っていることや、聞いておきたいことがあれば、こちらから何でもどうぞ。
今回は見送る、というお返事でも大丈夫です。お電話はいりません。
{link}"""
        + _SIGNATURE,
    ),
    Kind.OFFER_ACCEPTED: (
        "【{company}】お返事ありがとうございます",
        """\
{full_name}様

{company}の{sender}です。
お返事ありがとうございます。{name}さんと働けるのを、みんなで楽しみにしています。

初日  {first_day}

初日までに気になることがあれば、こちらからいつでもどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.JOINING: (
        "【{company}】初日のご案内 {first_day}",
        """\
{full_name}様

{company}の{sender}です。
いよいよですね。{name}さんをお待ちしています。

初日  {first_day}
場所  {address}
行き方  {access}
持ち物  {bring}

困ったことや、ご都合が変わったときは、{phone} へお電話ください。
こちらのページからも、いつでもどうぞ。
{link}"""
        + _SIGNATURE,
    ),
    Kind.PRE_CALL: (
        "【{company}】これからお電話します",
        """\
{full_name}様

{company}の{sender}です。
5分ほどしたら、お電話します。
番号は {phone} です。

いまがむずかしければ、ご都合のよい時間をこちらから教えてください。
{link}"""
        + _SHORT_SIGNATURE,
    ),
}
