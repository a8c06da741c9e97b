"""Names: invented ones, by people, sex and the time they were given.

The characters of given names were chosen so that no well-known person is met by chance.
"""

from __future__ import annotations

from partyservice.samples.chance import Pick, weighted

# in thousandths of the population, the first hundred; then those whose reading is a trap
SURNAMES = weighted(
    "王72 李71 张68 刘54 陈45 杨31 黄23 赵23 吴20 周20 徐17 孙15 马13 朱13 胡13 郭12 何12 林11 高10 "
    "罗10 郑9 梁9 谢8 宋8 唐7 许7 邓6 冯6 韩6 曹6 曾6 彭5 萧5 蔡5 潘5 田5 董5 袁5 于5 余5 叶5 蒋5 杜5 "
    "苏4 魏4 程4 吕4 丁4 沈4 任4 姚4 卢4 傅4 钟4 姜4 崔4 谭4 廖3 范3 汪3 陆3 金3 石3 戴3 贾3 韦3 夏3 "
    "邱3 方3 侯3 邹3 熊3 孟3 秦3 白3 江3 阎3 薛3 尹3 段3 雷3 黎3 史3 龙3 陶3 贺2 顾2 郝2 龚2 邵2 万2 "
    "钱2 严2 赖2 覃2 洪2 武2 莫2 孔2 单1 解1 仇1 查1 区1 翟1 盖1 朴1 缪1 冼1 宁1 华1 纪1 逄1 员1 牟1"
)
COMPOUND = tuple("欧阳 上官 尉迟 令狐 长孙 澹台 皇甫 司徒 夏侯 慕容 东方 南宫 端木 万俟".split())
# (first, second) characters of given names: born before 1960, before 1985, later
GIVEN = {
    "男": (
        (tuple("德长福庆树世连秉善敬润传"), tuple("祥田发顺才成全礼堂财荣满")),
        (tuple("建志文卫春向友绍远汉景学"), tuple("坤槐铭岭栋炜茂湖川彬谦松")),
        (tuple("子浩俊嘉宇泽思承锦书亦景"), tuple("轩然豪晨航睿恒衡诚逸朗骁")),
    ),
    "女": (
        (tuple("桂秀玉淑凤翠素月爱惠巧银"), tuple("英兰珍芝莲香芬花琴娥云妹")),
        (tuple("晓丽春雪红玉亚文小美慧冬"), tuple("萍敏娟琴蓉莉艳丹芹菊珠凤")),
        (tuple("雨子欣佳思梦诗静雅语可沐"), tuple("涵萱怡琪瑶雯颖妍晴曦桐辰")),
    ),
}
SINGLE = {"男": tuple("钧晟煜炜铎珂昭楷骁"), "女": tuple("婕蓓岚璐瑾娴茜婵昕")}
RARE = ("𬱖", "𫖯", "𬭎", "𣲗", "𬍛", "㛃", "䶮", "喆", "堃", "犇", "赟", "璟", "翀", "昇", "𠮷")
PEOPLES = weighted(
    "汉族940 壮族12 回族9 满族8 维吾尔族7 苗族6 彝族5 土家族5 藏族4 蒙古族4 侗族2 布依族2 瑶族2 白族2 "
    "朝鲜族1 哈萨克族1 黎族1 傣族1 畲族1 锡伯族1"
)
UYGHUR = {
    "男": tuple(
        "麦麦提 图尔荪 艾合买提 玉素甫 亚森 依明 吐尔洪 阿卜杜热合曼 买合木提 阿不都热依木 努尔买买提 卡哈尔".split()
    ),
    "女": tuple("阿依努尔 古丽娜尔 帕提古丽 热孜宛古丽 阿曼古丽 米热古丽 佐日古丽 茹先古丽".split()),
}
KAZAKH = {
    "男": tuple("叶尔江 巴合提 哈那提 努尔兰 赛力克 木拉提".split()),
    "女": tuple("阿依古丽 巴合提古丽 加娜尔 古丽扎旦 努尔古丽".split()),
}
TIBETAN = (
    tuple("扎西 次仁 洛桑 旦增 格桑 白玛 央金 索朗 平措".split()),
    {"男": tuple("顿珠 旺堆 多吉 罗布 占堆".split()), "女": tuple("卓玛 拉姆 曲珍 卓嘎 央宗".split())},
)
MONGOL = {
    "男": tuple("巴特尔 苏和 朝鲁 那顺 额尔敦 布和 孟和 阿拉坦 青格勒".split()),
    "女": tuple("乌云其其格 萨仁 其木格 娜仁 托娅 高娃 萨日娜 斯琴".split()),
}


def name_of(pick: Pick, draw: float, people: str, sex: str, year: int) -> str:
    """Return a name for somebody born in `year`; `draw` (0 to 1) decides on what is unusual."""
    if people == "维吾尔族":
        return f"{pick(UYGHUR[sex])}·{pick(UYGHUR['男'])}"
    if people == "哈萨克族":
        return f"{pick(KAZAKH[sex])}·{pick(KAZAKH['男'])}"
    if people == "藏族":
        return pick(TIBETAN[0]) + pick(TIBETAN[1][sex])
    if people == "蒙古族" and draw > 0.4:
        return pick(MONGOL[sex])
    return _han(pick, draw, sex, year)


def _han(pick: Pick, draw: float, sex: str, year: int) -> str:
    surname = pick(COMPOUND) if draw < 0.003 else pick(SURNAMES)
    if draw > 0.997:
        return surname + pick(RARE)
    if 0.85 < draw:
        return surname + pick(SINGLE[sex])
    first, second = GIVEN[sex][0 if year < 1960 else 1 if year < 1985 else 2]
    return surname + pick(first) + pick(second)
