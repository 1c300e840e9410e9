"""What an authenticator app shows."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

ENDING = 3  # seconds: whoever reads a code that ends so soon waits for the next one


def shown(secret: str) -> str:
    """Return the code that is shown, with time left to send it."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < ENDING:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
