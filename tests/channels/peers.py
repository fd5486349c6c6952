"""Fixtures: servers of the channels' tests: started when a test first asks, one of each kind a run."""

import shutil

import pytest
from channels import servers
from channels.wordpress_server import WordpressServer

PROGRAMS = {
    "sftp": ("sshd", "ssh-keygen"),
    "smb": ("smbd", "smbpasswd"),
    "webdav": (),
    "s3": (),
    "wordpress": ("mariadbd", "mariadb-install-db", "php"),
}
CLASSES = {
    "sftp": servers.SftpServer,
    "smb": servers.SmbServer,
    "webdav": servers.WebdavServer,
    "s3": servers.S3Server,
    "wordpress": WordpressServer,
}


@pytest.fixture(scope="session")
def peer_server(tmp_path_factory):
    """Return a function that gives the running server of a kind, starting it the first time."""
    running = {}

    def give(kind):
        if kind not in running:
            for program in PROGRAMS[kind]:
                if shutil.which(program, path="/usr/sbin:/usr/bin") is None:
                    pytest.skip(f"{program} is not installed")
            running[kind] = CLASSES[kind](tmp_path_factory.mktemp(kind))
        return running[kind]

    yield give
    for server in running.values():
        server.stop()
