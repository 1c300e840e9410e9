"""Token, model permission, ORM, audit row; no context check, policy, routing or idempotency."""

from django.db import transaction
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from bench.floor_drf.models import Audit, Item


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


urlpatterns = [path("items", Items.as_view())]
