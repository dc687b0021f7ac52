"""The shapes of short answers, in folded spelling (see ``own_words.fold``).

What acts (yes, late, stop, start) must match as a whole, so that any further word makes it unclear.
What never acts (withdraw, move, no) may stand anywhere.
"""

import re

_GREETING = (
    r"(?:(?:いつも)?お世話になって(?:おり|い)ます|お世話になります|お(?:つか|疲)れ(?:さま|様)です|こんにち[はわ]|こんばん[はわ]"
    r"|おはようございます|はじめまして|(?:採用)?(?:ご?担当者?)?(?:様|さま|各位)|夜分(?:おそくに?)?(?:に)?(?:しつれいします|しつれいいたします)?"
    r"|(?:ご|お)?(?:れんらく|案内|へんしん|確認|てすう|手数)?(?:を)?(?:いただき|くださり|くださって)?(?:まことに|誠に|どうも)?ありがとう(?:ございます|ございました)?"
    r"|どうも|(?:ご|お)?(?:れんらく|へんしん|へんじ)(?:が)?(?:おそく|おくれて?)(?:なり|なって)?(?:まして)?"
    r"|面接の件(?:です)?(?:が|で)?|hi|hello|hey|dear|good(?:morning|evening|afternoon)|thanks?(?:you)?(?:somuch|verymuch|alot)?"
    r"|for(?:the|your)(?:reminder|message|email|mail))"
)
_SORRY = (
    r"(?:(?:大変|たいへん|まことに|誠に|本当に|ほんとうに|ほんとに|どうも)*"
    r"(?:すみません|すいません|すません|もうしわけ(?:ありません|ございません|ないです|ない)|ごめん(?:なさい|ね)?|おそれいります|恐れ入ります)(?:が)?"
    r"|(?:i'?m)?(?:so|very)?sorry|(?:my)?apologies)"
)
_CLOSING = (
    r"(?:ので|から|(?:では|それでは)?(?:どうぞ|なにとぞ|何卒)?よろしく(?:おねがい(?:し|いたし|もうしあげ|申し上げ)?(?:ます)?)?(?:です)?"
    r"|ありがとう(?:ございます|ございました)?|(?:お会いできるのを?|面接を?|あしたを?|当日を?)?たのしみ(?:です|にしています|にしております|にしてます)?"
    r"|しつれい(?:いた)?します|thanks?(?:you)?(?:somuch|verymuch)?|0[0-9]{9,10}|[笑w]|mm)"
)
_BARE = (
    r"(?:はい|ええ|うん|おけ|おっけ(?:い|え)?(?:です)?|ok(?:です|ay|aydesu)?|okay|りょうかい(?:です|しました|いたしました|した|っす)?|りょ"
    r"|しょうち(?:です|しました|いたしました)?|かしこまりました|わかりました|だいじょうぶ(?:です|っす|やで|だよ|ですよ)?"
    r"|問題(?:ありません|ないです|ございません|なし)|もんだい(?:ありません|ないです)|いいです(?:よ)|可能です|いけるで|もちろん(?:です)?"
    r"|yes|yep|yup|yeah|ya|sure|ofcourse|certainly|absolutely|soundsgood|noproblem)"
)
_NUMBERED = r"1(?:番|ばん)?(?:です|で|でおねがいします)?"
_DAY = r"(?P<day>きょう|あした)"
_DATE = r"(?:(?P<month>[0-9]{1,2})月)?(?P<date>[0-9]{1,2})日(?:月|火|水|木|金|土|日)?(?:曜日?)?"
_MINUTE = r"(?:(?P<minute>[0-9]{1,2})分|(?P<half>半))?"
_HOUR = rf"(?P<noon>午前|午後)?(?P<hour>[0-9]{{1,2}})時{_MINUTE}(?:から)?(?:の面接)?(?:に|は|で|までに)?"
_WHEN = rf"(?:(?:{_DAY}|{_DATE})[のはに]?)?(?:{_HOUR})?"
_HOW = (
    r"(?:かならず|ぜひ|ちゃんと|もちろん|絶対(?:に)?|ぜったい(?:に)?|(?:じかん|よてい|予定|定刻)どおり(?:に)?|そのじかん(?:に|で)?|"
    r"(?:お)?(?:約束)の?じかん(?:に)?|面接(?:に|へ|は)?|そちら(?:に|へ)|お店に|店に|おくれずに|おくれないように|私も?|わたしは?|"
    r"喜んで|よろこんで|はりきって|元気に|今から|いまから)"
)
_COMING = (
    r"(?:(?:いき|うかがい|まいり|おうかがいし|おうかがいいたし|むかい|参加し|参加いたし|出席し|出席いたし|いかせていただき|うかがわせていただき"
    r"|参加させていただき|おじゃまし|いけ|うかがえ|まいれ|参加でき|出席でき|おうかがいでき)ます"
    r"|いく|いける|いけるよ|(?:いく|うかがう|まいる|参加する)(?:よてい|予定|つもり)です|いきまっせ|いくっす|いきやす)"
    r"(?:よ|ね|わ|で|っす|ぜ|さかい|けん|ばい|べ)?"
)
YES = re.compile(
    rf"(?:{_GREETING}|{_SORRY}|{_BARE})*{_HOW}*{_WHEN}{_HOW}*(?:だいじょうぶです)?{_COMING}(?:{_GREETING}|{_CLOSING})*"
)
YES_EN = re.compile(
    rf"(?:{_GREETING}|{_BARE})*(?:i'?llbethere|iwillbethere|i'?mcoming|iamcoming|iwillcome|i'?llcome|iwillattend|i'?llattend"
    r"|icancome|icanmakeit|i'?llmakeit|iwillmakeit|iconfirm|confirmed|seeyou(?:then|there)?|iwillgo|i'?mstillcoming|icanattend)"
    r"(?P<day>today|tomorrow)?(?:ontime|thanks?(?:you)?(?:verymuch)?|seeyou(?:then|there|soon)?)*"
)
BARE_YES = re.compile(rf"(?:{_GREETING})*(?:{_BARE}|{_NUMBERED})(?:{_BARE})*(?:{_CLOSING}|{_GREETING})*")

