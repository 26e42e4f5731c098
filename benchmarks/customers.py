"""Customers by name: the prepared matcher against the same likeness over raw names, one slip each.

A slip replaces, drops, doubles or swaps signs of a name, typed with or without its legal form. In so dense a
registry some typed names are one slip away from several customers, so two more figures stand beside the plain
one: the rate among names that are one slip from a single customer, and the rate that a matcher would reach
which knew how likely each slip is. A second list has slips of sound, as pinyin input makes them.
"""

import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from pypinyin import lazy_pinyin
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._figures import figure
from bot.language.customers import CustomerEntry, CustomerIndex

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

Query = tuple[str, str]
Slip = Callable[[str, random.Random], str]


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


def with_slip_of_sound(name: str, random_: random.Random) -> str:
    """The name with one sign replaced by another that sounds the same; unchanged where there is none."""
    places = [at for at, sign in enumerate(name) if len(SAME_SOUND.get(sign, ())) > 1]
    if not places:
        return name
    at = random_.choice(places)
    sign = random_.choice([other for other in SAME_SOUND[name[at]] if other != name[at]])
    return name[:at] + sign + name[at + 1 :]


def same_sound() -> dict[str, list[str]]:
    """By sign: the signs of company names that sound like it."""
    sounds = defaultdict(list)
    for sign in SIGNS:
        sounds[lazy_pinyin(sign)[0]].append(sign)
    return {sign: signs for signs in sounds.values() for sign in signs}


SAME_SOUND = same_sound()


def short(name: str) -> str:
    """The name without its legal form."""
    for form in sorted(FORMS, key=len, reverse=True):
        name = name.removesuffix(form)
    return name


def typed(entries: list[CustomerEntry], slip: Slip, random_: random.Random) -> list[Query]:
    """(what was typed, whose name it is): half the names in full, half without legal form."""
    chosen = random_.sample(entries, LOOKUPS)
    return [(slip(random_.choice((each.name, short(each.name))), random_), each.id) for each in chosen]


def measure(name: str, first_hit: Callable[[str], str | None], queries: list[Query]) -> list[Query]:
    """Prints how often the first hit is right and how long a look-up takes; answers what was not found."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = [first_hit(text) for text, _ in queries]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    missed = [query for query, hit in zip(queries, found, strict=True) if hit != query[1]]
    each = 1000 / len(queries)
    rate = 1 - len(missed) / len(queries)
    is_peer = "raw" in name
    figure(f"{name}: first hit right", 100 * rate, "%", is_more_better=True, is_peer=is_peer)
    figure(f"{name}: processor", cpu * each, "ms", is_peer=is_peer)
    print(f"{name:34} first hit right {rate:6.1%}   {wall * each:7.3f} ms, processor {cpu * each:7.3f} ms")
    return missed


def chances(text: str, names: list[str], owners: list[str]) -> dict[str, float]:
    """By customer who is at most one slip away: how likely the slip is, were that customer meant."""
    likely: dict[str, float] = {}
    for name, distance, at in process.extract(
        text, names, scorer=OSA.distance, score_cutoff=1, limit=len(names)
    ):
        is_replaced = distance and len(name) == len(text) and sorted(name) != sorted(text)
        chance = 1 / len(SIGNS) if is_replaced else 1.0
        likely[owners[at]] = max(chance, likely.get(owners[at], 0.0))
    return likely


def judge(entries: list[CustomerEntry], queries: list[Query], missed: list[Query]) -> None:
    """Prints what of the queries can be decided at all, and how many of those were missed."""
    names = [name for entry in entries for name in (entry.name, short(entry.name))]
    owners = [entry.id for entry in entries for _ in range(2)]
    found = {text: chances(text, names, owners) for text, _ in queries}
    plain = [text for text, _ in queries if len(found[text]) == 1]
    wrong = [text for text, _ in missed if len(found[text]) == 1]
    best = statistics.fmean(max(found[text].values()) / sum(found[text].values()) for text, _ in queries)
    print(
        f"  one slip from a single customer: {len(plain)}; of these right {1 - len(wrong) / len(plain):.2%}"
    )
    print(f"  the best that can be reached over all, by the odds of each slip: {best:.1%}")


def main() -> None:
    random_ = random.Random(5)
    entries = registry(random_)
    wall, cpu = time.perf_counter(), time.process_time()
    index = CustomerIndex(entries)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{len(entries)} customers prepared in {wall:.2f} s, of processor time {cpu:.2f} s")
    figure("prepared: processor", cpu, "s")
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

    for title, slip in (("one slip", with_one_slip), ("one slip of sound", with_slip_of_sound)):
        queries = typed(entries, slip, random_)
        missed = measure(f"{title}: prepared", prepared, queries)
        asked = sum(index.find(text, limit=5).tie for text, _ in missed)
        print(f"  of the {len(missed)} others {asked} are ties: a person is asked")
        judge(entries, queries, missed)
        measure(f"{title}: raw names, ratio", raw, queries)
    measure("raw names, WRatio", raw_weighted, queries[:300])


if __name__ == "__main__":
    main()
