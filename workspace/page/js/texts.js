// The page's own words, in the languages of its readers.

const TEXTS = {
  act_as: { zh: "切换人员", en: "Act as" },
  app: { zh: "应用", en: "App" },
  app_home: { zh: "主页", en: "Home" },
  app_messages: { zh: "消息", en: "Messages" },
  apps: { zh: "应用", en: "Apps" },
  archived: { zh: "此频道已归档", en: "This channel is archived" },
  back: { zh: "返回上一页", en: "Back" },
  cancel: { zh: "取消", en: "Cancel" },
  channels: { zh: "频道", en: "Channels" },
  choose_instant: { zh: "选定时刻", en: "A chosen instant" },
  clear: { zh: "清除", en: "Clear" },
  clock_hint: {
    zh: "把分公司时间往前拨，提醒和升级随之到点",
    en: "Move the branch's clock forward: reminders and escalations fall due",
  },
  clock_title: { zh: "分公司时间", en: "Branch clock" },
  close: { zh: "关闭", en: "Close" },
  composer: { zh: "发消息到 {name}，或输入 / 用命令", en: "Message {name}, or type / for commands" },
  confirm: { zh: "确定", en: "OK" },
  direct_messages: { zh: "私信", en: "Direct messages" },
  dismiss: { zh: "收起", en: "Dismiss" },
  edited: { zh: "（已编辑）", en: "(edited)" },
  empty_channel: { zh: "这里还没有消息。", en: "Nothing here yet." },
  empty_home: { zh: "应用还没有发布主页。", en: "The app has not published its Home yet." },
  go: { zh: "拨到此刻", en: "Move there" },
  image: { zh: "图片", en: "Image" },
  language_zh: { zh: "中文", en: "Chinese" },
  language_en: { zh: "英文", en: "English" },
  members: { zh: "{n} 人", en: "{n} members" },
  menu: { zh: "菜单", en: "Menu" },
  more: { zh: "更多操作", en: "More actions" },
  moved: { zh: "时钟已拨到 {time}", en: "The clock now shows {time}" },
  new_messages: { zh: "有新消息", en: "unread" },
  no_app: { zh: "机器人未连接", en: "The bot is not connected" },
  no_commands_in_threads: { zh: "会话串里不能用斜杠命令", en: "Slash commands do not run in threads" },
  no_results: { zh: "没有匹配项", en: "No matches" },
  not_there: { zh: "没有找到：{error}", en: "That did not work: {error}" },
  now_choose: { zh: "请选择", en: "Choose" },
  offline: { zh: "与本地工作区的连接断了，正在重连…", en: "Lost the local workspace; connecting again…" },
  only_you: { zh: "仅你可见", en: "Only visible to you" },
  optional: { zh: "（可不填）", en: "(optional)" },
  pick_date: { zh: "选择日期", en: "Pick a date" },
  pick_time: { zh: "选择时间", en: "Pick a time" },
  react: { zh: "添加表情", en: "React" },
  replies: { zh: "{n} 条回复", en: "{n} replies" },
  replies_one: { zh: "1 条回复", en: "1 reply" },
  reply: { zh: "在会话串里回复", en: "Reply in thread" },
  reply_here: { zh: "回复…", en: "Reply…" },
  search: { zh: "搜索", en: "Search" },
  send: { zh: "发送", en: "Send" },
  shortcuts: { zh: "快捷方式", en: "Shortcuts" },
  submit: { zh: "提交", en: "Submit" },
  thread: { zh: "会话串", en: "Thread" },
  type_to_search: { zh: "输入以搜索", en: "Type to search" },
};

/** `speaker("zh")("members", {n: 3})`; a missing word shows as its key, so that it is noticed. */
export function speaker(language) {
  return (key, values = {}) =>
    (TEXTS[key]?.[language] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The reader's side of `{zh, en}`, or a plain string as it is. */
export function inLanguage(text, language) {
  if (text === null || text === undefined) return "";
  return typeof text === "string" ? text : (text[language] ?? text.en ?? "");
}
