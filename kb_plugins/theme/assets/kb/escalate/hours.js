// "Open now" or "Opens Monday 9:00 (your time 8:00)", from opening hours in the page. The browser
// knows all time zones (Intl), so this needs no library.

const DAYS = 14;
const MINUTE = 60_000;

export function showHours(root, { texts, locale }) {
  for (const node of root.querySelectorAll("[data-kb-clock]")) {
    node.textContent = openText(JSON.parse(node.dataset.kbClock), new Date(), texts, { locale });
    node.hidden = !node.textContent;
  }
}

// What to say at a moment. `own` is the reader's time zone, by default the system's.
export function openText(clock, now, texts, { locale, own } = {}) {
  const open = openingAt(clock, now);
  if (!open) return "";
  if (open.now) return clock.response ? texts.answers.replace("{response}", () => clock.response) : texts.open;
  const say = (zone, options) => new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(open.at);
  const shown = (zone) => ({
    day: say(zone, { weekday: "long" }),
    time: say(zone, { timeStyle: "short" }),
  });
  const [there, here] = [shown(clock.zone), shown(own)];
  const text = texts.opens.replace(/\{(\w+)\}/g, (all, name) => there[name] ?? all);
  if (there.day === here.day && there.time === here.time) return text;
  const yours = there.day === here.day ? here.time : `${here.day} ${here.time}`;
  return `${text} ${texts.yours.replace("{time}", () => yours)}`;
}

// {now: true}, or {at: the moment of the next opening}, or null if there is none soon.
export function openingAt(clock, now) {
  const here = wallTime(now, clock.zone);
  for (let ahead = 0; ahead < DAYS; ahead++) {
    const day = new Date(Date.UTC(here.year, here.month - 1, here.day + ahead));
    if (isHoliday(clock, day)) continue;
    const spans = clock.hours.filter(([days]) => days.includes(day.getUTCDay() || 7));
    for (const [, opens, closes] of spans.sort((a, b) => (a[1] < b[1] ? -1 : 1))) {
      const last = closes === "23:59" ? "24:00" : closes;
      if (ahead === 0 && here.time >= last) continue;
      if (ahead === 0 && here.time >= opens) return { now: true };
      return { at: moment(day, opens, clock.zone) };
    }
  }
  return null;
}

function isHoliday(clock, day) {
  const date = day.toISOString().slice(0, 10);
  return clock.holidays.some((holiday) => holiday === date || holiday === date.slice(5));
}

// The date and time that clocks in a zone show at a moment.
function wallTime(moment, zone) {
  const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit" };
  const format = new Intl.DateTimeFormat("en", { ...options, hour: "2-digit", minute: "2-digit" });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return {
    year: Number(parts.year),
    month: Number(parts.month),
    day: Number(parts.day),
    time: `${parts.hour}:${parts.minute}`,
  };
}

// The moment at which clocks in a zone show a time on a day. The offset is looked up twice, because
// the first guess may lie on the other side of a change of the clocks.
function moment(day, time, zone) {
  const [hour, minute] = time.split(":").map(Number);
  const wanted = day.getTime() + (hour * 60 + minute) * MINUTE;
  let guess = wanted;
  for (let i = 0; i < 2; i++) guess = wanted - offset(new Date(guess), zone);
  return new Date(guess);
}

function offset(at, zone) {
  const { year, month, day, time } = wallTime(at, zone);
  const [hour, minute] = time.split(":").map(Number);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at.getTime() / MINUTE) * MINUTE;
}
