"""A real WordPress on 127.0.0.1: Debian's wordpress and MariaDB packages under PHP's own web server, a site a run."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
from channels.servers import PASSWORD, Program, free_port

_SOURCE = Path("/usr/share/wordpress")
_PATHS = "/usr/sbin:/usr/bin"
_CONFIG = """<?php
define('DB_NAME', 'site'); define('DB_USER', 'site'); define('DB_PASSWORD', '{password}');
define('DB_HOST', 'localhost:{socket}'); define('WP_HOME', '{address}'); define('WP_SITEURL', '{address}');
define('WP_ENVIRONMENT_TYPE', 'local'); define('WP_HTTP_BLOCK_EXTERNAL', true); define('DISABLE_WP_CRON', true);
define('AUTH_KEY', 'a'); define('SECURE_AUTH_KEY', 'b'); define('LOGGED_IN_KEY', 'c'); define('NONCE_KEY', 'd');
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {{ define('ABSPATH', __DIR__ . '/'); }}
require_once ABSPATH . 'wp-settings.php';
"""
_INSTALL = """<?php
define('WP_INSTALLING', true);
function wp_mail() {{ return true; }}
$_SERVER['HTTP_HOST'] = '127.0.0.1:{port}';
require '{site}/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Gemeente', 'admin', 'admin@example.test', true, '', '{password}');
$author = wp_create_user('author', '{password}', 'author@example.test');
(new WP_User($author))->set_role('author');
$out = [];
foreach ([1 => 'admin', $author => 'author'] as $id => $name) {{
    $out[$name] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'test'])[0];
}}
echo 'PASSWORDS' . json_encode($out);
"""


class WordpressServer:
    """A site with an administrator and an author who may not change what others wrote."""

    user = "admin"

    def __init__(self, home: Path):
        if not _SOURCE.is_dir():
            raise FileNotFoundError(_SOURCE)
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.site = home / "site"
        # The socket's path has a limit of about a hundred characters.
        self._socket_home = Path(f"/tmp/wp-{os.getpid()}-{self.port}")
        self._socket_home.mkdir(mode=0o700)
        self._database = self._start_database(home)
        self._copy_site()
        self.passwords = self._install(home)
        self.application_password = self.passwords["admin"]
        log = home / "php"
        log.mkdir()
        php = [shutil.which("php"), "-S", f"127.0.0.1:{self.port}", "-t", str(self.site)]
        self._program = Program(["env", "PHP_CLI_SERVER_WORKERS=4", *php], port=self.port, home=log)

    def ask(self, method, route, *, user="admin", **options):
        """Ask the REST API as one of the two."""
        params = {"rest_route": route} | options.pop("params", {})
        answer = httpx.request(
            method,
            f"{self.address}/index.php",
            params=params,
            auth=(user, self.passwords[user]),
            timeout=60,
            **options,
        )
        answer.raise_for_status()
        return answer.json()

    def empty(self):
        """Delete every item of the library and every text."""
        for route in ("media", "posts", "pages", "blocks"):
            found = self.ask(
                "GET",
                f"/wp/v2/{route}",
                params={"per_page": "100", "status": "any"} if route != "media" else {"per_page": "100"},
            )
            for one in found:
                self.ask("DELETE", f"/wp/v2/{route}/{one['id']}", params={"force": "true"})

    def stop(self):
        self._program.stop()
        self._database.stop()
        shutil.rmtree(self._socket_home)

    def _start_database(self, home):
        data = home / "database"
        data.mkdir()
        mode = ["--user=root"] if os.geteuid() == 0 else []
        install = [shutil.which("mariadb-install-db", path=_PATHS), *mode, f"--datadir={data}"]
        more = ["--skip-test-db", "--auth-root-authentication-method=normal"]
        subprocess.run([*install, *more], check=True, capture_output=True)
        port, log = free_port(), home / "mariadb"
        log.mkdir()
        command = [shutil.which("mariadbd", path=_PATHS), "--no-defaults", *mode, f"--datadir={data}"]
        command += [f"--socket={self._socket}", "--bind-address=127.0.0.1", f"--port={port}"]
        command += [f"--pid-file={home / 'mariadb.pid'}", "--innodb-buffer-pool-size=32M"]
        return Program(command, port=port, home=log)

    @property
    def _socket(self):
        return self._socket_home / "db.sock"

    def _copy_site(self):
        shutil.copytree(_SOURCE, self.site, symlinks=False, ignore_dangling_symlinks=True)
        uploads = self.site / "wp-content" / "uploads"
        shutil.rmtree(uploads, ignore_errors=True)
        uploads.mkdir(parents=True)
        config = self.site / "wp-config.php"
        config.unlink(missing_ok=True)
        config.write_text(_CONFIG.format(password=PASSWORD, socket=self._socket, address=self.address))

    def _install(self, home):
        orders = (
            f"create database site; create user site@localhost identified by '{PASSWORD}';"
            "grant all on site.* to site@localhost;"
        )
        client = [shutil.which("mariadb", path=_PATHS), "--no-defaults", "-u", "root", f"--socket={self._socket}"]
        subprocess.run([*client, "-e", orders], check=True, capture_output=True)
        script = home / "install.php"
        script.write_text(_INSTALL.format(port=self.port, site=self.site, password=PASSWORD))
        done = subprocess.run([shutil.which("php"), str(script)], check=True, capture_output=True, text=True)
        return json.loads(done.stdout.rpartition("PASSWORDS")[2])