_BECAUSE = (
    r"(?:(?:でんしゃ|ばす|道|みち|渋滞|事故|人身|ちえん|雨|雪|大雨|大雪|台風|寝坊|ねぼう|迷|乗り|のり|乗換|学校|授業|仕事|しごと|ばいと"
    r"|前の|こども|子ども|子供|体調|家の)(?P<cause>[^0-9]{0,16}?)(?:で|て|ため(?:に)?|ので|により|から|して))?"
)
_ABOUT = r"(?:ほど|程|くらい|前後|ちょい)?"
_SPAN = (
    r"(?:約|だいたい)?(?:[0-9]{1,3}分?から)?(?:(?P<hours>[0-9]{1,2})じかん(?P<half>半)?)?"
    rf"(?:(?P<minutes>[0-9]{{1,3}})分)?{_ABOUT}"
)
_SPAN_BEHIND = re.sub(r"\?P<([a-z]+)>", r"?P<\g<1>2>", _SPAN)
_LATENESS = (
    r"(?:(?:おくれ|ちこくし|おそくなり)(?:ます|そうです|そう|てしまいます|てしまいそうです|ちゃいます|ちゃいそうです|る|ております|ています|てます)"
    r"|おくれます|ちこくです|おくれです|おくれになります|ちこくします|ちこくする"
    r"|(?:おくれ|ちこくし)て(?:つき|とうちゃくし|うかがい|いき|まいり|むかい|参加し)ます|おくれで(?:つき|とうちゃくし|うかがい|いき|まいり|むかい)ます"
    r"|おくれて(?:の)?とうちゃくになります|(?:おくれ|ちこくし)ると?(?:思います))(?:が|けど|けれど)?(?:(?:かならず)?(?:いき|うかがい|むかい)ます)?"
)
_ON_THE_WAY = r"(?:今むかっています|いまむかっています|今むかってます|むかっています|むかっております)?"
LATE = re.compile(
    rf"(?:{_GREETING}|{_SORRY}|はい|きょう(?:は|の面接)?(?:に)?|面接(?:に)?|今|いま)*{_BECAUSE}(?:{_SORRY})*"
    rf"(?:すこし|ちょっと)?{_SPAN}(?:{_SORRY})?{_LATENESS}{_SPAN_BEHIND}(?:です)?{_ON_THE_WAY}"
    rf"(?:{_SORRY}|{_CLOSING})*"
)
LATE_EN = re.compile(
    rf"(?:{_GREETING}|{_SORRY}|but|yes)*(?:the)?(?:(?:train|bus|traffic)(?:is)?(?:delayed|delay|late|jam)?)?(?:so)?"
    r"(?:i'?ll|iwill|i'?m|iam|i'?mgoingto|iamgoingto)?(?:be)?(?:running)?(?:about|around|roughly)?(?:a)?(?:little|bit)?"
    r"(?:(?P<minutes>[0-9]{1,3})(?:min(?:ute)?s?|m)?|(?P<halfhour>halfanhour)|(?P<hour>anhour|1hour))?late"
    r"(?:by(?:about|around)?(?P<minutes2>[0-9]{1,3})(?:min(?:ute)?s?))?(?:today|tomorrow)?(?:so|very|i'?m)?(?:sorry)?(?:aboutthat)?(?:thanks?(?:you)?)?"
)
STOP = re.compile(
    r"(?:stop|stopall|unsubscribe|cancelmessages|停止|ていし|配信停止|受信拒否"
    r"|(?:めぇ?る|sms|らいん|line|配信|めっせじ|ご?れんらく|送信)(?:の|を|は)?(?:配信|送信)?(?:を)?(?:停止|とめて)(?:して)?(?:希望|きぼう)?(?:です|します|ください|くださいませ)?)"
    r"(?:おねがい(?:し|いたし)?(?:ます)?)?"
)
START = re.compile(
    r"(?:start|unstop|再開|配信再開|受信再開|(?:配信|受信)(?:を)?再開(?:して)?(?:ください|希望)?)"
)

