"""The chapters of a person's copy of their data: plain data in, titled lists of label and value out. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from registry.charter.charter import Charter, RetentionPeriod
from registry.consent import dossier_words as words
from registry.consent.events import ConsentMethod, ConsentState, ScopeKind
from registry.consent.register_records import PersonChangeKind
from registry.consent.states import Authority, PersonKind
from registry.copies.states import CopyKind, CopyState
from registry.intake.states import PhotoState
from registry.locale import N_, Locale, Translate, format_date, format_datetime, translator
from registry.proof.events import AuditEvent

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One thing under a heading: label and value by line, empty values left out."""

    heading: str
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Keeping:
    """How long things are kept (days), and the charter, which has the periods for photos."""

    proof: int
    access_export: int
    charter: Charter


class Chapters:
    """Writes the chapters for one reader."""

    def __init__(self, locale: Locale, charter: Charter) -> None:
        self._locale = locale
        self._tr: Translate = translator(locale)
        self._purposes = charter.purposes

    def parts(self, name: str, data: Mapping[str, Any]) -> list[Part]:
        """Return the parts of a chapter by its name in `words.CHAPTERS`."""
        writers = {
            "person": lambda held: [self._person(held)],
            "guardians": lambda held: [self._tie(tie) for tie in held],
            "signs for": lambda held: [self._tie(tie) for tie in held],
            "consents": lambda held: [self._consent(event) for event in held],
            "notices shown": lambda held: [self._notice(notice) for notice in held],
            "photos": lambda held: [self._photo(photo) for photo in held],
            "recipients": lambda held: [self._recipient(one) for one in held],
            "requests": lambda held: [self._request(request) for request in held],
            "copies": lambda held: [self._copy(copy) for copy in held],
            "other rows": lambda held: list(self._others(held)),
            "changes of who is who": lambda held: [self._change(change) for change in held],
            "log": lambda held: [self._logged(entry) for entry in held],
        }
        held = data.get(name)
        return writers[name](held) if held else []

    def kept(self, keeping: Keeping) -> list[str]:
        """Return how long each thing is kept, in sentences."""
        say = self._say
        found = [
            say(N_("Your name and how to reach you: until you ask us to forget you.")),
            say(N_("What you said about photos, and the signed forms: until you ask us to forget you, and "
                   "as proof until {n} days after the last thing you said."), n=keeping.proof),
            say(N_("Face templates: until you take back that you may be recognised. Then they are destroyed at once.")),
            say(N_("Your address in a request for removal: {n} days after our last letter."),
                n=f"{keeping.charter.figure('retention.removal_contact').value:g}"),
            say(N_("This copy: {n} days, on our side."), n=keeping.access_export),
        ]  # fmt: skip
        return [*found, *(self._period(period) for period in keeping.charter.retention)]

    def _period(self, period: RetentionPeriod) -> str:
        if period.months is None:
            return self._say(N_("Photos, “{name}”: for ever, in the archive."), name=period.name)
        words_of = N_("Photos, “{name}”: {n} months, then we look whether they go.")
        return self._say(words_of, name=period.name, n=period.months)

    def _person(self, held: Row) -> Part:
        born, died = self._day(held.get("birth_date")), self._day(held.get("died_on"))
        source = (
            N_("A member of our staff wrote your data down: from a form, a letter, a list or what you said.")
            if held.get("created_by")
            else N_("You, or your parent or guardian, gave us your data yourself.")
        )
        language, kind = held.get("language"), held["kind"]
        of_age = kind in {PersonKind.ADULT, PersonKind.MINOR}  # the birth date says which, on every day
        return self._part(
            held["display_name"],
            (N_("Earlier names"), ", ".join(held.get("earlier names", ()))),
            (N_("What you are to the register"), "" if born and of_age else self._code(words.KINDS, PersonKind, kind)),
            (N_("Birth date"), born),
            (N_("Died on"), died),
            (N_("E-mail"), held.get("email")),
            (N_("Telephone"), held.get("phone")),
            (N_("Language"), Locale(language).own_name if language in set(Locale) else language),
            (N_("In the register since"), self._moment(held.get("created_at"))),
            (N_("Where we have it from"), self._tr(source)),
        )

    def _tie(self, tie: Row) -> Part:
        return self._part(
            tie["name"],
            (N_("By what right"), self._code(words.AUTHORITIES, Authority, tie["authority"])),
            (N_("What shows it"), tie.get("mandate")),
            (N_("Until"), self._day(tie.get("until"))),
            (N_("Ended on"), self._moment(tie.get("ended_at"))),
        )

    def _consent(self, event: Row) -> Part:
        scope = self._code(words.SCOPES, ScopeKind, event["scope_kind"])
        return self._part(
            f"{self._moment(event['at'])}: {self._code(words.STATES, ConsentState, event['state'])}",
            (N_("For"), ", ".join(self._purpose(code) for code in event["purposes"])),
            (N_("About"), scope.format(name=event.get("about") or "")),
            (N_("From"), self._day(event.get("valid_from"))),
            (N_("Until"), self._day(event.get("valid_until"))),
            (N_("Who said it"), self._tr(words.SIGNATURES[event["signature"]])),
            (N_("How"), self._code(words.METHODS, ConsentMethod, event["method"])),
            (N_("Version of the words you saw"), event.get("notice_version")),
            (N_("Proof, beside this page"), event.get("evidence")),
        )

    def _notice(self, notice: Row) -> Part:
        return self._part(f"{notice['version']} ({notice['language']})", ("", notice["words"]))

    def _photo(self, photo: Row) -> Part:
        sure = N_("A person said that it is you.") if photo["said by a person"] else N_(
            "A computer thinks that you may be in it, and nobody checked. It can show somebody else."
        )  # fmt: skip
        out = [self._published(one) for one in photo["published"]]
        return self._part(
            photo["reference"],
            (N_("Event"), photo.get("event")),
            (N_("Taken on"), self._moment(photo.get("taken at"))),
            (N_("Received on"), self._moment(photo.get("received at"))),
            (N_("The photo"), self._code(words.PHOTO_STATES, PhotoState, photo["state"])),
            (N_("How we know that you are in it"), self._tr(sure)),
            (N_("Published"), "\n".join(out)),
        )

    def _published(self, one: Row) -> str:
        state = self._code(words.COPY_STATES, CopyState, one["state"])
        return " ".join((f"{self._purpose(one['place'])}: {state}", *one["urls"]))

    def _recipient(self, one: Row) -> Part:
        went = [
            f"{each['photo']}, {self._moment(each['at'])}: {self._code(words.COPY_STATES, CopyState, each['state'])}"
            for each in one["photos"]
        ]
        return self._part(
            one["name"],
            (N_("What they are"), self._tr(one["kind"])),
            (N_("For"), self._purpose(one["purpose"])),
            (N_("Photos"), "\n".join(went)),
        )

    def _request(self, request: Row) -> Part:
        letters = [self._moment(letter["planned at"]) for letter in request.get("letters", ())]
        return self._part(
            request["reference"],
            (N_("Received on"), self._moment(request["received at"])),
            (N_("What you wrote"), request.get("what you wrote")),
            (N_("The photo you named"), request.get("photo you named")),
            (N_("Answer due on"), self._day(request.get("answer due on"))),
            (N_("Decided on"), self._moment(request.get("decided at"))),
            (N_("Our letters"), "\n".join(letters)),
        )

    def _copy(self, copy: Row) -> Part:
        return self._part(
            self._code(words.COPY_KINDS, CopyKind, copy["kind"]),
            (N_("State"), self._code(words.COPY_STATES, CopyState, copy["state"])),
            (N_("Since"), self._moment(copy["planned_at"])),
        )

    def _others(self, held: Mapping[str, Sequence[Row]]) -> Iterator[Part]:
        for table, rows in held.items():
            for row in rows:
                lines = ((label, self._value(name, row.get(name))) for name, label in words.COLUMNS.items())
                yield self._part(self._tr(words.TABLES.get(table, table)), *lines)

    def _change(self, change: Row) -> Part:
        return self._part(
            f"{self._moment(change['at'])}: {self._code(words.CHANGES, PersonChangeKind, change['kind'])}"
        )

    def _logged(self, entry: Row) -> Part:
        event = AuditEvent(entry["event"])
        told = words.EVENTS.get(event)
        return self._part(f"{self._moment(entry['at'])}: {self._tr(told) if told else event.value}")

    def _part(self, heading: str, *lines: tuple[str, str | None]) -> Part:
        said = tuple((self._tr(label) if label else "", value) for label, value in lines if value)
        return Part(heading=heading, lines=said)

    def _value(self, name: str, value: Any) -> str:
        if name == "purposes":
            return ", ".join(self._purpose(code) for code in value or ())
        if name.endswith("_at") or name == "at":
            return self._moment(value)
        return self._day(value) if name.endswith("_on") else "" if value is None else str(value)

    def _purpose(self, code: str) -> str:
        known = self._purposes.get(code)
        return self._tr(known.title if known else words.APART.get(code, code))

    def _code(self, names: Mapping[Any, str], kind: type, code: str) -> str:
        return self._tr(names.get(kind(code), code))

    def _say(self, text: str, **values: object) -> str:
        return self._tr(text).format(**values)

    def _day(self, day: str | None) -> str:
        return format_date(date.fromisoformat(day), self._locale) if day else ""

    def _moment(self, moment: str | None) -> str:
        return format_datetime(datetime.fromisoformat(moment), self._locale) if moment else ""
