"""SMS, Japanese. Two parts are 134 units, and the link alone takes about fifty."""

from messaging.policy import Kind

TEXTS = {
    Kind.THANKS: """\
{company}です。{name}さん、ご応募ありがとうございます。担当からご連絡しますね。
お電話は{phone}からです。
これからのことはこちら。
{link}""",
    Kind.INVITATION: """\
{company}です。{name}さん、お会いできるのを楽しみにしています。面接の日時を、ここから{deadline}までに選べます。
{link}""",
    Kind.INVITATION_CHASE: """\
{company}です。{name}さん、面接の日時は{deadline}まで選べます。合う時間がないときは、それも教えてください。
{link}""",
    Kind.NEW_TIMES: """\
{company}です。{name}さん、ご希望に合う面接の時間が空きました。よければ、ここから選んでください。
{link}""",
    Kind.BOOKED: """\
{company}です。{name}さん、ありがとうございます。{when}、お約束しました。場所・持ち物・変更はこちらから。
{link}""",
    Kind.MOVED: """\
{company}です。{name}さん、面接は{when}になりました。前の時間のことは、もう大丈夫です。
{notice}
くわしくはこちら。
{link}""",
    Kind.CONFIRMED: """\
{company}です。{name}さん、ありがとうございます。{when}に、お会いできるのを楽しみにしています。
ご都合が変わったら、ここから。
{link}""",
    Kind.LATE_NOTED: """\
{company}です。{name}さん、ご連絡ありがとうございます。だいじょうぶです。あわてずにどうぞ。
お電話は{phone}へ。
{link}""",
    Kind.CANCELLED: """\
{company}です。{name}さん、{when}の面接ができなくなりました。申し訳ありません。
{notice}
別の日はこちらから。
{link}""",
    Kind.REMINDER_DAYS: """\
{company}です。{name}さん、面接は{when}です。お会いできるのを楽しみにしています。
場所も変更も、ここから。
{link}""",
    Kind.NURTURE: """\
{company}です。{name}さん、{when}にお会いするまでのあいだ、気になることはありませんか。職場のことも、ご質問も、ここから。
{link}""",
    Kind.REMINDER_AHEAD: """\
{company}です。{name}さん、{when}の面接、いまのところいかがですか。「行きます」も、別の日も、ここから1タップです。
{link}""",
    Kind.REMINDER_EVE: """\
{company}です。{name}さん、{when}にお待ちしています。「行きます」を、ここから1タップで。ご都合が変わっても大丈夫です。
{link}""",
    Kind.REMINDER_AGAIN: """\
{company}です。{name}さん、{when}の面接、ご都合はいかがですか。「行きます」も、別の日も、ここから1タップです。
{link}""",
    Kind.DIRECTIONS: """\
{company}です。{name}さん、{time}にお待ちしています。
{access}
迷ったら{phone}へ。
場所や入り方はこちら。
{link}""",
    Kind.THE_WAY: """\
{company}です。{name}さん、あわてずにどうぞ。
{access}
お電話は{phone}へ。
{link}""",
    Kind.ABSENCE_FIRST: """\
{company}です。{name}さん、お会いできなくて、気になっています。お変わりありませんか。別の日でも大丈夫です。ひとことここから。
{link}""",
    Kind.ABSENCE_SECOND: """\
{company}です。{name}さん、その後いかがですか。別の日を選ぶのも、辞退も、ここからできます。お電話はいりません。
{link}""",
    Kind.ABSENCE_THIRD: """\
{company}です。{name}さん、まだ別の日を選べます。辞退でも、「いまは答えたくない」でも大丈夫です。
ひとこと、ここから。
{link}""",
    Kind.FINAL_NOTICE: """\
{company}です。{name}さん、{deadline}までお返事をお待ちし、なければ選考を終えます。そのあとも、いつでもまたご応募いただけます。
{link}""",
    Kind.REJECTED: """\
{company}です。{name}さん、ご応募ありがとうございました。今回の選考は、ここまでとさせていただきます。\
そのあとも、いつでもまたご応募いただけます。""",
    Kind.ENDED: """\
{company}です。{name}さん、今回の選考はここまでとさせていただき、{when}の面接もおこないません。ご予定を空けてくださり、ありがとうございました。""",
    Kind.REPLY_LINK: """\
{company}です。{name}さん、ご連絡ありがとうございます。担当も読みますね。変更・辞退・ご質問は、ここからできます。
{ask}
{link}""",
    Kind.EARLIER_TIME: """\
{company}です。{name}さん、{when}が空きました。早めるなら{deadline}までに、ここから。いまのままで大丈夫です。
{link}""",
    Kind.EARLIER_TAKEN: """\
{company}です。{name}さん、お知らせした早い時間は、ほかの方に決まりました。{when}のお約束はそのままです。お待ちしています。
{link}""",
    Kind.OFFERED: """\
{company}です。{name}さん、面接ありがとうございました。ぜひ採用させてください。お返事は{deadline}までに、ここから。ご質問もどうぞ。
{link}""",
    Kind.OFFER_CHASE: """\
{company}です。{name}さん、採用のお返事を{deadline}までお待ちしています。迷っていることがあれば、何でも聞いてください。
{link}""",
    Kind.OFFER_ACCEPTED: """\
{company}です。{name}さん、ありがとうございます。いっしょに働けるのが楽しみです。
初日は{first_day}です。
くわしくはこちら。
{link}""",
    Kind.JOINING: """\
{company}です。{name}さん、お待ちしています。
初日は{first_day}です。
持ち物は{bring}です。
場所や、困ったときは、こちら。
{link}""",
    Kind.PRE_CALL: """\
{company}です。{name}さん、5分ほどしたらお電話します。
番号は{phone}です。
いまがむずかしければ、ここから教えてください。
{link}""",
}
