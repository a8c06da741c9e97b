"""Every rule has a case that fails and one beside it that passes: a new rule brings its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partyservice.kernel.errors import Doubt, Invalid
from partyservice.kernel.partial import Partial
from partyservice.members import rules as members
from partyservice.mobility import rules as mobility
from partyservice.organisations import rules as organisations
from partyservice.settings import rules as settings
from partyservice.storage.rule import Rule, broken

TODAY = date(2026, 11, 24)
P = Partial
RULES: dict[str, Rule] = {
    rule.id: rule
    for module in (members, mobility, organisations, settings)
    for rules in vars(module).values()
    if isinstance(rules, tuple)
    for rule in rules
    if isinstance(rule, Rule)
}
FAILS: dict[str, tuple[Any, ...]] = {
    "C01": ("ethnic",),
    "C02": ("一",),
    "C03": ("mobile_reason", "1"),
    "C04": ("mobile_reason", "21", "务工"),
    "C05": ("mobile_reason", "21", "打零工、务工"),
    "C06": (date(2026, 3, 1), date(2026, 2, 28)),
    "P01": (P("2026-12"),),
    "P02": ("990100197508152125", "1"),
    "P03": ("990100197508152125", P("1975-08-16")),
    "P04": (P("1900"),),
    "P05": (P("2027"),),
    "M01": (P("2026-11-25"),),
    "M02": (P("1990-05-02"), P("2008-05-01")),
    "M03": (P("2026-12-01"),),
    "M04": (P("2020-03-01"), P("2021-02-28")),
    "M05": (P("2020-03-01"), P("2022-03-02")),
    "M06": ("2", P("2020-01-01")),
    "M07": (P("2025-03-01"), date(2027, 3, 2)),
    "M08": ("2026-12",),
    "M09": ("2027-12",),
    "M10": (date(2026, 11, 25),),
    "M11": (P("2020-03-01"), date(2020, 2, 29)),
    "M12": (date(2026, 11, 25),),
    "M13": (date(2020, 3, 1), date(2020, 2, 29)),
    "F01": (P("2026-12-25"),),
    "F02": (P("1990-05-02"), P("1990-04")),
    "F03": (P("2020-03-01"), P("2020-02")),
    "F04": (P("2020-03-01"), P("2020-02")),
    "F05": ("320583001", False),
    "F06": (P("2020-03-01"), P("2020-02")),
    "F07": (P("2026-11-25"),),
    "F08": ("2026-06",),
    "I01": (P("2027"),),
    "I02": (P("1990-05-02"), P("1989")),
    "I03": (P("2020-03-01"), P("2020-02-29")),
    "I04": (P("2026-12"),),
    "I05": (date(2026, 11, 25),),
    "I06": (P("2020-03-01"), P("2020-02")),
    "I07": (P("2026-12"),),
    "O01": ("0510",),
    "O02": (date(2026, 11, 25),),
    "O03": (date(2026, 11, 25),),
}
HOLDS: dict[str, tuple[Any, ...]] = {
    "C01": ("mobile_reason",),
    "C02": ("2A",),
    "C03": ("mobile_reason", "21"),
    "C04": ("mobile_reason", "1", "务工"),
    "C05": ("mobile_reason", "21", "打零工、返乡"),
    "C06": (date(2026, 3, 1), date(2026, 3, 1)),
    "P01": (P("2026-11"),),
    "P02": ("990100197508152125", "2"),
    "P03": ("990100197508152125", P("1975-08")),
    "P04": (P("1906-11-25"),),
    "P05": (P("2026"),),
    "M01": (P("2026-11-24"),),
    "M02": (P("1990-05-02"), P("2008-05-02")),
    "M03": (P("2026-11"),),
    "M04": (P("2020-03-01"), P("2021-03-01")),
    "M05": (P("2020-03-01"), P("2022-03-01")),
    "M06": ("1", P("2020-01-01")),
    "M07": (P("2025-03-01"), date(2027, 3, 1)),
    "M08": ("2026-11",),
    "M09": ("2027-11",),
    "M10": (date(2026, 11, 24),),
    "M11": (P("2020-03"), date(2020, 3, 1)),
    "M12": (date(2026, 11, 24),),
    "M13": (date(2020, 3, 1), date(2020, 3, 1)),
    "F01": (P("2026-12-24"),),
    "F02": (P("1990-05-02"), P("1990")),
    "F03": (P("2020-03-01"), P("2020")),
    "F04": (P("2020-03-01"), P("2020-03")),
    "F05": ("320583001", True),
    "F06": (P("2020-03-01"), P("2020-03")),
    "F07": (P("2026-11"),),
    "F08": ("2026-05",),
    "I01": (P("2026"),),
    "I02": (P("1990-05-02"), P("1990")),
    "I03": (P("2020-03-01"), P("2020-03")),
    "I04": (P("2026"),),
    "I05": (date(2026, 11, 24),),
    "I06": (P("2020-03-01"), P("2020")),
    "I07": (P("2026-11"),),
    "O01": ("123456789012",),
    "O02": (date(2026, 11, 24),),
    "O03": (date(2026, 11, 24),),
}


def judged(rule: Rule, values: tuple[Any, ...], *reported: str) -> Any:
    found = broken([rule], dict(zip(rule.keys, values, strict=True)), reported, TODAY)
    return found[0] if found else None


def test_every_rule_has_its_cases() -> None:
    assert set(RULES) == set(FAILS) == set(HOLDS)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_speaks_where_it_is_broken(rule: Rule) -> None:
    problem = judged(rule, FAILS[rule.id])

    assert isinstance(problem, Invalid | Doubt)
    assert problem.words.endswith("。")
    assert (problem.field, problem.rule) == (rule.marked, rule.id)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_silent_where_it_holds(rule: Rule) -> None:
    assert judged(rule, HOLDS[rule.id]) is None


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_silent_where_a_value_is_missing_or_reported(rule: Rule) -> None:
    for key in rule.keys:
        assert judged(rule, FAILS[rule.id], key) is None
    assert broken([rule], {}, (), TODAY) == []


@pytest.mark.parametrize(
    ("joined", "full"),
    [("1971-03-05", "1971-03-05"), ("1971-03", "1971-03"), ("1969-04-01", "1969-04-01")],
)
def test_who_joined_when_there_was_no_probation_was_full_at_once(joined: str, full: str) -> None:
    assert judged(RULES["M04"], (P(joined), P(full))) is None
    assert judged(RULES["M05"], (P(joined), P("1976"))) is None


@pytest.mark.parametrize("joined", ["1969-03-31", "1977-08-12"])
def test_beside_those_years_a_year_passes(joined: str) -> None:
    assert judged(RULES["M04"], (P(joined), P(joined))) is not None


def test_a_year_of_which_part_had_no_probation_is_not_judged() -> None:
    assert judged(RULES["M04"], (P("1977"), P("1977"))) is None


def test_a_leap_day_is_a_year_later_on_the_28th() -> None:
    assert judged(RULES["M04"], (P("2020-02-29"), P("2021-02-28"))) is None


def test_an_id_without_a_sex_digit_that_speaks_is_not_judged() -> None:
    assert judged(RULES["P02"], ("990100197508152125", "9")) is None
