"""Errors of posts, press releases and the register of channels.

RegistryError
└── PostsError
    ├── PostUnknown        no post has this id
    ├── PostChanged        the post is not in a state in which this can be done
    ├── PostNotReady       the checklist, a verdict or the balance stands in the way
    ├── PostEmpty          a post needs photos and channels
    ├── MomentMissing      the clock skips this time
    ├── MomentPast         a moment that lies behind us
    ├── ReasonMissing      a decision needs a reason
    ├── ReleaseUnknown     no press release has this id
    ├── ReleaseUnusable    a press release lacks a title, words or a usable address
    ├── ChannelEntryWrong  an entry of the register of channels breaks article 1
    ├── MandateUnknown     no mandate has this id
    └── PostFiguresRefused `data/posts.toml` lacks a figure
"""

from typing import ClassVar

from registry.errors import RegistryError
from registry.locale import N_


class PostsError(RegistryError):
    """Any refusal of this stage."""

    code: ClassVar[str] = "posts-error"


class PostUnknown(PostsError):
    """No post has the id `post`."""

    code: ClassVar[str] = "post-unknown"
    text: ClassVar[str] = N_("There is no such post.")


class PostChanged(PostsError):
    """The post `post` is in the state `state`."""

    code: ClassVar[str] = "post-changed"
    text: ClassVar[str] = N_("This post changed meanwhile. Load the page again.")


class PostNotReady(PostsError):
    """The post `post` may not be scheduled yet; the page shows why."""

    code: ClassVar[str] = "post-not-ready"
    text: ClassVar[str] = N_("This post cannot be scheduled yet: see what stands in the way.")


class PostEmpty(PostsError):
    """A post without photos or without channels."""

    code: ClassVar[str] = "post-empty"
    text: ClassVar[str] = N_("Choose at least one photo and one channel.")


class MomentMissing(PostsError):
    """The local clock skips `time` that day."""

    code: ClassVar[str] = "moment-missing"
    text: ClassVar[str] = N_("The clock skips {time} that night: summer time begins. Choose another time.")


class MomentPast(PostsError):
    """The chosen moment lies in the past."""

    code: ClassVar[str] = "moment-past"
    text: ClassVar[str] = N_("This moment is past. Choose a later one.")


class ReasonMissing(PostsError):
    """Who decides against a warning says why."""

    code: ClassVar[str] = "post-reason-missing"
    text: ClassVar[str] = N_("Write down why. The decision is kept with your name.")


class ReleaseUnknown(PostsError):
    """No press release has the id `release`, or it is no longer planned."""

    code: ClassVar[str] = "release-unknown"
    text: ClassVar[str] = N_("There is no such press release, or it has gone out.")


class ReleaseUnusable(PostsError):
    """A press release lacks its title, its words, or has an address that cannot be mailed to."""

    code: ClassVar[str] = "release-unusable"
    text: ClassVar[str] = N_("A press release needs a title, a text and usable e-mail addresses, one a line.")


class ChannelEntryWrong(PostsError):
    """The entry lacks its owner, its co-administrators or the consultation of the communication service."""

    code: ClassVar[str] = "channel-entry-wrong"
    text: ClassVar[str] = N_(
        "Article 1: a channel has an owner, and the communication officer and the assistant administer it too."
    )


class MandateUnknown(PostsError):
    """No mandate has the id `mandate`."""

    code: ClassVar[str] = "mandate-unknown"
    text: ClassVar[str] = N_("There is no such mandate.")


class PostFiguresRefused(PostsError):
    """The figures file lacks `figure`, or its value makes no sense."""

    code: ClassVar[str] = "post-figures-refused"
    text: ClassVar[str] = N_("The figure {figure} in data/posts.toml is missing or wrong.")
