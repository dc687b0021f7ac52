"""LINE, Japanese. The account's name stands above, so nobody says who writes; the link becomes a button.

A reminder's buttons are 伺います, 日程を変える and 遅れます. Other addresses stay out:
a bubble cannot open them.
"""

from messaging.policy import Kind

TEXTS = {
    Kind.THANKS: """\
{name}さん、ご応募ありがとうございます。「{job}」へのご応募、たしかにうけとりました。

このあと、担当からご連絡しますね。お電話のときは{phone}からです。
これからのことは、こちらで見られます。
{link}""",
    Kind.INVITATION: """\
{name}さん、お会いできるのを楽しみにしています。
面接の日時を、{deadline}までに、ここから選べます。1分ほどで終わります。
{link}""",
    Kind.INVITATION_CHASE: """\
{name}さん、面接の日時は{deadline}まで選べます。
合う時間がないときは、それも教えてくださいね。
{link}""",
    Kind.NEW_TIMES: """\
{name}さん、ご希望に合う面接の時間が空きました。
よければ、ここから選んでくださいね。
{link}""",
    Kind.BOOKED: """\
{name}さん、ありがとうございます。お約束しました。

{when}
{location}
持ち物：{bring}

場所のことや変更は、こちらから。
{link}""",
    Kind.MOVED: """\
{name}さん、面接の日時が変わりました。前の時間のことは、もう大丈夫です。
{notice}

{when}
{location}

くわしくはこちら。
{link}""",
    Kind.CONFIRMED: """\
{name}さん、ありがとうございます。{when}に、お会いできるのを楽しみにしています。
ご都合が変わったら、ここからどうぞ。
{link}""",
    Kind.LATE_NOTED: """\
{name}さん、教えてくださって、ありがとうございます。だいじょうぶです。あわてずに、お気をつけて。
お電話は{phone}へ。
{link}""",
    Kind.CANCELLED: """\
{name}さん、ごめんなさい。{when}の面接ができなくなりました。
{notice}
別の日を、いっしょに決めさせてください。
{link}""",
    Kind.REMINDER_DAYS: """\
{name}さん、面接は{when}です。お会いできるのを楽しみにしています。
ご都合が変わっても大丈夫です。下のボタンで教えてくださいね。
{link}""",
    Kind.NURTURE: """\
{name}さん、{when}にお会いできるのを楽しみにしています。
それまでのあいだ、気になることはありませんか。職場のことも、ご質問も、ここからどうぞ。
{link}""",
    Kind.REMINDER_AHEAD: """\
{name}さん、{when}の面接、いまのところいかがですか。
「伺います」も「日程を変える」も、下のボタンからどうぞ。
{link}""",
    Kind.REMINDER_EVE: """\
{name}さん、{when}にお待ちしています。
「伺います」は、下のボタンを1回押すだけです。ご都合が変わっても大丈夫です。
{link}""",
    Kind.REMINDER_AGAIN: """\
{name}さん、{when}の面接、ご都合はいかがですか。
「伺います」も「日程を変える」も、下のボタンからどうぞ。
{link}""",
    Kind.DIRECTIONS: """\
{name}さん、{time}にお待ちしています。

{address}
{access}
迷ったら{phone}へ、いつでもどうぞ。
{link}""",
    Kind.THE_WAY: """\
{name}さん、だいじょうぶです。あわてずにどうぞ。

{address}
{access}
{way}
お電話は{phone}へ、いつでもどうぞ。
くわしくはこちら。
{link}""",
    Kind.ABSENCE_FIRST: """\
{name}さん、お会いできなくて、気になっています。お変わりありませんか。
別の日でも大丈夫です。ひとこと、ここから教えてください。
{link}""",
    Kind.ABSENCE_SECOND: """\
{name}さん、その後いかがですか。
別の日を選ぶのも、辞退も、ここからできます。お電話はいりません。
{link}""",
    Kind.ABSENCE_THIRD: """\
{name}さん、まだ別の日を選べます。
辞退でも、「いまは答えたくない」でも大丈夫です。ひとこと、ここから。
{link}""",
    Kind.FINAL_NOTICE: """\
{name}さん、{deadline}までお返事をお待ちし、なければ選考を終えます。
そのあとも、いつでもまたご応募いただけます。
{link}""",
    Kind.REJECTED: """\
{name}さん、ご応募ありがとうございました。今回の選考は、ここまでとさせていただきます。
そのあとも、いつでもまたご応募いただけます。""",
    Kind.ENDED: """\
{name}さん、今回の選考はここまでとさせていただき、{when}の面接もおこないません。
ご予定を空けてくださり、ありがとうございました。""",
    Kind.REPLY_LINK: """\
{name}さん、ご連絡ありがとうございます。担当も読みますね。
変更・辞退・ご質問は、ここからできます。
{ask}
{link}""",
    Kind.EARLIER_TIME: """\
{name}さん、早い時間が空きました。

{when}

こちらに変えるなら、{deadline}までに、ここから1回押すだけです。いまのままでも、もちろん大丈夫です。
{link}""",
    Kind.EARLIER_TAKEN: """\
{name}さん、お知らせした早い時間は、ほかの方に決まりました。
{when}のお約束は、そのままです。お会いできるのを楽しみにしています。
{link}""",
    Kind.OFFERED: """\
{name}さん、面接ありがとうございました。ぜひ採用させてください。

初日は{first_day}の予定です。
お返事は、{deadline}までに、ここから教えてください。迷うことがあれば、何でも聞いてくださいね。
{link}""",
    Kind.OFFER_CHASE: """\
{name}さん、採用のお返事を{deadline}までお待ちしています。
迷っていることがあれば、何でも聞いてくださいね。お断りでも大丈夫です。
{link}""",
    Kind.OFFER_ACCEPTED: """\
{name}さん、ありがとうございます。いっしょに働けるのを、とても楽しみにしています。

初日は{first_day}です。
これからのことは、こちらで見られます。
{link}""",
    Kind.JOINING: """\
{name}さん、お待ちしています。

初日：{first_day}
場所：{address}
持ち物：{bring}

困ったことがあれば{phone}へ。場所や入り方はこちら。
{link}""",
    Kind.PRE_CALL: """\
{name}さん、5分ほどしたらお電話します。番号は{phone}です。
いまがむずかしければ、ここから教えてください。
{link}""",
    Kind.LINKED: """\
{name}さん、LINEとつながりました。ありがとうございます。
これからは、{company}からのお知らせがここにも届きます。このままお返事もできますよ。
{link}""",
}

STRANGER = """\
こちらは採用のご連絡用のアカウントです。どなたからのメッセージか、まだわかりません。
ご応募済みの方は、お送りしたリンクのページで「LINEで受け取る」を押すと、新しいコードが出ます。\
そのコードを、ここに送ってください（10分間使えます）。"""
"""To whoever writes without being known, and to whoever sends a code that no longer works."""
