"""Token, model permission, ORM, audit row; no context check, policy, routing or idempotency."""

from django.db import transaction
from django.db.models.functions import Now
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.floor_drf.models import Audit, Decision, Item


class ItemIn(serializers.Serializer):
    external_id = serializers.CharField()
    ai_confidence = serializers.FloatField(min_value=0, max_value=1)
    ai_recommendation = serializers.CharField()


class Items(APIView):
    queryset = Item.objects.all()

    def post(self, request: Request) -> Response:
        """Take a list of items, all or none."""
        ItemIn(data=request.data, many=True).is_valid(raise_exception=True)
        rows = [
            Item(
                external_id=one["external_id"],
                payload=one,
                conf=one["ai_confidence"],
                rec=one["ai_recommendation"],
            )
            for one in request.data
        ]
        with transaction.atomic():
            Item.objects.bulk_create(rows, batch_size=1000)
            Audit.objects.create(usr=request.user.pk, verb="ingest", body={"n": len(rows)})
        return Response({"n": len(rows)}, 201)


class ItemOut(serializers.ModelSerializer[Item]):
    class Meta:
        model = Item
        fields = ["id", "payload", "conf", "rec", "created"]


class DecisionIn(serializers.ModelSerializer[Decision]):
    class Meta:
        model = Decision
        fields = ["decision", "reason", "note"]


class Queue(APIView):
    queryset = Item.objects.all()

    def get(self, _request: Request) -> Response:
        """Give the first 50 that wait."""
        rows = Item.objects.filter(status=0).order_by("conf", "id")[:50]
        return Response(ItemOut(rows, many=True).data)


class Next(APIView):
    queryset = Item.objects.all()

    def post(self, request: Request) -> Response:
        """Take the first one that waits."""
        with transaction.atomic():
            waiting = Item.objects.select_for_update(skip_locked=True).filter(status=0)
            one = waiting.order_by("conf", "id").first()
            if one is None:
                return Response(None)
            one.status, one.claimed_by, one.claimed_at = 1, request.user.pk, Now()
            one.save(update_fields=["status", "claimed_by", "claimed_at"])
        return Response(ItemOut(one).data)


class Decide(APIView):
    queryset = Item.objects.all()

    def post(self, request: Request, pk: int) -> Response:
        """Decide what one holds."""
        said = DecisionIn(data=request.data)
        said.is_valid(raise_exception=True)
        with transaction.atomic():
            mine = Item.objects.filter(pk=pk, status=1, claimed_by=request.user.pk)
            if mine.update(status=2) != 1:
                return Response({"ok": False}, 409)
            Decision.objects.create(item_id=pk, usr=request.user.pk, **said.validated_data)
            Audit.objects.create(item_id=pk, usr=request.user.pk, verb="decide", body=said.validated_data)
        return Response({"ok": True}, 201)


urlpatterns = [
    path("items", Items.as_view()),
    path("queue", Queue.as_view()),
    path("next", Next.as_view()),
    path("items/<int:pk>/decision", Decide.as_view()),
]
