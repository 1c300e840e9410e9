from rest_framework import serializers

from apps.api.serializers.fields import Out


class Error(Out):
    code = serializers.CharField(help_text="Stable; for programs.")
    sentence = serializers.CharField(help_text="What is wrong and what to do; for people. May change.")
    field = serializers.CharField(required=False, help_text="Which part of the request.")
    permission = serializers.CharField(required=False, help_text="Which scope, grant or right is missing.")


class Problem(Out):
    error = Error()
