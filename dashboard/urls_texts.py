"""文面: the words of messages, their versions, trials, and the cadence."""

from django.urls import path

from dashboard.views import cadence, experiments, templates, text_versions, trying_texts

urlpatterns = [
    path("desk/templates/", templates.templates, name="templates"),
    path("desk/templates/preview/", templates.preview, name="preview_text"),
    path("desk/templates/restore/", templates.restore_text, name="restore_text"),
    path("desk/templates/try/", trying_texts.try_text, name="try_text"),
    path("desk/templates/try/<int:pk>/", trying_texts.trial, name="trial"),
    path("desk/templates/versions/", text_versions.versions, name="text_versions"),
    path("desk/templates/versions/<int:pk>/", text_versions.version, name="text_version"),
    path("desk/templates/versions/<int:pk>/restore/", text_versions.bring_back_text, name="bring_back_text"),
    path("desk/cadence/", cadence.cadence, name="cadence"),
    path("desk/cadence/preview/", cadence.preview, name="preview_cadence"),
    path("desk/cadence/versions/", cadence.versions, name="cadence_versions"),
    path("desk/cadence/versions/<int:pk>/restore/", cadence.bring_back, name="bring_back_cadence"),
    path("desk/experiments/", experiments.experiments, name="experiments"),
    path("desk/experiments/new/", experiments.new_experiment, name="new_experiment"),
    path("desk/experiments/<int:pk>/", experiments.experiment, name="experiment"),
    path("desk/experiments/<int:pk>/early/", experiments.look_early, name="look_early"),
    path("desk/experiments/<int:pk>/end/", experiments.end_experiment, name="end_experiment"),
]
