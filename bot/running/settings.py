"""Settings from `XIEBAN_*` variables or a `.env` file; every one is listed in `.env.example`."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]


class Settings(BaseSettings):
    """The configuration of a running office. Secrets come only from here and are never logged."""

    model_config = SettingsConfigDict(env_prefix="XIEBAN_", env_file=".env", extra="ignore")

    database_url: str = Field(default=f"sqlite:///{ROOT / 'data' / 'xieban.db'}")
    policies: Path = Field(default=ROOT / "policies")
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=8080, ge=1, le=65535)
    sweep_seconds: int = Field(default=15, ge=1, le=300)
    roster_minutes: int = Field(default=10, ge=1, le=1440)
    log_format: str = Field(default="console", pattern="^(console|json)$")

    @property
    def uses_socket_mode(self) -> bool:
        """With an app token the bot calls Slack; without one Slack calls the bot."""
        return self.slack_app_token is not None

    def missing_for_serve(self) -> list[str]:
        """What `serve` needs and does not have, a line each; empty when it can start."""
        missing = []
        if self.slack_bot_token is None:
            missing.append("XIEBAN_SLACK_BOT_TOKEN: the bot token (xoxb-…) of the installed app")
        elif not self.slack_bot_token.get_secret_value().startswith("xoxb-"):
            missing.append("XIEBAN_SLACK_BOT_TOKEN: a bot token starts with xoxb-")
        if self.slack_app_token is None and self.slack_signing_secret is None:
            missing.append(
                "XIEBAN_SLACK_APP_TOKEN (xapp-…, for Socket Mode) or XIEBAN_SLACK_SIGNING_SECRET (for HTTP)"
            )
        if self.slack_app_token and not self.slack_app_token.get_secret_value().startswith("xapp-"):
            missing.append("XIEBAN_SLACK_APP_TOKEN: an app token starts with xapp-")
        return missing


def readable_by_others(path: Path) -> bool:
    """Whether a file can be read by accounts other than its owner's."""
    return path.exists() and bool(path.stat().st_mode & 0o077)


def database_file(url: str) -> Path | None:
    """The file of an SQLite database, if it is one."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
