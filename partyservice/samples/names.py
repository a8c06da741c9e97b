"""Names: invented ones, by people, sex and the time they were given.

The characters of given names were chosen so that no well-known person is met by chance.
"""

from __future__ import annotations

from partyservice.samples.chance import Pick, weighted

# in thousandths of the population, the first hundred; then those whose reading is a trap
SURNAMES = weighted(
    "王:72 李:71 张:68 刘:54 陈:45 杨:31 黄:23 赵:23 吴:20 周:20 徐:17 孙:15 马:13 朱:13 胡:13 郭:12 何:12 林:11 高:10 "
    "罗:10 郑:9 梁:9 谢:8 宋:8 唐:7 许:7 邓:6 冯:6 韩:6 曹:6 曾:6 彭:5 萧:5 蔡:5 潘:5 田:5 董:5 袁:5 于:5 余:5 叶:5 蒋:5 杜:5 "
    "苏:4 魏:4 程:4 吕:4 丁:4 沈:4 任:4 姚:4 卢:4 傅:4 钟:4 姜:4 崔:4 谭:4 廖:3 范:3 汪:3 陆:3 金:3 石:3 戴:3 贾:3 韦:3 夏:3 "
    "邱:3 方:3 侯:3 邹:3 熊:3 孟:3 秦:3 白:3 江:3 阎:3 薛:3 尹:3 段:3 雷:3 黎:3 史:3 龙:3 陶:3 贺:2 顾:2 郝:2 龚:2 邵:2 万:2 "
    "钱:2 严:2 赖:2 覃:2 洪:2 武:2 莫:2 孔:2 单:1 解:1 仇:1 查:1 区:1 翟:1 盖:1 朴:1 缪:1 冼:1 宁:1 华:1 纪:1 逄:1 员:1 牟:1"
)
COMPOUND = tuple(["欧阳", "上官", "尉迟", "令狐", "长孙", "澹台", "皇甫", "司徒", "夏侯", "慕容", "东方", "南宫", "端木", "万俟"])
# (first, second) characters of given names: born before 1960, before 1985, later
GIVEN = {
    "男": (
        (tuple("德长福庆树世连秉善敬广传"), tuple("祥田增顺才成全礼堂财荣满")),
        (tuple("建志文卫春向友绍远汉景学"), tuple("坤槐铭岭栋炜茂湖川彬谦松")),
        (tuple("子羽俊铭宇泽思承锦书亦景"), tuple("轩然豪晨航睿恒衡诚逸朗骁")),
    ),
    "女": (
        (tuple("桂秀玉淑凤翠素月爱惠巧银"), tuple("英兰珍芝莲香芬花琴娥云妹")),
        (tuple("晓丽春秋红玉芸文小美慧冬"), tuple("萍敏娟琴蓉莉艳丹芹菊珠凤")),
        (tuple("雨子欣佳思梦安静雅语可沐"), tuple("涵萱怡琪瑶雯颖妍晴曦桐辰")),
    ),
}
SINGLE = {"男": tuple("骁旻炆珹珏璠峣"), "女": tuple("蓓璐瑾娴婉茹妤")}
RARE = ("𬱖", "𫖯", "𬭎", "𣲗", "𬍛", "㛃", "䶮", "喆", "堃", "犇", "赟", "璟", "翀", "昇", "𠮷")
PEOPLES = weighted(
    "汉族:940 壮族:12 回族:9 满族:8 维吾尔族:7 苗族:6 彝族:5 土家族:5 藏族:4 蒙古族:4 侗族:2 布依族:2 瑶族:2 白族:2 "
    "朝鲜族:1 哈萨克族:1 黎族:1 傣族:1 畲族:1 锡伯族:1"
)
UYGHUR = {
    "男": tuple(
        ["麦麦提", "图尔荪", "艾合买提", "玉素甫", "亚森", "依明", "吐尔洪", "阿卜杜热合曼", "买合木提", "阿不都热依木", "努尔买买提", "卡哈尔"]
    ),
    "女": tuple(["阿依努尔", "古丽娜尔", "帕提古丽", "热孜宛古丽", "阿曼古丽", "米热古丽", "佐日古丽", "茹先古丽"]),
}
KAZAKH = {
    "男": tuple(["叶尔江", "巴合提", "哈那提", "努尔兰", "赛力克", "木拉提"]),
    "女": tuple(["阿依古丽", "巴合提古丽", "加娜尔", "古丽扎旦", "努尔古丽"]),
}
TIBETAN = (
    tuple(["扎西", "次仁", "洛桑", "旦增", "格桑", "白玛", "央金", "索朗", "平措"]),
    {"男": tuple(["顿珠", "旺堆", "多吉", "罗布", "占堆"]), "女": tuple(["卓玛", "拉姆", "曲珍", "卓嘎", "央宗"])},
)
MONGOL = {
    "男": tuple(["巴特尔", "苏和", "朝鲁", "那顺", "额尔敦", "布和", "孟和", "阿拉坦", "青格勒"]),
    "女": tuple(["乌云其其格", "萨仁", "其木格", "娜仁", "托娅", "高娃", "萨日娜", "斯琴"]),
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
    if draw > 0.85:
        return surname + pick(SINGLE[sex])
    first, second = GIVEN[sex][0 if year < 1960 else 1 if year < 1985 else 2]
    return surname + pick(first) + pick(second)
