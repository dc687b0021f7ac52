"""What an applicant agrees to: purpose, how long, and which companies abroad carry the messages."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from company.models import Company

# Anymail's backends: who that is, and where.
_MAILERS = {
    "amazon_ses": ("Amazon Web Services", "us"),
    "brevo": ("Brevo", "fr"),
    "mailersend": ("MailerSend", "us"),
    "mailgun": ("Mailgun", "us"),
    "mailjet": ("Mailjet", "fr"),
    "mailtrap": ("Mailtrap", "us"),
    "mandrill": ("Mailchimp", "us"),
    "postmark": ("Postmark", "us"),
    "resend": ("Resend", "us"),
    "scaleway": ("Scaleway", "fr"),
    "sendgrid": ("Twilio SendGrid", "us"),
    "sparkpost": ("SparkPost", "us"),
    "unisender_go": ("Unisender Go", "de"),
}


def providers_abroad() -> list[str]:
    """``Twilio (United States, SMS)`` and so on; empty where nothing leaves the country by our hand."""
    countries = {"us": _("United States"), "fr": _("France"), "de": _("Germany")}
    found = []
    if settings.SMS_PROVIDER == "twilio":
        found.append(("Twilio", "us", _("SMS")))
    backend = settings.EMAIL_BACKEND.split(".")
    if settings.EMAIL_PROVIDER == "django" and backend[0] == "anymail" and backend[-2] in _MAILERS:
        name, country = _MAILERS[backend[-2]]
        found.append((name, country, pgettext("consent text", "e-mail")))
    return [
        _("%(name)s (%(country)s, %(what)s)") % {"name": name, "country": countries[country], "what": what}
        for name, country, what in found
    ]


def consent_text(company: Company) -> str:
    """The text beside the box, in the page's language; it is stored with the application as shown."""
    months = company.retention_months
    sentences = [
        _(
            "%(company)s uses what you write here to choose whom to hire and to reach you about it "
            "by SMS, phone and e-mail, for nothing else."
        )
        % {"company": company.name},
        ngettext(
            "It is deleted %(months)d month after the decision.",
            "It is deleted %(months)d months after the decision.",
            months,
        )
        % {"months": months},
    ]
    abroad = providers_abroad()
    if abroad:
        sentences.append(
            _("To deliver messages we use these companies outside Japan: %(companies)s.")
            % {"companies": _(", ").join(abroad)}
        )
    else:
        sentences.append(_("We use no companies outside Japan to deliver messages."))
    if settings.LINE_PROVIDER == "line":
        sentences.append(_("If you choose LINE, LINE Yahoo in Japan delivers those messages."))
    if company.privacy_contact:
        sentences.append(
            _("To see, correct or delete it: %(contact)s.") % {"contact": company.privacy_contact}
        )
    return "\n".join(sentences)
