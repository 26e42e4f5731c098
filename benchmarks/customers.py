"""Customers by name: the prepared matcher against the same likeness over raw names, one slip each.

A slip replaces, drops, doubles or swaps signs of a name, typed with or without its legal form.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bot.intake.customers import CustomerEntry, CustomerIndex

CUSTOMERS, LOOKUPS = 10_000, 2_000
CITIES = ("江城", "临江", "云州")
SIGNS = (
    "华美远航明天东湖金桥新源恒通永安宇盛世康泰绿易达云帆红星福满博雅百信诚海川丰收智联宏凯旋顺风嘉禾"
    "同创鼎万里瑞飞跃长中邦宝昌超辰成驰春大德帝点电都恩尔发方芳菲峰高歌格冠光广国浩和鹤弘虹鸿厚汇慧吉"
    "佳家坚江杰捷锦京晶景九巨君开科可乐立利良林玲龙隆路洛茂梅盟民名南能宁诺欧派鹏品平奇启千青清庆全泉"
    "仁日荣融如润三森山上尚申升生胜圣石时首舒硕思四松苏台太特腾添田铁庭图外威维伟文沃无五西希仙先祥翔"
    "向晓协欣鑫兴雄秀旭轩学雪亚延岩阳洋一依怡亿艺亦意益毅银英盈颖优友有育裕御元原圆缘悦越运泽展兆正志"
    "致众州珠卓子紫宗祖尊佐"
)
TRADES = (
    "商贸", "物流", "科技", "软件", "建设工程", "机械制造", "食品", "汽车销售", "医药连锁", "农业科技",
    "快递", "网络科技", "家具", "餐饮管理", "教育咨询", "信息技术", "环保科技",
    "物业服务", "投资管理", "电气", "文化传媒", "化工", "纺织",
)  # fmt: skip
FORMS = ("有限公司", "股份有限公司", "集团有限公司", "有限责任公司")


def registry(random_: random.Random) -> list[CustomerEntry]:
    """Made-up companies whose telling parts all differ."""
    cores: dict[str, None] = {}
    while len(cores) < CUSTOMERS:
        brand = "".join(random_.sample(SIGNS, random_.choice((2, 2, 2, 3, 4))))
        cores[brand + random_.choice(TRADES)] = None
    entries = []
    for number, core in enumerate(cores):
        city = random_.choice(CITIES)
        name = random_.choice(("", city, f"{city}市")) + core + random_.choice(FORMS)
        entries.append(CustomerEntry(str(number), name, (core,) if number % 5 == 0 else (), city))
    return entries


def with_one_slip(name: str, random_: random.Random) -> str:
    """The name with one sign replaced, dropped, doubled, or swapped with its neighbour."""
    at = random_.randrange(len(name))
    kind = random_.choice(("replace", "drop", "double", "swap"))
    if kind == "replace":
        return name[:at] + random_.choice(SIGNS) + name[at + 1 :]
    if kind == "drop":
        return name[:at] + name[at + 1 :]
    if kind == "double":
        return name[:at] + name[at] + name[at:]
    at = min(at, len(name) - 2)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def typed(entries: list[CustomerEntry], random_: random.Random) -> Iterator[tuple[str, str]]:
    """(what was typed, whose name it is): half the names in full, half without legal form."""
    for entry in random_.sample(entries, LOOKUPS):
        short = entry.name
        for form in sorted(FORMS, key=len, reverse=True):
            short = short.removesuffix(form)
        yield with_one_slip(random_.choice((entry.name, short)), random_), entry.id


def measure(name: str, first_hit: Callable[[str], str | None], queries: list[tuple[str, str]]) -> None:
    """Prints how often the first hit is right, and how long a look-up takes."""
    right, times = 0, []
    for text, wanted in queries:
        began = time.perf_counter()
        found = first_hit(text)
        times.append(time.perf_counter() - began)
        right += found == wanted
    mean = statistics.fmean(times)
    print(f"{name:34} first hit right {right / len(queries):6.1%}   mean {mean * 1e3:7.3f} ms")


def main() -> None:
    random_ = random.Random(5)
    entries = registry(random_)
    began = time.perf_counter()
    index = CustomerIndex(entries)
    print(f"{len(entries)} customers prepared in {time.perf_counter() - began:.2f} s")
    queries = list(typed(entries, random_))
    names = [entry.name for entry in entries]

    def prepared(text: str) -> str | None:
        hits = index.find(text, limit=5).hits
        return hits[0].id if hits else None

    def raw(text: str) -> str | None:
        found = process.extractOne(text, names, scorer=fuzz.ratio)
        return entries[found[2]].id if found else None

    def raw_weighted(text: str) -> str | None:
        found = process.extractOne(text, names, scorer=fuzz.WRatio)
        return entries[found[2]].id if found else None

    measure("prepared", prepared, queries)
    wrong = [text for text, wanted in queries if prepared(text) != wanted]
    asked = sum(index.find(text, limit=5).tie for text in wrong)
    print(
        f"  of the {len(wrong)} others {asked} are ties (another customer is just as near): a person is asked"
    )
    measure("unprepared (raw names, ratio)", raw, queries)
    measure("unprepared (raw names, WRatio)", raw_weighted, queries[:300])


if __name__ == "__main__":
    main()
