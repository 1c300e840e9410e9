from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import include, path


def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 while the database answers; Redis is no condition for work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("account/", include("reviewhub.accounts_urls")),
    path("api/v1/", include("apps.api.urls", namespace="api")),
    path("", include("apps.console.urls", namespace="console")),
]
handler403 = "apps.console.errors.forbidden"
handler404 = "apps.console.errors.not_found"
handler500 = "apps.console.errors.broken"
