"""Organisations: our tree by name, and the address book."""

from __future__ import annotations

from partyservice.organisations.model import Existence, Organisation
from partyservice.storage.listing import Cases, Listing
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
