"""Write resources/passwords.txt: what people choose when they are asked for a password.

Run in an environment of its own, never in the program's:

    pip install zxcvbn==4.5.0
    python scripts/make_passwords.py

The first 10,000 of zxcvbn's list of leaked passwords by how often they were found (MIT licence, see
LICENCE-passwords.txt), those of four characters or more; and OURS, what lies near in an office of
the party: its slogans, its places, and what is typed for luck.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

TARGET = Path(__file__).parents[1] / "resources" / "passwords.txt"
COUNT, SHORTEST = 10_000, 4
HEAD = """\
# Made by scripts/make_passwords.py; do not edit. From zxcvbn 4.5.0 (MIT), and words of our own.
"""
OURS = """
不忘初心 牢记使命 为人民服务 全心全意 中国共产党 中国共产党万岁 共产党员 优秀共产党员 入党积极分子
永远跟党走 听党指挥 没有共产党就没有新中国 中华人民共和国 中国特色社会主义 社会主义 核心价值观
实事求是 与时俱进 改革开放 科学发展观 三个代表 四个自信 四个意识 两个维护 两学一做 三会一课
从严治党 党建引领 党旗飘扬 红船精神 乡村振兴 共同富裕 伟大复兴 党员服务中心 党群服务中心
便民服务中心 组织部 组织委员 党支部 党总支 党委会 党委书记 支部书记 流动党员 党费收缴 组织关系
共产主义 身体健康 万事如意 恭喜发财 一帆风顺 平安是福 吉祥如意 好好学习 天天向上 我爱中国
我爱你中国 我的密码 初始密码 默认密码
woaini1314 5201314 1314520 woaizhongguo zhongguo gongchandang dangyuan dangyuanfuwu fuwuzhongxin
zuzhibu dangzhibu dangwei zhibu wangdang dangjian dangqun weirenminfuwu buwangchuxin laojishiming
renminfuwu zhongguogongchandang mima chushimima guanliyuan admin administrator system root guest
qwer asdf zxcv qazwsx 1qaz 2wsx 3edc abcd
"""


def write() -> None:
    """Write the list, the most usual first."""
    lists = import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    common = [word for word in lists["passwords"][:COUNT] if len(word) >= SHORTEST]
    words = dict.fromkeys((*common, *OURS.split()))
    TARGET.write_text(HEAD + "".join(f"{word}\n" for word in words), "utf-8")


if __name__ == "__main__":
    write()
