from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.api.serializers import runs
from apps.api.serializers.findings import SearchesQuery
from apps.api.views.acts import Act, Nothing, acts
from apps.api.views.base import Endpoint, caller, query, reads
from apps.api.views.findings import named_system, since
from apps.core.once import Answer
from apps.learning import selectors, services
from apps.learning.states import Target

CREATED, OK = 201, 200


class Runs(Endpoint):
    scopes = {"GET": "findings:read", "POST": "findings:write"}

    @reads("runs", runs.Searches, asks=SearchesQuery)
    def get(self, request: Request, slug: str) -> Response:
        """List the searches for patterns over an AI system's decisions, the newest first."""
        asked, by = query(request, SearchesQuery), caller(request)
        page = selectors.runs(
            to=by.actor,
            system_id=selectors.system_of_slug(slug, to=by.actor).id,
            since=since(asked, by),
            after=asked.get("after"),
            limit=asked["limit"],
            target=Target(asked["target"]) if "target" in asked else None,
        )
        return Response(runs.listed(page))

    @acts(
        "start-run",
        runs.StartSearch,
        {201: runs.WholeSearch},
        example={"max_facts": 2},
        refuses=("only_who_analyses", "nothing_to_mine", "search_runs_already"),
    )
    def post(self, act: Act, slug: str) -> Answer:
        """Search for groups of cases in which something happens more often. Ask for it until it is DONE."""
        system = selectors.system_of_slug(slug, to=act.by)
        target = act.said.get("target", Target.OVERRIDDEN)
        run = services.ask_run(
            system_id=system.id,
            max_facts=act.said.get("max_facts"),
            targets=tuple(Target) if target == runs.EVERYTHING else (Target(target),),
            by=act.by,
            now=act.now,
        )
        return Answer(CREATED, _told(run.id, act))


class Run(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("run", runs.WholeSearch)
    def get(self, request: Request, run_id: UUID) -> Response:
        """See how far a search is, what it found, and every group of the protected facts."""
        return Response(runs.out(selectors.run(run_id=run_id, to=caller(request).actor)))


class Recent(Endpoint):
    scopes = {"GET": "findings:read"}

    @reads("recent", runs.Recent, asks=runs.RecentQuery)
    def get(self, request: Request) -> Response:
        """See what rose or fell in the latest full week, by the newest search over each AI system."""
        asked, by = query(request, runs.RecentQuery), caller(request)
        weeks = selectors.recent(
            to=by.actor, target=Target(asked["target"]), system_id=named_system(asked, by)
        )
        return Response(runs.Recent({"weeks": weeks}).data)


class Stop(Endpoint):
    scopes = {"POST": "findings:write"}

    @acts(
        "run-stop",
        Nothing,
        {200: runs.WholeSearch},
        refuses=("only_who_analyses", "search_over", "search_stopped_already"),
    )
    def post(self, act: Act, run_id: UUID) -> Answer:
        """Stop a search; nothing of it is kept but that it was."""
        services.stop_run(run_id=run_id, by=act.by, now=act.now)
        return Answer(OK, _told(run_id, act))


class Again(Endpoint):
    scopes = {"POST": "findings:write"}

    @acts(
        "run-again",
        Nothing,
        {201: runs.WholeSearch},
        refuses=("only_who_analyses", "search_not_over", "search_runs_already"),
    )
    def post(self, act: Act, run_id: UUID) -> Answer:
        """Run a search once more: the same parameters over the same decisions, for the same digest."""
        return Answer(CREATED, _told(services.repeat_run(run_id=run_id, by=act.by, now=act.now).id, act))


def _told(run_id: UUID, act: Act) -> dict[str, object]:
    return runs.out(selectors.run(run_id=run_id, to=act.by))
