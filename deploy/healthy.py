"""Is the web process of this container healthy? Exit status 0 if its front page answers without a server error."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip()
# As the proxy would send it: else the answer is a redirect to https.
request = urllib.request.Request(
    f"http://127.0.0.1:{os.environ.get('WEB_PORT', '8000')}/", headers={"Host": host, "X-Forwarded-Proto": "https"}
)
try:
    status = urllib.request.urlopen(request, timeout=5).status  # noqa: S310 our own address
except urllib.error.HTTPError as answer:
    status = answer.code
except OSError:
    status = 599
sys.exit(status >= 500)
