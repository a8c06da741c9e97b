"""What a sample office wrote is not read into a live one, in whichever way it comes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from partyservice.app import App, open_office
from partyservice.exchange.importing import return_held
from partyservice.exchange.planning import Asked
from partyservice.exchange.reading import open_sheets, read_sheets
from partyservice.kernel.errors import Refused
from partyservice.samples.loading import sample
from tests.builders import CLOCK, PASSWORD

ASKED = Asked(kind="members", branch="青石镇机关党支部", create_branches=True)
HELD = "姓名,身份证号,所在党支部\n王,123,没有的支部\n"


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("sample") / "office"
    sample(folder, PASSWORD, members=20, seed=1, clock=CLOCK)
    app = open_office(folder, "", PASSWORD, CLOCK)
    yield app
    app.close()


@pytest.fixture(scope="module")
def roster(invented: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("roster") / "党员花名册.xlsx"
    invented.papers.save("members", date(2026, 11, 1), path)
    return path


def refused(app: App, path: Path) -> str:
    with pytest.raises(Refused) as refusal:
        app.imports.plan(path, ASKED)
    return refusal.value.words


def test_a_roster_of_a_sample_is_refused_by_a_live_office_only(
    app: App, invented: App, roster: Path
) -> None:
    assert "演示中心" in refused(app, roster)
    assert list(invented.imports.plan(roster, ASKED).lines)


def test_the_mark_is_still_known_when_the_roster_is_saved_as_text(
    app: App, roster: Path, tmp_path: Path
) -> None:
    path = tmp_path / "名册.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(next(s for s in read_sheets(roster) if len(s.rows) > 9).rows)

    assert "演示中心" in refused(app, path)


def test_rows_that_a_sample_gave_back_are_refused_too(
    app: App, invented: App, tmp_path: Path
) -> None:
    (tmp_path / "有错.csv").write_text(HELD, "utf-8")
    plan = invented.imports.plan(tmp_path / "有错.csv", Asked())
    assert return_held(plan, tmp_path / "退回.xlsx")

    assert "演示中心" in refused(app, tmp_path / "退回.xlsx")


def test_what_a_live_office_wrote_bears_no_mark(app: App, tmp_path: Path) -> None:
    app.papers.save("members", date(2026, 11, 1), tmp_path / "花名册.xlsx")

    with open_sheets(tmp_path / "花名册.xlsx") as stream:
        assert not [sheet for sheet in stream if sheet.sample]
    assert all(
        "演示" not in str(row) for s in read_sheets(tmp_path / "花名册.xlsx") for row in s.rows
    )
