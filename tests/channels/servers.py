"""Real servers for the channels' tests, each on 127.0.0.1 and a free port, ended with the tests that asked for it."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from cheroot import wsgi
from wsgidav.fs_dav_provider import FileResource, FilesystemProvider, FolderResource
from wsgidav.wsgidav_app import WsgiDAVApp

PASSWORD = "only-here-1"
_PATIENCE_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"the server did not come up: {log.read_text(errors='replace')[-2000:]}")


class Program:
    """A server process in a group of its own."""

    def __init__(self, command: list[str], *, port: int, home: Path):
        log = home / "server.log"
        with log.open("wb") as stream:
            self._process = subprocess.Popen(
                command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL, start_new_session=True, cwd=home
            )
        wait_for_port(port, self._process, log)

    def stop(self) -> None:
        os.killpg(self._process.pid, signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)


class S3Server:
    """SeaweedFS, which speaks S3 with versions and Object Lock."""

    def __init__(self, home: Path):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.access_key, self.secret_key = "registry", secrets.token_hex(16)
        (home / "data").mkdir()
        credentials = {"accessKey": self.access_key, "secretKey": self.secret_key}
        rights = ["Admin", "Read", "Write", "List", "Tagging"]
        identity = {"name": "registry", "credentials": [credentials], "actions": rights}
        (home / "s3.json").write_text(json.dumps({"identities": [identity]}))
        ports = {name: free_port() for name in ("master", "volume", "filer")}
        grpc = {f"{name}.port.grpc": free_port() for name in ports}
        options = [f"-{name}.port={port}" for name, port in ports.items()]
        options += [f"-{name}={port}" for name, port in grpc.items()]
        weed = Path(sys.executable).with_name("weed")
        command = [str(weed), "server", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={home / 'data'}", "-s3"]
        command += [f"-s3.port={self.port}", f"-s3.port.grpc={free_port()}", f"-s3.config={home / 's3.json'}"]
        command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]  # two listeners nobody here asks, on fixed ports
        command += ["-master.volumeSizeLimitMB=64", "-volume.max=50", *options]
        self._program = Program(command, port=self.port, home=home)
        self.client = boto3.session.Session().client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="eu-west-1",
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}),
        )
        self._wait_until_it_stores()
        self._make_buckets()

    def _make_buckets(self) -> None:
        # A bucket takes volumes of its own: two for the whole run, and a prefix for each test.
        self.bucket, self.locked_bucket = "photos", "locked"
        self.client.create_bucket(Bucket=self.bucket)
        self.client.create_bucket(Bucket=self.locked_bucket, ObjectLockEnabledForBucket=True)
        self.client.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})

    def stop(self) -> None:
        self._program.stop()

    def _wait_until_it_stores(self) -> None:
        # The port opens before a volume is there to write on.
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                self.client.create_bucket(Bucket="ready")
                self.client.put_object(Bucket="ready", Key="k", Body=b"x")
            except (ClientError, BotoCoreError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
            else:
                return


class SftpServer:
    """OpenSSH with a key for root, or for whoever runs the tests."""

    def __init__(self, home: Path):
        self.port = free_port()
        self.user = "root" if os.geteuid() == 0 else os.environ["USER"]
        host_key, self.private_key = home / "host_key", home / "user_key"
        for key in (host_key, self.private_key):
            subprocess.run([shutil.which("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
        (home / "authorized").write_text((home / "user_key.pub").read_text())
        self.host_key = " ".join((home / "host_key.pub").read_text().split()[:2])
        Path("/run/sshd").mkdir(exist_ok=True)
        (home / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {host_key}\nAuthorizedKeysFile {home / 'authorized'}\n"
            f"PidFile {home / 'pid'}\nSubsystem sftp internal-sftp\nStrictModes no\nPermitRootLogin prohibit-password\n"
            "PasswordAuthentication no\nUsePAM no\nMaxStartups 100\n"
        )
        sshd = shutil.which("sshd", path="/usr/sbin:/usr/bin")
        self._program = Program([sshd, "-D", "-e", "-f", str(home / "config")], port=self.port, home=home)

    def stop(self) -> None:
        self._program.stop()


class SmbServer:
    """Samba with one share, for a user of its own data base."""

    user = "root"

    def __init__(self, home: Path):
        self.port = free_port()
        self.share = home / "share"
        for folder in ("share", "private", "state", "cache", "lock", "pid", "ncalrpc"):
            (home / folder).mkdir()
        config = home / "smb.conf"
        config.write_text(
            f"[global]\nworkgroup = TEST\nserver role = standalone server\nsmb ports = {self.port}\n"
            f"interfaces = 127.0.0.1\nbind interfaces only = yes\nprivate dir = {home / 'private'}\n"
            f"state directory = {home / 'state'}\ncache directory = {home / 'cache'}\n"
            f"lock directory = {home / 'lock'}\n"
            f"pid directory = {home / 'pid'}\nncalrpc dir = {home / 'ncalrpc'}\nlog file = {home / 'smbd.log'}\n"
            f"passdb backend = tdbsam:{home / 'private' / 'passdb.tdb'}\ndisable spoolss = yes\nload printers = no\n"
            f"[photos]\npath = {self.share}\nread only = no\nvalid users = {self.user}\nforce user = root\n"
        )
        paths = "/usr/sbin:/usr/bin"
        subprocess.run(
            [shutil.which("smbpasswd", path=paths), "-c", str(config), "-s", "-a", self.user],
            input=f"{PASSWORD}\n{PASSWORD}\n".encode(),
            check=True,
            capture_output=True,
        )
        smbd = shutil.which("smbd", path=paths)
        command = [smbd, "--foreground", "--no-process-group", f"--configfile={config}"]
        self._program = Program(command, port=self.port, home=home)

    def stop(self) -> None:
        self._program.stop()


class WebdavServer:
    """WsgiDAV under cheroot; what is deleted in `files` goes to `trash`, as Nextcloud does it."""

    user = "registry"

    def __init__(self, home: Path):
        self.port = free_port()
        self.files, self.trash = home / "files", home / "trash"
        self.files.mkdir()
        self.trash.mkdir()
        self.refuse_with: str | None = None
        application = WsgiDAVApp(
            {
                "provider_mapping": {
                    "/files": _Trashing(str(self.files), self.trash),
                    "/trash": FilesystemProvider(str(self.trash)),
                },
                "simple_dc": {"user_mapping": {"*": {self.user: {"password": PASSWORD}}}},
                "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
                "logging": {"enable": False},
                "verbose": 0,
                "dir_browser": {"enable": False},
            }
        )
        self._server = wsgi.Server(("127.0.0.1", self.port), self._moody(application), numthreads=4)
        self._server.prepare()
        self._thread = threading.Thread(target=self._server.serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._server.stop()
        self._thread.join(10)

    def _moody(self, application):
        def answer(environ, start_response):
            if self.refuse_with is None:
                return application(environ, start_response)
            headers = [("Retry-After", "120"), ("Content-Length", "0")]
            start_response(self.refuse_with, headers)
            return [b""]

        return answer


class _Trashing(FilesystemProvider):
    def __init__(self, root, trash):
        super().__init__(root)
        self.trash = trash

    def get_resource_inst(self, path, environ):
        resource = super().get_resource_inst(path, environ)
        if isinstance(resource, FileResource):
            resource.__class__ = _TrashedFile
        elif isinstance(resource, FolderResource):
            resource.__class__ = _TrashingFolder
        return resource


class _TrashedFile(FileResource):
    def delete(self):
        name = f"{Path(self._file_path).name}.d{time.time_ns()}"
        shutil.move(self._file_path, self.provider.trash / name)
        self.remove_all_properties(recursive=True)
        self.remove_all_locks(recursive=True)


class _TrashingFolder(FolderResource):
    def get_member(self, name):
        member = super().get_member(name)
        if isinstance(member, FileResource):
            member.__class__ = _TrashedFile
        return member
