"""The recruiter's door."""

from django.urls import path

from dashboard.views import (
    access,
    application,
    applications,
    attending,
    attention,
    booking,
    calling,
    cases,
    deciding,
    desk,
    imports,
    jobs,
    sending,
    slots,
    templates,
    writing,
)

app_name = "dashboard"
urlpatterns = [
    # access
    path("", access.front_door, name="front_door"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-out/", access.sign_out, name="sign_out"),
    path("desk/", desk.desk, name="desk"),
    path("desk/store/", access.choose_store, name="choose_store"),
    # one application
    path("desk/applications/<int:pk>/", application.application, name="application"),
    path("desk/applications/<int:pk>/write/", writing.write, name="write"),
    path("desk/applications/<int:pk>/count/", application.count, name="count"),
    path("desk/applications/<int:pk>/answered/", writing.answered, name="answered"),
    path("desk/applications/<int:pk>/call/", calling.log, name="log_call"),
    path("desk/applications/<int:pk>/announce/", calling.announce, name="announce_call"),
    path("desk/applications/<int:pk>/invite/", booking.invite, name="invite"),
    path("desk/applications/<int:pk>/book/", booking.book, name="book"),
    path("desk/applications/<int:pk>/decide/", deciding.decide, name="decide"),
    path("desk/applications/<int:pk>/reopen/", deciding.reopen, name="reopen"),
    path("desk/applications/<int:pk>/owner/", deciding.owner, name="owner"),
    path("desk/applications/<int:pk>/withdraw/", deciding.withdraw, name="withdraw"),
    path("desk/applications/<int:pk>/undo-withdraw/", deciding.undo_withdraw, name="undo_withdraw"),
    path("desk/applications/<int:pk>/contact/", deciding.contact, name="contact"),
    path("desk/messages/<int:pk>/send-now/", writing.send_now, name="send_now"),
    path("desk/messages/<int:pk>/stop/", writing.stop, name="stop"),
    path("desk/messages/<int:pk>/arrived/", attention.arrived, name="message_arrived"),
    path("desk/messages/<int:pk>/again/", attention.again, name="message_again"),
    path("desk/messages/<int:pk>/call/", attention.call, name="message_call"),
    path("desk/messages/<int:pk>/let-go/", attention.dismiss, name="message_dismiss"),
    path("desk/messages/<int:pk>/bring-back/", attention.restore, name="message_restore"),
    path("desk/attention/", attention.attention, name="attention"),
    path("desk/wishes/<int:pk>/answered/", booking.wish_answered, name="wish_answered"),
    # one interview
    path("desk/interviews/<int:pk>/outcome/", attending.outcome, name="outcome"),
    path("desk/interviews/<int:pk>/take-back/", attending.take_back, name="take_back"),
    path("desk/interviews/<int:pk>/resend/", writing.resend, name="resend"),
    path("desk/interviews/<int:pk>/cancel/", booking.cancel, name="cancel"),
    # interview times
    path("desk/slots/", slots.slots, name="slots"),
    path("desk/slots/count/", slots.count_slots, name="count_slots"),
    path("desk/slots/<int:pk>/withdraw/", slots.withdraw, name="withdraw_slot"),
    path("desk/slots/<int:pk>/reopen/", slots.reopen, name="reopen_slot"),
    # the list of applicants
    path("desk/applications/", applications.applications, name="applications"),
    path("desk/applications/new/", applications.add_application, name="add_application"),
    # absences
    path("desk/cases/", cases.cases, name="cases"),
    path("desk/cases/<int:pk>/", cases.case, name="case"),
    path("desk/cases/<int:pk>/attempts/", cases.attempts, name="case_attempts"),
    path("desk/cases/<int:pk>/undo/", cases.undo, name="undo_case"),
    path("desk/cases/<int:pk>/hold/", cases.hold_case, name="hold_case"),
    path("desk/cases/<int:pk>/release/", cases.release_case, name="release_case"),
    path("desk/cases/<int:pk>/excuse/", cases.excuse_case, name="excuse_case"),
    path("desk/cases/<int:pk>/second-chance/", cases.second_chance, name="second_chance"),
    path("desk/cases/<int:pk>/close/", cases.close, name="close_case"),
    path("desk/cases/<int:pk>/confirm/", cases.confirm, name="confirm_closing"),
    path("desk/cases/<int:pk>/take-back/", cases.take_back, name="take_back_closing"),
    # sending as a whole
    path("status", sending.status, name="status"),
    path("desk/sending/hold/", sending.hold_sending, name="hold_sending"),
    path("desk/sending/release/", sending.release_sending, name="release_sending"),
    # jobs
    path("desk/jobs/", jobs.jobs, name="jobs"),
    path("desk/jobs/new/", jobs.add_job, name="add_job"),
    path("desk/jobs/<int:pk>/", jobs.job, name="job"),
    path("desk/jobs/<int:pk>/publish/", jobs.publish_job, name="publish_job"),
    # CSV files
    path("desk/imports/", imports.imports, name="imports"),
    path("desk/imports/<int:pk>/", imports.one_import, name="import"),
    path("desk/imports/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("desk/imports/<int:pk>/save/", imports.save, name="import_save"),
    path("desk/imports/<int:pk>/discard/", imports.give_up, name="import_discard"),
    path("desk/imports/<int:pk>/start/", imports.begin, name="import_start"),
    path("desk/imports/<int:pk>/wrong.csv", imports.wrong_lines, name="import_wrong"),
    # texts
    path("desk/templates/", templates.templates, name="templates"),
    path("desk/templates/preview/", templates.preview, name="preview_text"),
    path("desk/templates/restore/", templates.restore_text, name="restore_text"),
]
