"""Options: what may be typed on the command line, in Chinese."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from typing_extensions import override

from partyservice.kernel.errors import Invalid
from partyservice.kernel.partial import Month

WRONG_USE = 2
ROLLS = ("outflow", "inflow", "members", "summary")
KINDS = ("members", "outflow", "inflow")
PASSWORD_VARIABLE = "PARTYSERVICE_PASSWORD_FILE"  # noqa: S105 - the name of a variable


class WrongUse(Exception):
    """The command line is not understood, or something is missing from it."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in Chinese."""

    @override
    def error(self, message: str) -> NoReturn:
        raise WrongUse(_in_chinese(message))

    @override
    def format_help(self) -> str:
        return _in_chinese(super().format_help())


def parse(argv: list[str]) -> argparse.Namespace:
    """Return the options of `argv`; raise WrongUse if they are not understood.

    The common options may stand before or after the command.
    """
    if not all(word.isprintable() or "\n" in word for word in argv):
        raise WrongUse("里面有看不懂的字节")
    options = _parser().parse_args(argv)
    if getattr(options, "command", None) is None:
        raise WrongUse("缺少命令")
    return options


def _parser() -> _Parser:
    common = _common()
    parser = _Parser(
        prog="run.sh",
        parents=[common],
        add_help=False,
        description="党员服务中心。不带命令时打开窗口。",
        argument_default=argparse.SUPPRESS,
    )
    parser.add_argument("-h", "--help", action="help", help="显示这段说明")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    for name, words, fill in _COMMANDS:
        made = commands.add_parser(
            name,
            parents=[common],
            help=words,
            description=words,
            add_help=False,
            argument_default=argparse.SUPPRESS,
        )
        made.add_argument("-h", "--help", action="help", help="显示这段说明")
        fill(made)
    return parser


def _new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="空文件夹")
    parser.add_argument("--name", required=True, help="中心名称")
    parser.add_argument("--org", required=True, help="所属党委全称")
    parser.add_argument("--region", default="", help="所在的省市县，用来分清跨省和省内流动")
    parser.add_argument(
        "--recovery", type=Path, default=None, metavar="FILE.pdf", help="恢复单写到这个文件"
    )


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", type=Path, help="空文件夹")
    parser.add_argument("--members", type=_count, default=400, metavar="N", help="党员人数")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="同一个数得到同样的人")


def _import(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument(
        "--returned", type=_workbook, default=None, help="没导入的行写到这个工作簿（核对时不写）"
    )
    parser.add_argument("--dry-run", action="store_true", default=False, help="只核对，不写入")


def _doctor(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument(
        "--to", type=_workbook, required=True, metavar="CLEAN.xlsx", help="清理好的工作簿"
    )


def _file(parser: argparse.ArgumentParser) -> None:
    """Add what is said about a file of people."""
    parser.add_argument("file", metavar="FILE", type=Path, help=".xlsx .xls 或 .csv")
    parser.add_argument("--as", dest="kind", choices=KINDS, default="", help="是哪种名单")
    parser.add_argument("--branch", default="", help="没有支部一栏时，是哪个支部的名单")
    parser.add_argument(
        "--create-branches", action="store_true", default=False, help="新建还没有的支部"
    )


def _roster(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "roll", choices=ROLLS, help="哪一种：流出、流入、党员，或 20 列的党员基本信息汇总表"
    )
    parser.add_argument("--month", type=_month, required=True, help="月份，如 2026-10")
    parser.add_argument("--to", type=_target, required=True, metavar="FILE", help=".pdf 或 .xlsx")


def _find(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="姓名、拼音、首字母、号码末几位")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("person", metavar="PERSON", help="身份证号、find 给出的编号，或姓名")
    parser.add_argument(
        "--looks", action="store_true", default=False, help="只要谁看过、打印过这个人"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--page", default="", metavar="PS1-…", help="日志页上的一行字，与现在的日志核对"
    )


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("to", metavar="TO", type=Path, help="放备份的文件夹，或者文件名")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FROM", type=Path, help="备份文件 .partybackup")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="空文件夹")
    parser.add_argument(
        "--recovery-file", type=Path, metavar="FILE", help="恢复单上的几行，代替账户和密码"
    )


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", default=False, help="只列出可以撤销的操作")
    parser.add_argument(
        "--dry-run", action="store_true", default=False, help="只说会改回什么，不撤销"
    )


def _pictures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="OUT", type=Path, help="放图片的文件夹")
    parser.add_argument(
        "--help-only",
        action="store_true",
        default=False,
        help="只要帮助里用到的，900 像素宽，颜色少",
    )


_COMMANDS = (
    ("new", "新建一个加密的中心", _new),
    ("sample", "建一个演示中心，人员都是虚构的", _sample),
    ("import", "从表格导入", _import),
    ("doctor", "把杂乱的表格清理成一份干净的，不导入", _doctor),
    ("roster", "生成当月花名册", _roster),
    ("find", "查找人员和党组织", _find),
    ("history", "一个人的办理记录", _history),
    ("check", "检查数据是否完好", _check),
    ("backup", "备份成一个文件，读回核对", _backup),
    ("restore", "从备份恢复到一个空文件夹", _restore),
    ("undo", "撤销自己最近的一步操作", _undo),
    ("pictures", "把每个画面存成图片", _pictures),
)


def _common() -> _Parser:
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--office", type=Path, metavar="DIR", help="中心的文件夹")
    common.add_argument("--user", metavar="NAME", help="账户姓名")
    common.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    common.add_argument("--password-file", type=Path, metavar="FILE", help="第一行是密码")
    return common


def _workbook(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() != ".xlsx":
        raise argparse.ArgumentTypeError("工作簿要以 .xlsx 结尾")
    return path


def _month(text: str) -> Month:
    if len(text) > len("2026年10月"):
        raise argparse.ArgumentTypeError("月份只写到月，如 2026-10")
    try:
        return Month.parse(text)
    except Invalid as error:
        raise argparse.ArgumentTypeError(error.words.rstrip("。")) from error


def _target(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in (".pdf", ".xlsx"):
        raise argparse.ArgumentTypeError("文件名要以 .pdf 或 .xlsx 结尾")
    return path


def _count(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 5_000_000:
        raise argparse.ArgumentTypeError("人数应在 1 至 5000000 之间")
    return int(text)


_WORDS = {
    "the following arguments are required": "缺少",
    "unrecognized arguments": "不认识",
    "expected one argument": "后面要有一个值",
    "invalid choice": "没有这个选择",
    "choose from": "可选",
    "invalid int value": "应为整数",
    "argument ": "",
    "usage: ": "用法：",
    "positional arguments:": "要写的：",
    "options:": "选项：",
}


def _in_chinese(message: str) -> str:
    for english, chinese in _WORDS.items():
        message = message.replace(english, chinese)
    return message
