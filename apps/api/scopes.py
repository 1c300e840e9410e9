"""What a key may do. Grants on inboxes and AI systems are the verbs' own business."""

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from apps.api.authentication import Caller
from apps.core import refusals


class ScopeMissing(refusals.NotAllowed):
    code = "scope_missing"
    sentence = "This key may not do that. Use a key that has the scope named here."


class HasScope(BasePermission):
    """The endpoint's scope for this method, as `scopes` of the view states it: one, or one `or` another."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Let signed-in callers with the scope pass.

        Raises: ScopeMissing.
        """
        caller = request.user
        if not isinstance(caller, Caller):
            return False
        method = "GET" if request.method == "HEAD" else str(request.method)
        scope = getattr(view, "scopes", {}).get(method)
        if scope is not None and caller.scopes.isdisjoint(scope.split(" or ")):
            raise ScopeMissing(permission=scope)
        return True
