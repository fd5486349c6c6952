"""The shipped nginx configuration in front of a served registry in production, in a real browser over https."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import time
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from web_browser import CHROMIUM, IN_CI, QUIET, free_port, say, served, wait_for
from web_world import PASSWORD, make_officer, make_photographer

from registry.api import caller
from registry.bootstrap import build
from registry.settings import Settings

pytestmark = [pytest.mark.peer, pytest.mark.slow]
sync_api = pytest.importorskip("playwright.sync_api")

NGINX = Path("/usr/sbin/nginx")
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "fotos.example.be"
SITE = f"https://{NAME}"
SECRET = "dit-woord-staat-in-geen-logboek"
LARGE = 30_000_000


def certificate(folder):
    """Write a certificate for NAME, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    )


def as_shipped(folder, plain, tls, behind):
    """Return the shipped configuration with this test's ports and places, and nothing else changed."""
    text = SHIPPED.read_text()
    for found, ours in (
        (r"listen 80;", f"listen 127.0.0.1:{plain};"),
        (r"listen 443 ", f"listen 127.0.0.1:{tls} "),
        (r"127\.0\.0\.1:8501", f"127.0.0.1:{behind}"),
        (r"/etc/ssl/registry/", f"{folder}/"),
        (r"/var/log/nginx/", f"{folder}/"),
    ):
        text, times = re.subn(found, ours, text)
        assert times, found
    bodies = "\n".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"user root;\npid {folder}/nginx.pid;\nerror_log {folder}/start.log;\nevents {{}}\n"
        f"http {{\n{bodies}\n{text}\n}}\n"
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("behind")


@pytest.fixture(scope="module")
def desk(home):
    registry = build(Settings(home=home))
    make_photographer(registry, make_officer(registry))
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def front(tmp_path_factory, home, desk):
    """The folder of a running nginx in front of a registry in production, and its ports for https and http."""
    if not NGINX.exists():
        if IN_CI:
            pytest.fail("nginx is required in CI")
        pytest.skip("Debian's nginx is not installed")
    folder, plain, tls, behind = tmp_path_factory.mktemp("nginx"), free_port(), free_port(), free_port()
    certificate(folder)
    (folder / "nginx.conf").write_text(as_shipped(folder, plain, tls, behind))
    production = {
        "REGISTRY_ENVIRONMENT": "production",
        "REGISTRY_BASE_URL": SITE,
        "REGISTRY_SMTP_HOST": "127.0.0.1",
        "REGISTRY_SMTP_PORT": str(free_port()),
    }
    with served(home, behind, production):
        process = subprocess.Popen([NGINX, "-p", folder, "-c", folder / "nginx.conf", "-g", "daemon off;"])
        try:
            wait_for(lambda: _listens(tls) or process.poll() is not None, "nginx")
            assert process.poll() is None, (folder / "start.log").read_text()
            yield folder, tls, plain
        finally:
            process.terminate()
            process.wait(timeout=30)


def _listens(port):
    try:
        return httpx.get(f"https://127.0.0.1:{port}/healthz", verify=False, headers={"Host": NAME}).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture(scope="module")
def page(front):
    _, tls, _ = front
    mapped = f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{tls}"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*QUIET, mapped])
        context = browser.new_context(ignore_https_errors=True, locale="nl-BE")
        context.set_default_timeout(120_000)
        yield context.new_page()
        browser.close()


def test_an_officer_behind_the_web_server_then_signs_in_and_the_pages_answer(page):
    page.goto(SITE + "/aanmelden")
    page.fill("#r-user", "ann")
    page.fill("#r-secret", PASSWORD)
    page.locator("form.r-form button").click()
    page.locator(".r-who").wait_for()
    page.get_by_role("heading", name=say("To do today")).wait_for()
    session = next(one for one in page.context.cookies() if one["name"] == caller.SESSION_COOKIE)
    assert (session["secure"], session["httpOnly"], session["sameSite"]) == (True, True, "Lax")


def test_a_large_photo_then_passes_through_and_is_written_nowhere_on_its_way(front, desk):
    folder, tls, _ = front
    with httpx.Client(
        base_url=f"https://127.0.0.1:{tls}", verify=False, headers={"Host": NAME, "Origin": SITE}, timeout=120
    ) as client:
        client.cookies.set(caller.BROWSER_COOKIE, "a-browser")
        form = {"user": "pol", "secret": PASSWORD, "onward": "/", "csrf": caller.csrf_token(desk, dict(client.cookies))}
        client.post("/api/sign-in", data=form)
        pol = desk.access.actor_of(client.cookies[caller.SESSION_COOKIE])
        event = desk.intake.create_event(
            pol, name="Kermis", place="Markt", starts_on=dt.date(2026, 6, 7), public=True, notice_shown=True
        )
        batch = desk.intake.open_batch(pol, event.id, 1)
        words = {caller.CSRF_HEADER: caller.csrf_token(desk, dict(client.cookies))}
        sent = client.put(f"/api/events/{event.id}/batches/{batch.id}/photos", content=bytes(LARGE), headers=words)
    assert (sent.status_code, sent.json()["outcome"]) == (200, "refused")  # it is no picture, and all of it arrived
    assert sent.headers["strict-transport-security"]
    kept = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size > 100_000]
    assert kept == []


def test_secret_links_then_stand_in_no_log_of_the_web_server(front, page):
    folder, _, plain = front
    page.goto(f"{SITE}/verzoek/{SECRET}")
    page.goto(f"{SITE}/bewijs/{SECRET}")
    moved = httpx.get(f"http://127.0.0.1:{plain}/vraag/{SECRET}", headers={"Host": NAME})
    assert (moved.status_code, moved.headers["location"]) == (301, f"{SITE}/vraag/{SECRET}")
    time.sleep(1)
    logs = {path.name: path.read_text() for path in folder.glob("*.log")}
    assert " GET 303 " in logs["registry.log"]
    assert not [name for name, text in logs.items() if SECRET in text]
