"""``clinic.yml`` and the numbers of the clinic's country."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, validator

from bot.files import Edited, FileError, line_of, read_model

#: Browsers leave these out of an origin.
DEFAULT_PORTS = {"https": 443, "http": 80}


class Region(Edited):
    """The emergency services of a country, and the words people there use for them."""

    name: str = Field(description="the country's name")
    emergency: str = Field(description="the emergency number", regex=r"^[0-9]{3}$")
    emergency_department: str = Field(description='where to go in an emergency, e.g. "A&E"')
    urgent_line: str | None = Field(None, description="the line for urgent advice, with its number")
    doctor: str = Field(description='the everyday word for a family doctor, e.g. "GP"')
    maternity: str = Field(
        "midwife or doctor", description='whom pregnant people call, e.g. "midwife or maternity unit"'
    )
    crisis_line: str | None = Field(None, description="help for thoughts of suicide, with its number")
    poison_line: str | None = Field(None, description="help after too many tablets, with its number")
    abuse_line: str | None = Field(None, description="help against violence at home, with its number")
    source: str = Field(alias="from", description="where the numbers were taken from")


class Numbers(Edited):
    """Numbers of the region that a clinic replaces."""

    urgent_line: str | None = None
    crisis_line: str | None = None
    poison_line: str | None = None
    abuse_line: str | None = None


class Website(Edited):
    """The websites that show the chat."""

    origins: tuple[str, ...] = Field(
        default=(), description='scheme, name and port of each, e.g. "https://www.clinic.example"; not the bot\'s own'
    )

    @validator("origins", each_item=True)
    def is_origin(cls, value: str) -> str:  # noqa: N805 (pydantic passes the class)
        """An address that no browser sends as an origin would refuse the chat without a word."""
        if "*" in value:
            raise ValueError(f"{value!r} stands for many websites; write each one, such as https://www.clinic.example")
        origin = _origin_of(value)
        if origin is None:
            raise ValueError(f"{value!r} is not the address of a website; write one such as https://www.clinic.example")
        if value != origin:
            raise ValueError(f"{value!r} is not what a browser calls itself; write {origin}")
        return value


class ClinicFile(Edited):
    """``clinic.yml`` as it is written."""

    name: str = Field(description="the clinic's name, as patients know it", min_length=1)
    country: str = Field(description="a country of content/regions.yml")
    phone: str | None = Field(None, description="the desk's number")
    address: str | None = None
    hours: str | None = None
    booking: str | None = Field(None, description="how to make an appointment, one sentence")
    cost: str | None = Field(None, description="what a visit costs, one sentence")
    privacy: str = Field(description="what is kept and for how long, one sentence")
    numbers: Numbers = Numbers()
    website: Website = Website()

    @validator("phone", "address", "hours", "booking", "cost")
    def not_blank(cls, value: str | None) -> str | None:  # noqa: N805 (pydantic passes the class)
        """An empty text would be shown as an empty answer."""
        if value is not None and not value.strip():
            raise ValueError("is empty; write a text or leave the line out")
        return value


class Clinic(Edited):
    """A clinic and its region, checked."""

    about: ClinicFile
    region: Region

    @property
    def name(self) -> str:
        """The clinic's name, as patients know it."""
        return self.about.name


def load_clinic(clinic_path: Path, regions_path: Path) -> Clinic:
    """The clinic of ``clinic.yml`` with the numbers of its country, its own numbers in place of the region's.

    Raises:
        FileError: when a file is broken or the country is not in ``content/regions.yml``.
    """
    regions = read_model(regions_path, dict[str, Region])
    about = read_model(clinic_path, ClinicFile)
    if about.country not in regions:
        raise FileError(
            clinic_path,
            line_of(clinic_path, ("country",)),
            f"country {about.country!r} is not known; choose one of {', '.join(regions)}, "
            "or add it to content/regions.yml.",
        )
    own = about.numbers.dict(exclude_none=True)
    return Clinic(about=about, region=regions[about.country].copy(update=own))


def _origin_of(address: str) -> str | None:
    """The origin of an address as browsers send it; ``None`` where there is none."""
    scheme, there, rest = address.strip().partition("://")
    try:
        parts = urlsplit(f"{scheme}://{rest}" if there else f"https://{scheme}")
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or " " in host:
        return None
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, DEFAULT_PORTS[parts.scheme]) else "")
