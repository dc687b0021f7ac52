import pytest
from pytest_django import Settings

from messaging.channels import Accepted, ChannelSwitchedOff, available_channels, channel_for
from messaging.channels.email import DjangoEmail
from messaging.channels.twilio_sms import TwilioSms
from messaging.policy import ChannelName
from tests.messaging.channels.outgoing import an_outgoing


def test_the_drawn_phone_takes_everything_and_it_arrives_at_once() -> None:
    for name in (ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE):
        assert channel_for(name).send(an_outgoing()) == Accepted("sandbox-12", delivered=True)
        assert channel_for(name).name == name


def test_the_settings_choose_the_provider(settings: Settings) -> None:
    settings.SMS_PROVIDER = "twilio"
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = "AC1", "x"
    settings.EMAIL_PROVIDER = "django"

    assert isinstance(channel_for(ChannelName.SMS), TwilioSms)
    assert isinstance(channel_for(ChannelName.EMAIL), DjangoEmail)
    assert channel_for(ChannelName.SMS) is channel_for(ChannelName.SMS)


def test_a_channel_that_is_off_is_not_offered(settings: Settings) -> None:
    assert available_channels() == {ChannelName.SMS, ChannelName.EMAIL, ChannelName.LINE}

    settings.SMS_PROVIDER = settings.LINE_PROVIDER = "off"

    assert available_channels() == {ChannelName.EMAIL}
    with pytest.raises(ChannelSwitchedOff):
        channel_for(ChannelName.SMS)


def test_nobody_dials_by_machine() -> None:
    with pytest.raises(ChannelSwitchedOff):
        channel_for(ChannelName.PHONE)
