"""A real OpenID Connect provider on a free port of this machine, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import httpx
from web_browser import free_port

OFFICER_ROLE, PHOTOGRAPHER_ROLE = "fotoregister-ambtenaar", "fotoregister-fotograaf"


@dataclass(frozen=True)
class IdentityProvider:
    """The running provider: it knows whom it is told of, and lets a test be the person in front of its page."""

    issuer: str

    def knows(self, subject, **claims):
        """Tell the provider of a person."""
        httpx.put(f"{self.issuer}/users/{quote(subject)}", json=claims).raise_for_status()

    def signs_in(self, url, subject):
        """Be `subject` on the provider's page at `url`; return the address it sends the browser back to."""
        answer = httpx.post(url, data={"sub": subject})
        assert answer.status_code == 302, answer.status_code
        return answer.headers["location"]

    def refuses(self, url):
        """Press "deny" on the provider's page."""
        return httpx.post(url, data={"action": "deny"}).headers["location"]


@contextmanager
def running_provider():
    """Start the provider, wait until it answers, and end it afterwards."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "1"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | {"AUTHLIB_INSECURE_TRANSPORT": "1"}, **quiet)
    provider = IdentityProvider(issuer=f"http://127.0.0.1:{port}")
    try:
        _wait_for(provider, process)
        yield provider
    finally:
        process.kill()
        process.wait()


def _wait_for(provider, process):
    for _ in range(300):
        assert process.poll() is None, "the provider ended at once"
        try:
            httpx.get(f"{provider.issuer}/jwks").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the provider did not answer within half a minute")
