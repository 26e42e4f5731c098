"""The Chinese grammar, continued: amounts of time, hours, parts of the day, words that tie or fill."""

from bot.language.times.amounts import amount
from bot.language.times.atoms import FILLER, GONE, Amount, Clock, Edge, Now, Part
from bot.language.times.lexer import Rule
from bot.language.times.numeric import exact_clock

_UNITS = {
    "工作日": "working_day", "工作天": "working_day", "工作小时": "working_hour", "工作时": "working_hour",
    "工时": "working_hour", "小时": "hour", "钟头": "hour", "h": "hour", "刻钟": "quarter_hour",
    "分钟": "minute", "分": "minute", "min": "minute", "天": "day", "日": "day", "周": "week", "星期": "week",
    "礼拜": "week", "月": "month", "季度": "quarter", "年": "year",
}  # fmt: skip
# 3月 is March, 5日 the fifth, 2026年 a year: amounts only with 个, 半 or a word such as 内 beside them.
_THEN = r"(?=半?(?:后|内|之内|以内|之后|以后))"
_UNIT = (
    rf"工作日|工作天|工作小时|工作时|工时|小时|钟头|刻钟|分钟|分{_THEN}|天|日{_THEN}|周(?![一二三四五六日末])|星期|礼拜"
    rf"|(?<=[个半])月|(?<=个)季度|年{_THEN}|(?<=半)年|h(?=[^a-z]|$)|min(?:s|utes?)?(?![a-z])"
)
_FIGURE = r"\d{1,4}(?:\.\d{1,2})?"
_PARTS = {
    "凌晨": Part.DAWN, "清晨": Part.EARLY, "清早": Part.EARLY, "早上": Part.EARLY, "早晨": Part.EARLY,
    "早间": Part.EARLY, "1早": Part.EARLY, "早": Part.EARLY, "上午": Part.MORNING, "午前": Part.MORNING,
    "午饭": Part.NOON, "午休": Part.NOON, "中午": Part.NOON, "正午": Part.NOON, "下午": Part.AFTERNOON,
    "午后": Part.AFTERNOON, "傍晚": Part.DUSK, "晚上": Part.EVENING, "晚间": Part.EVENING,
    "夜里": Part.EVENING, "夜间": Part.EVENING, "深夜": Part.EVENING, "晚": Part.EVENING,
    "半夜": Part.MIDNIGHT,
    "午夜": Part.MIDNIGHT, "子夜": Part.MIDNIGHT,
}  # fmt: skip
_FILLERS = (
    "请|麻烦|烦请|务必|尽量|争取|希望|最好|最晚|最迟|不晚于|不迟于|不超过|需要|须|需|客户要求|客户希望|客户要|要求|要|必须|得|应|"
    "截止日期|截止时间|截止到|截止|截至|完成时间|完成期限|最后期限|期限|时限|时间|日期|限时|限|在|于|到|至|大家|我们|我|你们|"
    "处理完毕|处理完|处理|完成|办完|办好|做完|做好|搞定|回复|反馈|答复|给出|给到|给|提交|交付|交|解决|恢复|修复|修好|开通|"
    "到位|结束|到期|为止|止|出结果|上线|答案|结果|方案|就|能|可以|即可|好|完|的|了|吧|哦|啊|呢|哈|谢谢|谢|ddl|:|;"
)


def _amount(_: Now, groups: tuple[str, ...]) -> Amount:
    figure, half, half_before, unit, half_after = groups
    number = 0.5 if half else float(figure) + (0.5 if half_before or half_after else 0)
    unit = "min" if unit.startswith("min") else unit
    return amount(number, _UNITS[unit])


def _clock(_: Now, groups: tuple[str, ...]) -> Clock:
    hour, quarters, half, minute = groups
    minutes = 30 if half else int(quarters or 0) * 15 or int(minute or 0)
    return exact_clock(int(hour), minutes, sure=hour.startswith("0"))


CHINESE_HOUR_RULES = (
    Rule(
        r"大?前[天日晚]|昨[天日晚早夜]?|上+个?(?:周|星期|礼拜|月|季度|年)[底末初中一二三四五六日天]?|去年|前年|刚才|刚刚",
        lambda _, __: GONE,
    ),
    Rule(rf"(?:(?:过|再过))?(?:({_FIGURE})|(半))个?(半)?({_UNIT})(半)?", _amount),
    Rule(r"(\d{1,2})[点时](?:钟|整|([13])刻|(半)|(\d{1,2})(?! ?[ap]m)分?)?(?!\d)", _clock),
    Rule(r"(?:1上班|上班)(?:前|之前|以前|时|后)?", lambda _, __: Part.OPENING),
    Rule(r"(?:下班|收工)(?:时)?", lambda _, __: Part.CLOSING),
    Rule("(" + "|".join(sorted(_PARTS, key=len, reverse=True)) + ")", lambda _, groups: _PARTS[groups[0]]),
    Rule(r"之前|以前|前", lambda _, __: Edge.BEFORE_IT),
    Rule(r"之内|以内|内", lambda _, __: Edge.WITHIN),
    Rule(r"之后|以后|后|起|开始", lambda _, __: Edge.AFTER),
    Rule(_FILLERS, lambda _, __: FILLER),
)
VAGUE_CHINESE = (
    "尽快|越快越好|待定|马上|立即|立刻|赶紧|抓紧|即刻|现在|稍后|回头|改天|有空|随时|随便|不急|加急|紧急|急|早点|近期|最近|"
    "几|多天|左右|大概|大约|差不多|前后|两三|三五|些|会儿|1会|看情况|再说|到时|未定|不定|不限|没有|无|暂无|不详|不知道"
)