AUTOMATIC = re.compile(
    r"自動(?:へんしん|応答|送信|的に送信)|不在にして|不在のため|不在通知|out\s*of\s*(?:the\s*)?office|auto(?:matic(?:ally)?|-)?\s*(?:re(?:ply|sponse|sponder)|generated)"
    r"|onvacation|away(?:from(?:my|the)(?:desk|office|mail|email))|delivery(?:status|failure|hasfailed)|undeliver|mailerdaemon"
)
HEDGE = re.compile(
    r"かも|たぶん|おそらく|わからない|わかりません|未定|微妙|びみょう|maybe|mightnot|notsure|perhaps|possibly|if"
)
WITHDRAW = re.compile(
    r"辞退|じたい(?:し|いた|さ)|取り?下げ|きゃんせる|取り消|取消|(?:応募|面接|選考)(?:を|は)?(?:やめ|とりやめ)|やめ(?:ます|たい|させて|ておき|とき|とく)"
    r"|見送|(?:他|ほか|別|よそ)の?(?:会社|ところ|とこ|店|お店|しごと|仕事|ばいと|企業)?(?:で|に|が|から)?(?:決ま|きま|内定|採用)"
    r"|ご?遠慮(?:し|さ|いた)|withdraw|cancel|nolongerinterested|notinterested|foundanother|anotherjob|decline"
)
KEEPING = re.compile(
    r"(?:辞退|きゃんせる|取消|やめ|へんこう)(?:し|り|する|の|は|も|つもりは|よていは|予定は)*(?:ません|ないです|ないで|なし|ありません|不要|ない)"
    r"|(?:don't|donot|not|won't|no(?!longer))(?:wantto|goingto|be)?(?:cancel|withdraw|reschedule)"
)
MOVE = re.compile(
    r"(?:日程|日時|じかん|日にち|面接日|よてい|予定)(?:の|を|が|は)?(?:へんこう|かえ|調整|ずら|再調整)|へんこう(?:した|して|でき|希望|きぼう|おねがい|をおねがい|は可能)"
    r"|りすけ|(?:別|他|ほか|違う|ちがう|べつ)の?(?:日|じかん|ひに|曜日)|日を(?:改|あらた)|延期|えんき|ずらし|ずらせ|振替|振り替え"
    r"|来週(?:に|なら|で|だと|以降)|再来週|午後(?:に|から)?(?:かえ|へんこう|なら|して|でき)|午前(?:に|から)?(?:かえ|へんこう|なら|して|でき)"
    r"|reschedul|postpone|(?:another|different|other)(?:day|time|date)|(?:change|move)(?:the|my)?(?:date|time|interview|appointment|day)"
)
SECOND = re.compile(r"2(?:番|ばん)?(?:です|で|でおねがいします)?")
NO = re.compile(
    r"(?:いけ|いか|いき|うかがえ|うかがい|まいれ|まいり|参加でき|出席でき|参加し|出席し|こられ|来られ|来れ|まにあい)(?:ません|ない|なく|なさそう|へん|ず|そうにない|そうにありません|れません|れない)"
    r"|いけん(?!で)|いかれへん|むり|むずかし|きびし|つごう(?:が|の)(?:悪|わる|つか|合わ|あわ)|都合(?:が|の)(?:悪|わる|つか|合わ|あわ)"
    r"|欠席|休みます|休ませ|お休み|体調(?:不良|が|を)|熱が|発熱|具合|風邪|コロナ|ころな|インフル|いんふる|けっこうです$|いいえ|^いえ$|^のう?$|^だめ|ダメ|だめです|不可"
    r"|can'?t|cannot|unable|won'?t|notcoming|notgoing|notable|^no$|^nope$|^nothanks?$|sick|unwell"
)
ASKING = re.compile(
    r"(?:か|かな|かね|の|ですかね|でしょうか|ましょうか|教えてください|おしえてください|知りたいです)$"
)
