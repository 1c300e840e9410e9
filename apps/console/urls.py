from django.urls import path

from apps.console.views import cases, decisions, home, inboxes, items, patterns

app_name = "console"
urlpatterns = [
    path("", home.home, name="home"),
    path("what-is-real/", home.real, name="real"),
    path("inboxes/", inboxes.first, name="inboxes"),
    path("inboxes/<slug:slug>/", inboxes.inbox, name="inbox"),
    path("inboxes/<slug:slug>/next/", inboxes.take_next, name="next"),
    path("inboxes/<slug:slug>/pulse/", inboxes.pulse, name="pulse"),
    path("cases/<uuid:item_id>/review/", items.review, name="review"),
    path("cases/<uuid:item_id>/decision/", items.decision, name="decision"),
    path("cases/<uuid:item_id>/hold/", items.hold, name="hold"),
    path("cases/<uuid:item_id>/draft/", items.draft, name="draft"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<uuid:decision_id>/undo/", decisions.undo, name="undo"),
    path("escalations/", inboxes.escalations, name="escalations"),
    path("escalations/<uuid:item_id>/", items.review, name="escalation"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/<uuid:finding_id>/", patterns.pattern, name="pattern"),
    path("cases/<str:ref>/", cases.timeline, name="case"),
    path("cases/<str:ref>/review/", cases.review, name="case_review"),
]
