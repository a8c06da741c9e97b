"""Organisations: our tree by name, and the address book."""

from __future__ import annotations

from sqlalchemy.orm import Session

from partyservice.organisations.model import Existence, Office, Organisation
from partyservice.organisations.queries import office
from partyservice.settings.merged import Merged
from partyservice.storage.listing import Cases, Listing, Row
from partyservice.storage.shown import Of

IN_USE = Organisation.existence == Existence.IN_FORCE
STANDING = Cases(
    key="organisation.standing",
    label="范围",
    cases={
        "本委": Organisation.is_ours & IN_USE,
        "通讯录": ~Organisation.is_ours & IN_USE,
        "可直接接收": Organisation.may_receive & IN_USE,
        "已撤销": ~IN_USE,
        "本委，含已撤销": Organisation.is_ours,
    },
    usual="本委",
)
ORGANISATIONS = Listing(
    about=Organisation,
    columns=(
        Organisation.full_name,
        Organisation.org_type,
        Of(Organisation.parent_id, Organisation.full_name, label="上级党组织"),
        Organisation.secretary_name,
        Organisation.liaison_name,
        Organisation.phone,
        Organisation.may_receive,
        Organisation.existence,
    ),
    order=(Organisation.full_name,),
    filters=(STANDING, Organisation.org_type),
)


def _office(session: Session) -> list[Row]:
    """Return the one row of this office."""
    one = office(session)
    committee = session.get_one(Organisation, one.committee_id).full_name
    return [(one.id, one.name, committee, one.region, one.roster_day, one.contact_interval)]


OFFICE_ROW = Merged(
    about=Office,
    columns=(
        Office.name,
        Of(Office.committee_id, Organisation.full_name, label="所属党委"),
        Office.region,
        Office.roster_day,
        Office.contact_interval,
    ),
    order=(Office.name,),
    gather=_office,
)
