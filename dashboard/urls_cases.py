"""欠席対応: the list, one case, and what can be done about it."""

from django.urls import path

from dashboard.views import case_acts, cases

urlpatterns = [
    path("desk/cases/", cases.cases, name="cases"),
    path("desk/cases/<int:pk>/", cases.case, name="case"),
    path("desk/cases/<int:pk>/attempts/", cases.attempts, name="case_attempts"),
    path("desk/cases/<int:pk>/undo/", case_acts.undo, name="undo_case"),
    path("desk/cases/<int:pk>/hold/", case_acts.hold_case, name="hold_case"),
    path("desk/cases/<int:pk>/release/", case_acts.release_case, name="release_case"),
    path("desk/cases/<int:pk>/excuse/", case_acts.excuse_case, name="excuse_case"),
    path("desk/cases/<int:pk>/excuse/undo/", case_acts.unexcuse_case, name="unexcuse_case"),
    path("desk/cases/<int:pk>/settle/", case_acts.settle_case, name="settle_case"),
    path("desk/cases/<int:pk>/take-up/", case_acts.take_up_case, name="take_up_case"),
    path("desk/cases/<int:pk>/our-absence/", case_acts.our_absence, name="our_absence"),
    path("desk/cases/<int:pk>/take-over/", case_acts.take_over, name="take_over_case"),
    path("desk/cases/<int:pk>/give-back/", case_acts.give_back, name="give_back_case"),
    path("desk/cases/<int:pk>/second-chance/", case_acts.second_chance, name="second_chance"),
    path("desk/cases/<int:pk>/close/", case_acts.close, name="close_case"),
    path("desk/cases/<int:pk>/confirm/", case_acts.confirm, name="confirm_closing"),
    path("desk/cases/<int:pk>/take-back/", case_acts.take_back, name="take_back_closing"),
]
