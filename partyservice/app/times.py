"""Times: whether the clock of this computer can be right, judged by what was written last.

The order of what was done is that of its numbers, never of the clock: a wrong clock mixes nothing
up, but due dates, months of rosters and the months in numbers are wrong with it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from partyservice.app.given import IMPERSONAL, Given

SLACK = timedelta(minutes=5)  # by which clocks are put right every day
LONG = timedelta(days=400)  # more than a year without an entry: an office always has some


class Times(Given):
    """What the desk is told when it is opened."""

    def warning(self) -> str:
        """Return a sentence if the newest entry is later than now, or very long ago."""
        now, last = self.clock.now(), self._newest()
        if last is None or -SLACK <= now - last <= LONG:
            return ""
        doubt = f"最近一次登记{'却' if now < last else '早'}在 {_said(last)}"
        return (
            f"这台电脑的时间可能不对：现在显示 {_said(now)}，{doubt}。"
            "已登记的先后顺序没有受影响。"
            "请核对电脑的日期和时间，调好后再登记；编号里的年月和到期日都按它算。"
        )

    def _newest(self) -> datetime | None:
        from sqlalchemy import select

        from partyservice.security.entering import SIGN_IN
        from partyservice.storage.journal import JOURNAL

        # whoever asks has just signed in, by the clock in question
        wanted = select(JOURNAL.c.at).where(JOURNAL.c.about != SIGN_IN)
        wanted = wanted.order_by(JOURNAL.c.seq.desc()).limit(1)
        with self.read(IMPERSONAL) as session:
            found: datetime | None = session.scalar(wanted)
        return found and found.astimezone(UTC)


def _said(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
