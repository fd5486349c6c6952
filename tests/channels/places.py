"""One place of each kind for the conformance suite: the channel, and the hands of whoever works in that place."""

import secrets

from channels.parcels import content_mac
from channels.servers import PASSWORD, free_port

from registry.channels.folder import MARKER, FolderChannel
from registry.channels.kinds import ChannelSettings, Surroundings
from registry.channels.memory import MemoryChannel
from registry.channels.outcomes import Healthy
from registry.channels.s3 import S3Channel
from registry.channels.sftp import SftpChannel
from registry.channels.smb import SmbChannel
from registry.channels.webdav import WebdavChannel
from registry.channels.wordpress import WordpressChannel


def settings(kind, values):
    return ChannelSettings(name="site", kind=kind, title="Site", purpose="website", values=values)


def around(tmp_path):
    return Surroundings(home=tmp_path, content_mac=content_mac)


class FolderPlace:
    def __init__(self, tmp_path, _server):
        self.root = tmp_path / "site"
        self.channel = FolderChannel(
            name="site",
            title="Site",
            purpose="website",
            root=self.root,
            base_url="https://x.test/p",
            content_mac=content_mac,
        )
        self.channel.prepare()

    def plant(self, locator, data):
        path = self.root / locator
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def lose(self):
        self.root.rename(self.root.with_name(f"{self.root.name}-elsewhere"))

    def find_again(self):
        self.root.with_name(f"{self.root.name}-elsewhere").rename(self.root)


class MemoryPlace:
    def __init__(self, _tmp_path, _server):
        self.channel = MemoryChannel(name="memory", content_mac=content_mac)
        self.plant = self.channel.plant

    def lose(self):
        self.channel.reachable = False

    def find_again(self):
        self.channel.reachable = True


class RemoteFolderPlace(FolderPlace):
    """A place whose server keeps its files in a folder of this machine."""

    def __init__(self, root, channel):
        self.root, self.channel, self.values = root, channel, channel._values
        self.root.mkdir(parents=True, exist_ok=True)
        assert channel.prepare() == Healthy()
        assert (root / MARKER).is_file()


class SftpPlace(RemoteFolderPlace):
    def __init__(self, tmp_path, server):
        root = tmp_path / "sftp"
        values = {
            "host": "127.0.0.1",
            "port": str(server.port),
            "user": server.user,
            "path": str(root),
            "host_key": server.host_key,
            "private_key": server.private_key.read_text(),
        }
        super().__init__(root, SftpChannel(settings=settings("sftp", values), around=around(tmp_path)))


class SmbPlace(RemoteFolderPlace):
    def __init__(self, tmp_path, server):
        folder = secrets.token_hex(6)
        values = {
            "host": "127.0.0.1",
            "port": str(server.port),
            "share": "photos",
            "path": folder,
            "user": server.user,
            "password": PASSWORD,
        }
        super().__init__(server.share / folder, SmbChannel(settings=settings("smb", values), around=around(tmp_path)))


class WebdavPlace(RemoteFolderPlace):
    def __init__(self, tmp_path, server):
        folder = secrets.token_hex(6)
        for left in server.trash.iterdir():
            left.unlink()
        values = {
            "address": f"http://127.0.0.1:{server.port}/files/{folder}",
            "trash": f"http://127.0.0.1:{server.port}/trash",
            "user": server.user,
            "password": PASSWORD,
        }
        self.trash = server.trash
        super().__init__(
            server.files / folder, WebdavChannel(settings=settings("webdav", values), around=around(tmp_path))
        )


class S3Place:
    def __init__(self, tmp_path, server):
        self.server, self.prefix = server, f"{secrets.token_hex(6)}/"
        values = {
            "endpoint": server.endpoint,
            "bucket": server.bucket,
            "prefix": self.prefix,
            "access_key": server.access_key,
            "secret_key": server.secret_key,
        }
        self.values, self.around = values, around(tmp_path)
        self.channel = S3Channel(settings=settings("s3", values), around=self.around)
        assert self.channel.prepare() == Healthy()

    def plant(self, locator, data):
        self.server.client.put_object(Bucket=self.server.bucket, Key=f"{self.prefix}{locator}", Body=data)

    def lose(self):
        self._use(self.values | {"endpoint": f"http://127.0.0.1:{free_port()}"})

    def find_again(self):
        self._use(self.values)

    def _use(self, values):
        self.channel._client = S3Channel(settings=settings("s3", values), around=self.around)._client


class WordpressPlace:
    def __init__(self, tmp_path, server):
        self.server = server
        server.empty()
        self.values = {
            "address": server.address,
            "user": server.user,
            "application_password": server.application_password,
        }
        self.around = around(tmp_path)
        self.channel = self._channel(self.values)

    def plant(self, locator, data):
        self.channel._site.upload(locator, data, "image/jpeg")

    def lose(self):
        self._use(self.values | {"address": f"http://127.0.0.1:{free_port()}"})

    def find_again(self):
        self._use(self.values)

    def _channel(self, values):
        return WordpressChannel(settings=settings("wordpress", values), around=self.around)

    def _use(self, values):
        self.channel._site = self._channel(values)._site


PEERS = {"sftp": SftpPlace, "smb": SmbPlace, "webdav": WebdavPlace, "s3": S3Place, "wordpress": WordpressPlace}
HERE = {"folder": FolderPlace, "memory": MemoryPlace}
