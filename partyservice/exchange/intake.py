"""Intake: which lists of offices can be taken in, by which Draft, and what tells them apart."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from partyservice.kernel.fields import Field
from partyservice.members.drafts import MEMBER_ROW
from partyservice.members.model import Member
from partyservice.mobility.drafts import ARRIVING_ROW, LEAVING_ROW
from partyservice.mobility.model import Inflow, Outflow
from partyservice.storage.draft import Draft
from partyservice.storage.record import Attribute, field_of, key_of


@dataclass(frozen=True, kw_only=True)
class Intake:
    """A kind of list: `draft` takes a row, `branch` is where its people are.

    A heading with one of `tells` is of this kind; the kinds are asked in order.
    """

    name: str
    title: str
    draft: Draft
    branch: Attribute
    branch_needed: bool
    tells: tuple[Attribute, ...]
    begun: Attribute | None = None  # the day that tells two stays of one person apart
    ended: Attribute | None = None

    @property
    def branch_field(self) -> Field:
        """The Field of the branch."""
        return field_of(self.branch)

    def told_by(self, keys: Collection[str]) -> bool:
        """Say whether fields with `keys` can only be of this kind."""
        return any(key_of(attribute) in keys for attribute in self.tells)


INTAKES = {
    intake.name: intake
    for intake in (
        Intake(
            name="inflow",
            title="流入党员登记",
            draft=ARRIVING_ROW,
            branch=Inflow.host_branch_id,
            branch_needed=False,
            tells=(Inflow.arrived_on,),
            begun=Inflow.arrived_on,
            ended=Inflow.ended_on,
        ),
        Intake(
            name="outflow",
            title="流出党员花名册",
            draft=LEAVING_ROW,
            branch=Outflow.branch_id,
            branch_needed=True,
            tells=(Outflow.left_on,),
            begun=Outflow.left_on,
            ended=Outflow.ended_on,
        ),
        Intake(
            name="members",
            title="党员名单",
            draft=MEMBER_ROW,
            branch=Member.branch_id,
            branch_needed=True,
            tells=(Member.joined_on, Member.full_on, Member.category, Member.branch_id),
        ),
    )
}
