"""わかったこと: what the figures say should be done, in words, with the page where it can be."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from company.models import Location
from dashboard import words_insights as words
from dashboard.queries.insights import Figures, Wanted
from dashboard.words_insights import count_words, percent
from noshow.policy.figures import Tally
from noshow.policy.findings import About, Found, Seen, findings
from noshow.policy.rates import Rate


@dataclass(frozen=True)
class Find:
    """A card, and a line of the weekly mail: a figure, what it is of, what it means, what to do."""

    about: About
    figure: str
    unit: str
    head: str
    text: str
    deed: str
    url: str


def seen_in(figures: Figures) -> Seen:
    """What the rules look at."""
    known, tally = figures.absences, figures.all
    outcomes = sum(tally[f"o.{code}"] for code in ("came", "came_late", "absent", "unknown"))
    return Seen(
        absences=known,
        confirmed=figures.rates("confirmed"),
        lead=figures.rates("lead"),
        sources={key: Rate(one["absent"], one["known"]) for key, one in figures.by_source.items()},
        late=_late(tally),
        late_by_place={str(key): _late(one) for key, one in figures.by_place.items()},
        told_by_title={key: Rate(one["told"], one["booked"]) for key, one in figures.by_title.items()},
        missed_by_channel={
            code: Rate(tally[f"m.{code}.missed"], tally[f"m.{code}.sent"])
            for code in ("sms", "line", "email")
        },
        unknown=Rate(tally["o.unknown"], outcomes),
        ours_by_place={
            str(key): Rate(one["ours"], one["known"] + one["ours"]) for key, one in figures.by_place.items()
        },
    )


def _late(tally: Tally) -> Rate:
    return Rate(tally["reached"] - tally["in_time"], tally["reached"])


def finds(figures: Figures, wanted: Wanted) -> list[Find]:
    """Everything the rules found, the heaviest first."""
    found = findings(seen_in(figures))
    numbers = [one.key for one in found if one.about in {About.SLOW_STORE, About.OURS}]
    places = {str(row.pk): row.name for row in Location.objects.filter(pk__in=numbers)} if numbers else {}
    return [_in_words(one, places, wanted) for one in found]


def _page(wanted: Wanted, anchor: str = "", **narrowed: str) -> str:
    said = dict(part.split("=", 1) for part in wanted.query.split("&") if part)
    query = urlencode(narrowed)
    kept = "&".join([f"{name}={value}" for name, value in said.items() if name not in narrowed] + [query])
    return f"{reverse('dashboard:insights')}?{kept.strip('&')}{anchor}"


def _in_words(one: Found, places: Mapping[str, str], wanted: Wanted) -> Find:
    figure, counts = percent(one.rate.share, 0).rstrip("%"), _counts(one.rate)
    whole = percent(one.whole.share, 0)
    place = places.get(one.key, one.key)
    match one.about:
        case About.UNCONFIRMED:
            head = _("of those who have not pressed “I will come” did not come")
            text = _(
                "%(counts)s, against %(whole)s of all. A call to those who have not answered helps most."
            )
            deed, url = _("See who has not answered"), reverse("dashboard:desk")
        case About.LONG_WAIT:
            head = _("did not come when they had waited %(days)s") % {"days": words.LEADS[one.key]}
            text = _("%(counts)s, against %(whole)s of all. Offer more times within a week.")
            deed, url = _("Make times"), reverse("dashboard:slots")
        case About.SOURCE:
            head = _("of those who came by %(source)s did not come") % {"source": words.source_words(one.key)}
            text = _("%(counts)s, against %(whole)s of all. Look where on their way they are lost.")
            deed, url = _("See their figures"), _page(wanted, source=one.key)
        case About.SLOW_STORE:
            head = _("%(place)s: first contact after more than 30 minutes") % {"place": place}
            text = _(
                "%(counts)s, against %(whole)s of all. Decide who calls there, and who when they cannot."
            )
            deed, url = _("See the figures of this location"), _page(wanted, "#contact", store=one.key)
        case About.SLOW:
            head = _("waited more than 30 minutes for a first contact")
            text = _("%(counts)s. Name a deputy for each location, and announce calls for the next morning.")
            deed, url = _("See when"), _page(wanted, "#contact")
        case About.TOLD:
            figure, head = count_words(one.rate.hits), _("%(job)s: “not what I was told”") % {"job": one.key}
            text = _("%(counts)s with an interview booked. Compare the posting with how it is.")
            deed, url = _("See the figures of this job"), _page(wanted, "#told", job=one.key)
        case About.UNREACHED:
            channel = words.channel_words(one.key)
            head = _("of the messages by %(channel)s did not arrive") % {"channel": channel}
            text = _("%(counts)s. Check numbers and addresses when people apply, and offer another channel.")
            deed, url = _("See the messages"), _page(wanted, "#messages")
        case About.UNKNOWN:
            figure, head = (
                count_words(one.rate.hits),
                _("interviews are over, and nobody has said how they went"),
            )
            text = _("%(counts)s. They are in no rate until somebody says so.")
            deed, url = _("Enter how they went"), reverse("dashboard:desk")
        case About.OURS:
            figure, head = (
                count_words(one.rate.hits),
                _("%(place)s: they came, and nobody was there") % {"place": place},
            )
            text = _("%(counts)s. Make sure that somebody expects every booked interview there.")
            deed, url = _("See the figures of this location"), _page(wanted, "#outcomes", store=one.key)
    unit = "" if one.about in {About.TOLD, About.UNKNOWN, About.OURS} else "%"
    unit = unit or pgettext("how many", "×")
    return Find(one.about, figure, unit, head, text % {"counts": counts, "whole": whole}, deed, url)


def _counts(rate: Rate) -> str:
    return _("%(hits)s of %(cases)s") % {"hits": count_words(rate.hits), "cases": count_words(rate.cases)}
