"""Settings: one frozen object, read from the environment (`REGISTRY_…`) once, at start."""

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from registry.locale import N_, Locale


class Environment(StrEnum):
    """Where the registry runs."""

    DEVELOPMENT = "development"
    """A developer's or a demo's machine: mail may go to a folder, the address may be plain http."""
    PRODUCTION = "production"
    """Citizens' photos: https and a mail server are required."""


class Settings(BaseSettings):
    """Everything a municipality can set without touching code; `home` holds all run-time data by default."""

    model_config = SettingsConfigDict(env_prefix="REGISTRY_", frozen=True, extra="forbid")

    environment: Environment = Environment.DEVELOPMENT
    home: Path = Path("var")
    database_url: str = ""
    jobs_database_url: str = ""
    vault_url: str = ""
    keys_home: Path = Path()
    keys_mirror: Path | None = None
    charter_file: Path = Path(__file__).parent.parent / "data" / "charter.toml"
    channels_file: Path = Path()
    municipality: str = "Leopoldsburg"
    language: Locale = Locale.NL
    base_url: str = "http://127.0.0.1:8501"
    logo_file: Path | None = None
    primary_colour: str = "#0b5394"
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_starttls: bool = False
    mail_from: str = "noreply@localhost"
    dpo_contact: str = ""
    accessibility_contact: str = ""
    upload_limit_bytes: int = Field(default=100_000_000, gt=0)
    analysis_threads: int = Field(default=1, ge=1)
    photos_at_once: int = Field(default=2, ge=1)
    engine: str = "yunet-centerface-sface-dlib"
    session_hours: int = Field(default=12, ge=1)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: str = ""
    oidc_scope: str = "openid profile email"
    oidc_role_claim: str = "roles"
    oidc_officer_role: str = ""
    oidc_photographer_role: str = ""
    password_sign_in: bool = True

    @model_validator(mode="before")
    @classmethod
    def _places_under_home(cls, given: dict[str, object]) -> dict[str, object]:
        home = Path(str(given.get("home") or "var")).absolute()
        places = {
            "home": home,
            "database_url": f"sqlite:///{home / 'registry.sqlite3'}",
            "jobs_database_url": f"sqlite:///{home / 'jobs.sqlite3'}",
            "vault_url": (home / "vault").as_uri(),
            "keys_home": home / "keys",
            "channels_file": home / "channels.toml",
        }
        return places | {name: value for name, value in given.items() if name != "home" and value not in ("", None)}

    @model_validator(mode="after")
    def _safe_in_production(self) -> "Settings":
        if self.environment is Environment.PRODUCTION:
            if not self.base_url.startswith("https://"):
                raise ValueError(N_("REGISTRY_BASE_URL must start with https:// in production"))
            if not self.smtp_host:
                raise ValueError(N_("REGISTRY_SMTP_HOST must be set in production: citizens are answered by mail"))
        return self

    @model_validator(mode="after")
    def _provider_is_whole(self) -> "Settings":
        if not self.oidc_issuer:
            if not self.password_sign_in:
                raise ValueError(N_("REGISTRY_PASSWORD_SIGN_IN can only be off with REGISTRY_OIDC_ISSUER set"))
            return self
        if not (self.oidc_client_id and self.oidc_client_secret.get_secret_value() and self.oidc_officer_role):
            raise ValueError(
                N_(
                    "with REGISTRY_OIDC_ISSUER, set REGISTRY_OIDC_CLIENT_ID, REGISTRY_OIDC_CLIENT_SECRET "
                    "and REGISTRY_OIDC_OFFICER_ROLE too"
                )
            )
        if self.environment is Environment.PRODUCTION and not self.oidc_issuer.startswith("https://"):
            raise ValueError(N_("REGISTRY_OIDC_ISSUER must start with https:// in production"))
        return self

    @property
    def published_home(self) -> Path:
        """The folder the default channel publishes into."""
        return self.home / "published"
