"""SMS, English. Plain ASCII, so that a message without Japanese names counts by the longer GSM-7 parts."""

from messaging.policy import Kind

TEXTS = {
    Kind.THANKS: """\
{company}: Thank you for applying, {name}. We will be in touch.
We call from {phone}.
What comes next:
{link}""",
    Kind.INVITATION: """\
{company}: {name}, we would love to meet you. Pick a time for the interview by {deadline}:
{link}""",
    Kind.INVITATION_CHASE: """\
{company}: {name}, you can still pick a time until {deadline}. If none suits, tell us here:
{link}""",
    Kind.NEW_TIMES: """\
{company}: {name}, times that suit your wishes have opened. If you like, pick one here:
{link}""",
    Kind.BOOKED: """\
{company}: Thank you, {name}. See you on {when}. Place, what to bring, changes:
{link}""",
    Kind.MOVED: """\
{company}: {name}, your interview is now on {when}. Forget the old time.
{notice}
Details:
{link}""",
    Kind.CONFIRMED: """\
{company}: Thank you, {name}. We look forward to {when}. If plans change:
{link}""",
    Kind.LATE_NOTED: """\
{company}: Thanks for telling us, {name}. No problem, take your time.
Call {phone} if you need us.
{link}""",
    Kind.CANCELLED: """\
{company}: {name}, we are sorry: we cannot hold the interview on {when}.
{notice}
Another day:
{link}""",
    Kind.REMINDER_DAYS: """\
{company}: {name}, your interview is on {when}. We look forward to it. Place and changes:
{link}""",
    Kind.NURTURE: """\
{company}: {name}, see you on {when}. Anything to know before? About us, and your questions:
{link}""",
    Kind.REMINDER_AHEAD: """\
{company}: {name}, how does {when} look? Yes or another day, one tap:
{link}""",
    Kind.REMINDER_EVE: """\
{company}: {name}, see you on {when}. Tap once to say you are coming, or pick another day:
{link}""",
    Kind.REMINDER_AGAIN: """\
{company}: {name}, does {when} still suit you? Yes or another day, one tap:
{link}""",
    Kind.DIRECTIONS: """\
{company}: {name}, see you at {time}.
{access}
Lost? Call {phone}.
How to find us:
{link}""",
    Kind.THE_WAY: """\
{company}: No problem, {name}. Take your time.
{access}
Call {phone}.
All you need is here:
{link}""",
    Kind.ABSENCE_FIRST: """\
{company}: {name}, we missed you and hope you are all right. Another day is fine. A word here:
{link}""",
    Kind.ABSENCE_SECOND: """\
{company}: {name}, how are you? Pick another day or withdraw here, no call needed:
{link}""",
    Kind.ABSENCE_THIRD: """\
{company}: {name}, you can still pick another day. "I'd rather not say" is fine too:
{link}""",
    Kind.FINAL_NOTICE: """\
{company}: {name}, we wait for your answer until {deadline}, then close this application. \
You can apply again any time.
{link}""",
    Kind.REJECTED: """\
{company}: Thank you for applying, {name}. We are closing this application now. \
You are welcome to apply again any time.""",
    Kind.ENDED: """\
{company}: {name}, we are closing this application, so the interview on {when} will not take place. \
Thank you for keeping the time free.""",
    Kind.REPLY_LINK: """\
{company}: Thank you, {name}. A person will read this. Changes and questions:
{ask}
{link}""",
    Kind.EARLIER_TIME: """\
{company}: {name}, an earlier time opened: {when}. Take it by {deadline}, or keep yours:
{link}""",
    Kind.EARLIER_TAKEN: """\
{company}: {name}, somebody else was first for the earlier time. Yours stays: {when}.
{link}""",
    Kind.OFFERED: """\
{company}: {name}, thank you for the interview. We offer you the job. Please answer by {deadline}:
{link}""",
    Kind.OFFER_CHASE: """\
{company}: {name}, we look forward to your answer to our offer by {deadline}. Questions are welcome:
{link}""",
    Kind.OFFER_ACCEPTED: """\
{company}: Thank you, {name}. We look forward to working with you.
First day: {first_day}
What comes next:
{link}""",
    Kind.JOINING: """\
{company}: {name}, we look forward to seeing you.
First day: {first_day}
Bring: {bring}
The place, and help:
{link}""",
    Kind.PRE_CALL: """\
{company}: {name}, we will call you in about 5 minutes.
Our number: {phone}
Not a good time? Tell us:
{link}""",
}
