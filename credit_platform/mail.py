"""Mail server (邮件服务器) out of one address in the environment. Pure.

smtp://host:25 · smtp+tls://name:password@host:587 (STARTTLS) · smtps://name:password@host:465 · console: · file:/folder (demo). Name and
password are percent-encoded.
"""

from urllib.parse import unquote, urlsplit

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(url: str) -> dict:
    """Django's EMAIL_* settings. Raises ValueError, which does not repeat the address: a password may be in it."""
    if url.startswith("file:"):
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": url[5:]}
    if url in ("", "console:"):
        kind = "console" if url else "dummy"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(
            "EMAIL_URL must look like smtp+tls://name:password@host:587, smtps://…, smtp://…, file:/folder or console:"
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
