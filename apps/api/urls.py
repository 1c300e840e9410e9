from django.urls import path, re_path

from apps.api.views import (
    base,
    batch,
    contracts,
    decisions,
    docs,
    evidence,
    facts,
    findings,
    items,
    questions,
    recommendations,
    replays,
    reports,
)

app_name = "api"
urlpatterns = [
    path("recommendations/", recommendations.Submit.as_view(), name="submit"),
    path("recommendations/batch/", batch.SubmitMany.as_view(), name="submit-many"),
    path(
        "recommendations/<uuid:recommendation_id>/", recommendations.Status.as_view(), name="recommendation"
    ),
    path("fact-questions/", questions.FactQuestions.as_view(), name="fact-questions"),
    path("cases/<str:case_ref>/facts/", facts.Facts.as_view(), name="case-facts"),
    path("cases/<str:ref>/evidence/", evidence.Evidence.as_view(), name="evidence"),
    path("ai-systems/<slug:slug>/contract/", contracts.Contract.as_view(), name="contract"),
    path("ai-systems/<slug:slug>/replays/", replays.Replays.as_view(), name="try-policy"),
    path("replays/<uuid:replay_id>/", replays.Replay.as_view(), name="replay"),
    path("replays/<uuid:replay_id>/cases/", replays.Cases.as_view(), name="replay-cases"),
    path("replays/<uuid:replay_id>/stop/", replays.Stop.as_view(), name="replay-stop"),
    path("inboxes/", items.Inboxes.as_view(), name="inboxes"),
    path("inboxes/<slug:slug>/items/", items.Items.as_view(), name="inbox-items"),
    path("inboxes/<slug:slug>/claim-next/", items.ClaimNext.as_view(), name="claim-next"),
    path("items/<uuid:item_id>/", items.Item.as_view(), name="item"),
    path("items/<uuid:item_id>/claim/", items.Claim.as_view(), name="item-claim"),
    path("items/<uuid:item_id>/decide/", items.Decide.as_view(), name="item-decide"),
    path("items/<uuid:item_id>/escalate/", items.Escalate.as_view(), name="item-escalate"),
    path("items/<uuid:item_id>/return/", items.Return.as_view(), name="item-return"),
    path("decisions/", decisions.Decisions.as_view(), name="decisions"),
    path("decisions/<uuid:decision_id>/undo/", decisions.Undo.as_view(), name="decision-undo"),
    path("receipts/", reports.Receipts.as_view(), name="receipts"),
    path("outcomes/", reports.Outcomes.as_view(), name="outcomes"),
    path("findings/", findings.Findings.as_view(), name="findings"),
    path("findings/<uuid:finding_id>/", findings.Finding.as_view(), name="finding"),
    path("schema/", docs.described, name="schema"),
    path("docs/", docs.page, name="docs"),
    re_path(r"^.*$", base.nowhere, name="nowhere"),
]
