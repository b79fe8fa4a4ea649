"""Invented company names and codes, the same for the same seed. Places do not exist; likeness to a company is chance.

The shape is that of real registers: a few forms and trades in most names, some places in many, brands of two to four
characters whose frequency falls off like 1/rank.
"""

import random
from collections.abc import Iterator

from credit_platform.codes import ALPHABET, uscc_check_character

PLACE_FIRST = "澜霁芷岚沐瑜沅淇沣漪潆霖栖棠榆梓槿桐枫樟芩蘅菱荻苇鹭鹤雁麓岱峤崖砚琅珩璟瑶玥翎翡"
PLACE_LAST = "州阳山江安城宁川海泉林原"
BRAND = (
    "华盛鑫恒达瑞丰源泰祥宏兴隆顺昌德诚信和中天金龙凤大成新东方永康佳美鼎辉正嘉润泽博远航飞腾创智联合众诺科信"
    "海洋江河湖山川林森木水火土石玉宝银铜铁钢晶光明亮星月日辰云霞风雷电雨雪春夏秋冬南北西上下左右前后内外高低"
    "长久安宁静福禄寿喜庆吉利富贵荣昊宇宙翔鹏鹰鹤虎豹马牛羊鹿麒麟凯旋胜捷威力强壮勇敢毅仁义礼智孝廉忠良善慧"
    "文武艺术诗书画琴棋墨香雅韵思维想念梦圆缘心意情谊友爱家园城都市镇乡村田野花草树叶果实种子禾苗麦稻谷米粮油"
    "盐茶酒醇甘甜浓淡清纯净洁白青蓝绿红紫橙黄黑丹朱碧翠彩虹绮丽秀颖俊杰英才贤能豪雄霸王皇帝君臣民众万千百亿"
    "一二三四五六七八九十双单奇妙神仙灵圣道法自然生命之路程途径通运行走奔跑迅速快优良品质精细巧匠工坊作业勤劳"
    "俭约本原根基石柱梁栋广阔宽厚深邃渊博览群集团体系统领先锋芒尖端顶峰巅岳岭峡谷坡港湾岛屿洲滨沿岸堤桥渡舟"
)
TRADES = (  # noqa: SIM905
    "商贸 科技 建筑工程 贸易 信息技术 电子商务 物流 餐饮管理 装饰工程 文化传媒 机械设备 建材 农业科技 网络科技 "
    "汽车销售 物业管理 房地产开发 医疗器械 生物科技 环保科技 服装 食品 企业管理咨询 劳务派遣 广告传媒 化工 电气设备 "
    "市政工程 园林绿化 教育咨询 新能源科技 镁业 耐火材料 矿业 冶金材料 水产养殖 种植 家具 家政服务 酒店管理 旅游开发 "
    "印刷包装 塑料制品 金属制品 五金机电 电力工程 供应链管理 投资管理 融资租赁 保安服务 检测技术 测绘服务 药业 "
    "粮油 畜牧 果蔬 乳业 陶瓷 玻璃 纺织 皮革 造纸 橡胶制品 消防器材 智能设备 软件开发 大数据 健康管理 养老服务 体育文化"
).split()
FORMS = [
    "有限公司",
    "有限责任公司",
    "股份有限公司",
    "商行",
    "经营部",
    "专业合作社",
    "厂",
    "中心（有限合伙）",
    "集团有限公司",
    "分公司",
]
FORM_WEIGHTS = [62, 8, 2, 8, 7, 4, 3, 2, 1, 3]


def names(count: int, seed: int = 1) -> Iterator[str]:
    """`count` names; some twice, as in life."""
    lot = random.Random(seed)
    places = [first + last for first in PLACE_FIRST for last in PLACE_LAST]
    lot.shuffle(places)
    brand_chars = list(dict.fromkeys(BRAND))
    lot.shuffle(brand_chars)
    place_weights, char_weights, trade_weights = (_falling(len(of)) for of in (places, brand_chars, TRADES))
    done = 0
    while done < count:
        batch = min(50_000, count - done)
        where = lot.choices(places, cum_weights=place_weights, k=batch)
        what = lot.choices(TRADES, cum_weights=trade_weights, k=batch)
        form = lot.choices(FORMS, FORM_WEIGHTS, k=batch)
        chars = iter(lot.choices(brand_chars, cum_weights=char_weights, k=batch * 4))
        for place, trade, kind in zip(where, what, form, strict=True):
            length = lot.choice((2, 2, 2, 2, 2, 2, 2, 3, 3, 4))
            brand = "".join(next(chars) for _ in range(length))
            shape = lot.random()
            if shape < 0.25:
                yield f"{place}市{brand}{trade}{kind}"
            elif shape < 0.33:
                yield f"{brand}（{place}）{trade}{kind}"
            elif shape < 0.38:
                yield f"{brand}{trade}{kind}"
            elif shape < 0.40:
                yield f"{place}{brand}ABCDEFGH"[: 5 + length] + trade + kind
            else:
                yield f"{place}{brand}{trade}{kind}"
        done += batch


def codes(count: int, seed: int = 1) -> Iterator[str]:
    """`count` unified social credit codes with the right check character; the organisation part is only a number."""
    lot = random.Random(seed)
    for number in range(count):
        body = (
            f"91{lot.choice(('210882', '210800', '610100', '350100', '320600'))}{number:08d}{lot.choice(ALPHABET[:10])}"
        )
        yield body + uscc_check_character(body)


def _falling(count: int) -> list[float]:
    """Cumulated weights 1/(rank + 10)."""
    total, sums = 0.0, []
    for rank in range(count):
        total += 1 / (rank + 10)
        sums.append(total)
    return sums
