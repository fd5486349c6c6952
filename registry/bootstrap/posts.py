"""Posts, press releases, the college and the register of channels, connected to the gate's publication."""

from registry.bootstrap.ground import DATA, Ground
from registry.posts import policy
from registry.posts.channels import ChannelRegister
from registry.posts.college import College
from registry.posts.distributing import Distribution, WithPhotos
from registry.posts.foreseeing import Foresight
from registry.posts.releases import Releases
from registry.posts.sending import Sending
from registry.posts.service import PostOffice
from registry.posts.telling import Telling
from registry.posts.writing import Posts
from registry.publication.service import PublicationService


def connect_posts(ground: Ground, publication: PublicationService, photos: WithPhotos) -> PostOffice:
    """Return the post office with the shipped figures; `photos` gives the links a press release goes with."""
    figures = policy.parse((DATA / "posts.toml").read_text(encoding="utf-8"))
    database, clock = ground.database, ground.clock
    college = College(database=database, clock=clock, charter=ground.charter)
    foresight = Foresight(
        charter=ground.charter,
        channels=ground.channels,
        college=college,
        long_side=int(ground.charter.figure("publication.long_side").value),
    )
    return PostOffice(
        posts=Posts(database=database, clock=clock, foresight=foresight),
        college=college,
        releases=Releases(database=database, clock=clock),
        channels=ChannelRegister(
            database=database,
            clock=clock,
            charter=ground.charter,
            channels=ground.channels,
            publication=publication,
            policy=figures,
        ),
        sending=Sending(
            database=database, clock=clock, publication=publication, policy=figures, lease=ground.erasures.lease
        ),
        distribution=Distribution(
            database=database,
            clock=clock,
            mailer=ground.mail,
            policy=figures,
            language=ground.settings.language,
            photos=photos,
        ),
        telling=Telling(database=database, clock=clock, mailer=ground.mail, base_url=ground.settings.base_url),
    )
