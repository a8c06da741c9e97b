"""The invented committee of a town: its tree, and some organisations letters are written to."""

from __future__ import annotations

Organisation = dict[str, str]

HOME = "320583"  # the county the town is imagined in: decides between 跨省 and 省内
TOWN = "江苏省苏州市昆山市青石镇"

# full name, short name, type, place of the parent, unit, kind of unit, secretary, liaison, founded
_OURS = (
    ("中共青石镇委员会", "青石镇党委", "党委", "", "青石镇", "党政机关", "顾长礼", "沈雅晴", "1994-03-01"),
    ("中共青石镇清溪社区总支部委员会", "清溪社区党总支", "党总支部", "0", "清溪社区居委会", "街道社区", "陆敬堂", "吴晓敏", "2001-06-18"),
    ("中共青石镇机关总支部委员会", "镇机关党总支", "党总支部", "0", "青石镇机关", "党政机关", "周向铭", "徐亚莉", "1996-07-01"),
    ("中共青石镇工业园总支部委员会", "工业园党总支", "党总支部", "0", "青石工业园", "非公企业", "钱友松", "郑文娟", "2006-04-11"),
    ("中共青石镇清溪社区第一支部委员会", "清溪社区第一党支部", "党支部", "1", "清溪社区居委会", "街道社区", "潘汉湖", "蒋小蓉", "2001-06-18"),
    ("中共青石镇清溪社区第二支部委员会", "清溪社区第二党支部", "党支部", "1", "清溪社区居委会", "街道社区", "许绍谦", "范冬艳", "2001-06-18"),
    ("中共青石镇清溪社区第三支部委员会", "清溪社区第三党支部", "党支部", "1", "清溪社区居委会", "街道社区", "", "戴雪菊", "2009-09-02"),
    ("中共青石镇党政办公室支部委员会", "党政办公室党支部", "党支部", "2", "青石镇党政办公室", "党政机关", "程学彬", "任佳怡", "1996-07-01"),
    ("中共青石镇卫生院支部委员会", "卫生院党支部", "党支部", "2", "青石镇卫生院", "其他事业单位", "邵文川", "石红琴", "1998-05-20"),
    ("中共青石镇中心小学支部委员会", "中心小学党支部", "党支部", "2", "青石镇中心小学", "学校", "陶景茂", "夏慧珠", "1997-09-10"),
    ("中共青石恒新机械有限公司支部委员会", "恒新机械党支部", "党支部", "3", "青石恒新机械有限公司", "非公企业", "侯建岭", "汪雨桐", "2008-11-03"),
    ("中共青石云帆物流有限公司支部委员会", "云帆物流党支部", "党支部", "3", "青石云帆物流有限公司", "非公企业", "龚远栋", "严可欣", "2013-05-15"),
    ("中共青石工业园服务中心支部委员会", "园区服务中心党支部", "党支部", "3", "青石工业园服务中心", "其他事业单位", "洪春炜", "贺美丹", "2006-04-11"),
    ("中共青石镇石桥村支部委员会", "石桥村党支部", "党支部", "0", "石桥村村委会", "农村", "石庆顺", "田春芹", "1981-01-12"),
    ("中共青石镇荷塘村支部委员会", "荷塘村党支部", "党支部", "0", "荷塘村村委会", "农村", "邱传才", "方丽凤", "1981-01-12"),
    ("中共青石镇竹山村支部委员会", "竹山村党支部", "党支部", "0", "竹山村村委会", "农村", "雷润田", "史玉芹", "1981-01-12"),
    ("中共青石镇商贸企业联合支部委员会", "商贸企业联合党支部", "联合党支部", "0", "青石镇商会", "社会组织", "万卫坤", "尹诗颖", "2015-10-22"),
    ("中共青石镇流动党员支部委员会", "流动党员党支部", "党支部", "0", "青石镇党员服务中心", "党政机关", "黎志槐", "段思妍", "2018-03-30"),
    ("中共青石镇防汛工作临时支部委员会", "防汛工作临时党支部", "临时党支部", "0", "青石镇", "党政机关", "郝建松", "邹梦曦", "2026-06-05"),
)  # fmt: skip
_ROADS = ("清溪路", "荷塘路", "青石大街", "竹山路", "石桥路", "望湖路")


def _ours(place: int) -> Organisation:
    full, short, kind, parent, unit, unit_kind, secretary, liaison, founded = _OURS[place]
    mobile = "流动" in short
    return {
        "full_name": full,
        "short_name": short,
        "type": kind,
        "parent": parent,
        "mobile": "是" if mobile else "否",
        "unit": unit,
        "unit_kind": unit_kind,
        "secretary": secretary,
        "liaison": liaison,
        "phone": f"0512-05770{place:03d}",
        "address": f"{TOWN}{_ROADS[place % len(_ROADS)]}{place * 7 + 2}号",
        "founded": founded,
        "approval": "昆组〔2018〕15号" if mobile else "",
        "scope": "全国" if place == 0 else "无",
        "situation": "联合党支部" if kind == "联合党支部" else "法人单位",
        "region": HOME,
    }


# name, type, region of organisations elsewhere; towns and streets are invented
_OTHERS = (
    ("中共昆山市委组织部", "党委", "320583", "全国"),
    ("中共昆山市碧波街道工作委员会", "党委", "320583", "县内"),
    ("中共苏州市吴江区银杏镇委员会", "党委", "320509", "全国"),
    ("中共南京市江宁区委组织部", "党委", "320115", "全国"),
    ("中共上海市浦东新区海棠镇委员会", "党委", "310115", "全国"),
    ("中共杭州市余杭区云栖桥街道工作委员会", "党委", "330110", "全国"),
    ("中共合肥市蜀山区委组织部", "党委", "340104", "全国"),
    ("中共成都市武侯区锦屏街道工作委员会", "党委", "510107", "全国"),
    ("中共深圳市南山区望海街道工作委员会", "党委", "440305", "全国"),
    ("中共北京市朝阳区槐安街道工作委员会", "党委", "110105", "全国"),
    ("中共武汉市洪山区珞樱街道工作委员会", "党委", "420111", "全国"),
    ("中共昆山市碧波街道梧桐社区支部委员会", "党支部", "320583", "无"),
)


def _other(place: int) -> Organisation:
    name, kind, region, scope = _OTHERS[place]
    empty = dict.fromkeys(_ours(0), "")
    return empty | {
        "full_name": name,
        "short_name": name.removeprefix("中共"),
        "type": kind,
        "mobile": "否",
        "phone": f"010-0577{place:04d}",
        "scope": scope,
        "region": region,
    }


ORGANISATIONS: tuple[Organisation, ...] = tuple(_ours(place) for place in range(len(_OURS)))
OTHER_ORGANISATIONS: tuple[Organisation, ...] = tuple(_other(n) for n in range(len(_OTHERS)))
# places in ORGANISATIONS of those that have members: branches, none of them temporary
BRANCHES: tuple[int, ...] = tuple(
    place
    for place, organisation in enumerate(ORGANISATIONS)
    if organisation["type"] in {"党支部", "联合党支部"}
)
