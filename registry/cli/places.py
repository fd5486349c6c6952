"""`registry channels`: which channels are set up, whether each can be reached, and the marker that proves a place."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from registry.bootstrap import Registry
from registry.channels.base import Channel
from registry.channels.errors import ChannelUnknown
from registry.channels.followers import Follower
from registry.channels.outcomes import Healthy, PingOutcome
from registry.cli.operator import OPERATOR, opened
from registry.cli.outcome import ExitCode, Mark, console, leave, say
from registry.locale import N_, Translate, translator

_NAMED = Annotated[str | None, typer.Argument(help="The channel's name, as in the channels file; all when left out.")]


def list_() -> None:
    """List the channels and what follows them (caches, search engines, archives), and what a machine can do in each."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        table = Table(tr(N_("channel")), tr(N_("kind")), tr(N_("removes")), tr(N_("looks")), tr(N_("lists")))
        for channel in registry.publication.channels(OPERATOR):
            able = channel.capabilities
            signs = ("✓" if one else "–" for one in (able.removes, able.looks, able.lists))
            table.add_row(Text(channel.name), channel.kind, *signs)
        for follower in registry.followers.values():
            table.add_row(Text(follower.name), follower.kind, "–", "✓" if follower.looks else "–", "–")
        console.print(table)


def reach(name: _NAMED = None) -> None:
    """Reach each channel with the rights that removal needs; nothing that is there is changed."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        answers = [_told(place, place.ping(), tr) for place in _reachable(registry, name)]
        if not all(answers):
            raise leave(ExitCode.PARTLY)


def prepare(name: Annotated[str, typer.Argument(help="The channel's name, as in the channels file.")]) -> None:
    """Put the marker that proves a place is the right one: once, by somebody who sees that it is."""
    with opened() as registry:
        tr = translator(registry.settings.language)
        (channel,) = _chosen(registry, name)
        if not _told(channel, channel.prepare(), tr):
            raise leave(ExitCode.REFUSED)


def _chosen(registry: Registry, name: str | None) -> list[Channel]:
    found = [one for one in registry.publication.channels(OPERATOR) if name in (None, one.name)]
    if name is not None and not found:
        raise ChannelUnknown(channel=name)
    return found


def _reachable(registry: Registry, name: str | None) -> list[Channel | Follower]:
    followers = [one for one in registry.followers.values() if name in (None, one.name)]
    return [*(_chosen(registry, name) if name is None or not followers else []), *followers]


def _told(channel: Channel | Follower, answer: PingOutcome, tr: Translate) -> bool:
    if isinstance(answer, Healthy):
        say(tr(N_("{channel}: reached, with the rights it needs.")).format(channel=channel.name), mark=Mark.DONE)
        return True
    text = tr(N_("{channel}: not usable now ({code}). Check the address, the login and the rights of the account."))
    say(text.format(channel=channel.name, code=answer.code), mark=Mark.WRONG)
    return False
