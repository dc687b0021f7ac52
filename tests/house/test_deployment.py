"""The commands of the container files, run as processes on PostgreSQL and Redis."""

import urllib.request

from tests.services_fixture.deployment import BACKGROUND, Deployment


def test_every_process_of_one_company_starts_and_the_web_answers(deployment: Deployment) -> None:
    deployment.sample = False

    deployment.start()

    with urllib.request.urlopen(f"{deployment.url}/healthz", timeout=10) as response:
        assert response.status == 200
    assert deployment.family.first_gone() is None
    assert set(deployment.family.members) == {"web", *BACKGROUND}
