"""The addresses of one application's page: decisions, papers, notes, own words, and what happened."""

from django.urls import path

from dashboard.views import documents, house_papers, notes, offers, rewording, snippets, trail, writing

urlpatterns = [
    path("desk/applications/<int:pk>/offer/", offers.offer, name="offer"),
    path("desk/applications/<int:pk>/not-this-time/", offers.not_this_time, name="not_this_time"),
    path("desk/applications/<int:pk>/accepted/", offers.accepted, name="offer_accepted"),
    path("desk/applications/<int:pk>/declined/", offers.declined, name="offer_declined"),
    path("desk/applications/<int:pk>/first-day/", offers.first_day, name="first_day"),
    path("desk/applications/<int:pk>/joined/", offers.joined, name="joined"),
    path("desk/applications/<int:pk>/undo-decision/", offers.undo, name="undo_decision"),
    path("desk/applications/<int:pk>/standing/", offers.standing, name="standing"),
    path("desk/applications/<int:pk>/documents/", documents.add, name="add_document"),
    path("desk/applications/<int:pk>/keep-text/", snippets.keep_snippet, name="keep_snippet"),
    path("desk/snippets/", snippets.snippets, name="snippets"),
    path("desk/snippets/new/", snippets.add_snippet, name="add_snippet"),
    path("desk/snippets/<int:pk>/", snippets.snippet, name="snippet"),
    path("desk/snippets/<int:pk>/remove/", snippets.remove_snippet, name="remove_snippet"),
    path("desk/snippets/<int:pk>/bring-back/", snippets.bring_snippet_back, name="bring_snippet_back"),
    path("desk/snippets/<int:pk>/undo/", snippets.undo_snippet, name="undo_snippet"),
    path("desk/house-papers/", house_papers.add, name="add_house_paper"),
    path("desk/house-papers/<int:pk>/", house_papers.house_paper, name="house_paper"),
    path("desk/house-papers/<int:pk>/remove/", house_papers.remove, name="remove_house_paper"),
    path("desk/house-papers/<int:pk>/bring-back/", house_papers.bring_back, name="bring_house_paper_back"),
    path("desk/applications/<int:pk>/trail/", trail.trail, name="trail"),
    path("desk/documents/<int:pk>/", documents.document, name="document"),
    path("desk/documents/<int:pk>/share/", documents.share, name="share_document"),
    path("desk/documents/<int:pk>/remove/", documents.remove, name="remove_document"),
    path("desk/documents/<int:pk>/bring-back/", documents.bring_back, name="bring_document_back"),
    path("desk/notes/<int:pk>/", notes.change, name="change_note"),
    path("desk/notes/<int:pk>/delete/", notes.delete, name="delete_note"),
    path("desk/notes/<int:pk>/bring-back/", notes.bring_back, name="bring_note_back"),
    path("desk/notes/<int:pk>/pin/", notes.pin, name="pin_note"),
    path("desk/messages/<int:pk>/words/", rewording.reword, name="reword"),
    path("desk/messages/<int:pk>/words/read/", rewording.read, name="read_words"),
    path("desk/messages/<int:pk>/words/usual/", rewording.usual, name="usual_words"),
    path("desk/messages/<int:pk>/unstop/", writing.unstop, name="unstop"),
]
