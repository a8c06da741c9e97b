import pytest

from partyservice.exchange.sheets import Sheet, address


@pytest.mark.parametrize(
    ("row", "column", "shown"),
    [
        (0, 0, "A1"),
        (27, 3, "D28"),
        (8, 25, "Z9"),
        (8, 26, "AA9"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
        (1_048_575, 16_383, "XFD1048576"),
    ],
)
def test_a_cell_is_named_as_spreadsheets_name_it(row: int, column: int, shown: str) -> None:
    assert address(row, column) == shown
    assert Sheet("东风村", ()).address(row, column) == shown
