"""Two lists the manager keeps under a name."""

from company.models import Staff
from dashboard.services.saved_views import save_view

VIEWS = (("返事まちの面接", "answer=silent"), ("この7日の応募", "days=7"))


def keep_views(staff: Staff) -> None:
    for name, query in VIEWS:
        save_view(staff, name, query)
