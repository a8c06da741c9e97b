"""What is typed about an organisation."""

from __future__ import annotations

from partyservice.organisations.commands import dissolve, establish
from partyservice.organisations.model import Office, Organisation
from partyservice.organisations.rules import DISSOLVING, RULES
from partyservice.storage.draft import Draft

EDIT = "organisations.edit"
DECIDE = "organisations.decide"
SETTINGS = "settings.edit"

ORGANISATION = Draft(
    about=Organisation,
    fields=(
        Organisation.full_name,
        Organisation.short_name,
        Organisation.org_type,
        Organisation.parent_id,
        Organisation.is_ours,
        Organisation.is_mobile_org,
        Organisation.approval_doc_no,
        Organisation.org_code,
        Organisation.national_code,
        Organisation.host_unit_situation,
        Organisation.unit_name,
        Organisation.unit_kind,
        Organisation.secretary_name,
        Organisation.liaison_name,
        Organisation.phone,
        Organisation.fax,
        Organisation.address,
        Organisation.postcode,
        Organisation.may_receive,
        Organisation.transfer_scope,
        Organisation.can_approve_probationary,
        Organisation.founded_on,
        Organisation.remark,
    ),
    rules=RULES,
    take=establish,
    right=EDIT,
)
DISSOLVE = Draft(
    about=Organisation,
    fields=(Organisation.dissolved_on,),
    rules=DISSOLVING,
    must=(Organisation.dissolved_on,),
    take=dissolve,
    right=DECIDE,
)
OFFICE = Draft(
    about=Office,
    fields=(
        Office.name,
        Office.committee_id,
        Office.region,
        Office.roster_day,
        Office.letter_warning,
        Office.case_warning,
        Office.contact_interval,
    ),
    right=SETTINGS,
)
