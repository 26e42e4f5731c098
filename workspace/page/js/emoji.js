// Emoji shortcodes that a coordinating bot and its users write, as Unicode.

const TABLE = `
smile 😄|slightly_smiling_face 🙂|grinning 😀|joy 😂|wink 😉|thinking_face 🤔|neutral_face 😐|cry 😢|tada 🎉|pray 🙏|wave 👋|clap 👏
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|muscle 💪|raised_hands 🙌|point_right 👉|eyes 👀|handshake 🤝|writing_hand ✍️
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|no_entry ⛔|no_entry_sign 🚫
warning ⚠️|exclamation ❗|bangbang ‼️|question ❓|grey_question ❔|information_source ℹ️|rotating_light 🚨|sos 🆘|fire 🔥|zap ⚡|boom 💥
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|white_circle ⚪|black_circle ⚫
red_square 🟥|large_orange_square 🟧|large_yellow_square 🟨|large_green_square 🟩|large_blue_square 🟦|white_large_square ⬜
hourglass ⌛|hourglass_flowing_sand ⏳|alarm_clock ⏰|stopwatch ⏱️|timer_clock ⏲️|clock9 🕘|clock3 🕒|watch ⌚|calendar 📆|date 📅|spiral_calendar_pad 🗓️
double_vertical_bar ⏸️|pause_button ⏸️|arrow_forward ▶️|black_square_for_stop ⏹️|arrows_counterclockwise 🔄|repeat 🔁|fast_forward ⏩
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|leftwards_arrow_with_hook ↩️|arrow_right_hook ↪️|arrow_upper_right ↗️
memo 📝|clipboard 📋|page_facing_up 📄|bookmark_tabs 📑|file_folder 📁|open_file_folder 📂|paperclip 📎|pushpin 📌|round_pushpin 📍
ticket 🎫|label 🏷️|link 🔗|mag 🔍|lock 🔒|unlock 🔓|key 🔑|gear ⚙️|wrench 🔧|hammer_and_wrench 🛠️|construction 🚧|building_construction 🏗️
bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣|speech_balloon 💬|telephone_receiver 📞|phone ☎️|iphone 📱|envelope 📨|email 📧|inbox_tray 📥|outbox_tray 📤
bar_chart 📊|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|moneybag 💰|yen 💴|gem 💎|trophy 🏆|star ⭐|star2 🌟|medal 🏅
first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|crown 👑|office 🏢|house 🏠|truck 🚚|package 📦|bulb 💡|electric_plug 🔌|satellite_antenna 📡
computer 💻|desktop_computer 🖥️|globe_with_meridians 🌐|robot_face 🤖|bust_in_silhouette 👤|busts_in_silhouette 👥|one 1️⃣|two 2️⃣|three 3️⃣|heart ❤️|100 💯|new 🆕
`;

const EMOJI = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((entry) => {
      const space = entry.indexOf(" ");
      return [entry.slice(0, space), entry.slice(space + 1)];
    }),
);

/** The character of a shortcode (`white_check_mark`), or null if it is none of ours. */
export function emoji(name) {
  return EMOJI.get(name.replace(/::skin-tone-\d$/, "")) ?? null;
}

/** The text with its `:shortcodes:` as characters; unknown ones stay as they are. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
}
