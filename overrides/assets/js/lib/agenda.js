// @ts-check
/**
 * A workshop's agenda made into a plan: a length, a start, days and breaks. No DOM, no storage, no clock.
 *
 * content/agenda_plan.py is its twin; tests/vectors/agenda.json binds both. How a shorter length is reached:
 *
 * 1. Parts that the facilitator has dropped are out; what is core stays.
 * 2. 20 minutes is the cut that the author marked (`meeting`), and nothing else.
 * 3. Otherwise optional parts go first, then core parts are shortened to their least time, then core parts outside
 *    the 20-minute cut go, at last those in it are cut to their 20-minute time. Of several that may go, the one goes
 *    that is just long enough; where none is, the longest.
 * 4. What is left is given back in the order of the source: first minutes, then parts.
 * 5. A shorter length holds one break for each whole 90 minutes of a day, where the longest stretch is.
 */

/** @typedef {import("./types").AgendaActivity} AgendaActivity @typedef {import("./types").PlanOptions} PlanOptions */
/** @typedef {import("./types").Plan} Plan @typedef {import("./types").PlanDay} PlanDay */
/** @typedef {{ activity: AgendaActivity, planned: number }} Held */

/** The lengths to choose between; 0 is everything. */
export const LENGTHS = [20, 60, 90, 180, 0];
/** The length of an ordinary meeting, which the author has cut. */
const MEETING = 20;
/** Minutes in a row that people manage without a break. */
const STRETCH = 90;
/** More days than any workshop has. */
const MOST_DAYS = 10;

const DAY = 1440;
const MOST_BREAK = 60;
/** No part is shortened below it. */
const LEAST = 5;

/** @param {any} value @param {number} low @param {number} high @returns {number | null} */
const within = (value, low, high) => (Number.isInteger(value) && value >= low && value <= high ? value : null);
/** A real day of the calendar, else an empty text. @param {any} value */
const date = (value) => {
  const read = typeof value === "string" && /^[12]\d{3}-\d\d-\d\d$/.test(value) ? new Date(`${value}T00:00Z`) : null;
  return read && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value) ? value : "";
};
/** @param {any} value */
const start = (value) => within(value, 0, DAY - 1);

/** Makes options whole, whoever wrote them. @param {any} [value] @returns {PlanOptions} */
export function planOptions(value) {
  const given = Object(value);
  return {
    date: date(given.date),
    start: start(given.start),
    length: LENGTHS.includes(given.length) ? given.length : 0,
    breaks: within(given.breaks, 0, MOST_BREAK),
    dropped: Array.isArray(given.dropped) ? given.dropped.filter((/** @type {any} */ id) => typeof id === "string") : [],
    days: within(given.days, 0, MOST_DAYS) ?? 0,
    later: (Array.isArray(given.later) ? given.later : []).slice(0, MOST_DAYS - 1).map((/** @type {any} */ day) => ({ date: date(day?.date), start: start(day?.start) })),
    place: typeof given.place === "string" ? given.place.slice(0, 200) : "",
    people: within(given.people, 0, 999) ?? 0,
  };
}

/** "13:10"; what runs past midnight begins anew. @param {number} minutes */
export const clock = (minutes) => `${String(Math.floor((minutes % DAY) / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Counted from the start: "1:05". @param {number} minutes */
export const elapsed = (minutes) => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

/** Reads "13:10", null for anything else. @param {string} text */
export function readClock(text) {
  const [, hours, minutes] = /^(\d\d?)[:.](\d\d)$/.exec(text.trim()) ?? [];
  return hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 ? 60 * Number(hours) + Number(minutes) : null;
}

/**
 * Gives who does what when.
 * @param {AgendaActivity[]} activities In the order of the source.
 * @param {Partial<PlanOptions>} [given]
 * @returns {Plan} Times are minutes from midnight, or from 0 where no start is given.
 */
export function plan(activities, given) {
  const options = planOptions(given);
  const removed = new Set(options.dropped);
  const content = activities.filter((each) => !each.break);
  const wanted = content.filter((each) => each.core || !removed.has(each.id));
  /** @type {Set<string>} */
  const notes = new Set();
  /** @type {Held[]} */
  let held;
  let room = 0;
  let most = Infinity;
  const sessions = new Set(wanted.map(({ session }) => session)).size;
  const asked = options.days || (options.length ? 1 : sessions);
  const rest = activities.filter((each) => each.break && minutesOfBreak(each, options) > 0);
  const cut = options.length === MEETING && content.some(({ meeting }) => meeting > 0);
  if (cut) {
    held = wanted.filter(({ meeting }) => meeting > 0).map((activity) => ({ activity, planned: activity.meeting }));
    most = 0;
  } else if (options.length) {
    if (options.length === MEETING) notes.add("no-meeting");
    most = asked * Math.floor((Math.ceil(options.length / asked) - 1) / STRETCH);
    const longest = rest.map((each) => minutesOfBreak(each, options)).sort((one, other) => other - one);
    room = longest.slice(0, most).reduce((sum, minutes) => sum + minutes, 0);
    held = fit(wanted, options.length - room);
  } else {
    held = wanted.map((activity) => ({ activity, planned: activity.minutes }));
  }
  const days = split(held, asked);
  const breaks = pauses(activities, days, rest, most, options);
  const resting = [...breaks].reduce((sum, each) => sum + minutesOfBreak(each, options), 0);
  if (room > resting) giveBack(held, room - resting);

  const shown = days.map((items, number) => layOut(activities, items, breaks, number, options));
  const withoutBreaks = held.reduce((sum, { planned }) => sum + planned, 0);
  const minutes = withoutBreaks + resting;
  const kept = new Map(held.map(({ activity, planned }) => [activity, planned]));
  if (options.length && minutes < options.length) notes.add("under");
  if (options.length && minutes > options.length) notes.add("over");
  // In the author's own cut it is no news.
  if (!cut && content.some((each) => each.core && !kept.has(each))) notes.add("core-out");
  if (!cut && held.some(({ activity, planned }) => activity.core && planned < activity.minutes)) notes.add("core-short");
  if (shown.some(({ activities: items }) => stretches(items).some((stretch) => stretch > STRETCH))) notes.add("long-stretch");
  return {
    days: shown,
    dropped: content.filter((each) => !kept.has(each)).map(({ id, title, minutes: own, core }) => ({ id, title, minutes: own, chosen: !core && removed.has(id) })),
    minutes,
    withoutBreaks,
    notes: [...notes],
  };
}

/** @param {AgendaActivity} each @param {PlanOptions} options */
const minutesOfBreak = (each, options) => options.breaks ?? each.minutes;

/** The least time of a part: what the author says, else three fifths to the nearest five. @param {AgendaActivity} each */
const least = (each) => Math.min(each.minutes, each.short || Math.max(LEAST, 5 * Math.floor((6 * each.minutes + 25) / 50)));

/** Makes parts fit into minutes. @param {AgendaActivity[]} wanted @param {number} room @returns {Held[]} */
function fit(wanted, room) {
  /** @type {Map<AgendaActivity, number>} */
  const times = new Map(wanted.map((each) => [each, each.minutes]));
  /** @type {Set<AgendaActivity>} */
  const gone = new Set();
  const over = () => [...times].reduce((sum, [each, minutes]) => sum + (gone.has(each) ? 0 : minutes), 0) - room;
  /** Lets go of parts while there is too much and one that may go. @param {(each: AgendaActivity) => boolean} may */
  const letGo = (may) => {
    while (over() > 0 && gone.size < wanted.length - 1) {
      const candidates = wanted.filter((each) => !gone.has(each) && may(each));
      if (!candidates.length) return;
      const enough = candidates.filter((each) => (times.get(each) ?? 0) >= over());
      const by = (/** @type {AgendaActivity} */ each) => times.get(each) ?? 0;
      // Of equals the last one goes: what comes first carries what comes after.
      gone.add(enough.length ? enough.reduce((one, other) => (by(other) <= by(one) ? other : one)) : candidates.reduce((one, other) => (by(other) >= by(one) ? other : one)));
    }
  };
  letGo((each) => !each.core);
  if (over() > 0) for (const each of wanted) times.set(each, least(each));
  letGo((each) => !each.meeting);
  if (over() > 0) for (const each of wanted) if (each.meeting) times.set(each, Math.min(each.meeting, least(each)));
  const held = () => wanted.filter((each) => !gone.has(each)).map((activity) => ({ activity, planned: times.get(activity) ?? 0 }));
  let left = giveBack(held(), -over(), times);
  for (const core of [true, false]) {
    for (const each of wanted) {
      if (!gone.has(each) || each.core !== core || least(each) > left) continue;
      gone.delete(each);
      times.set(each, Math.min(each.minutes, left));
      left -= times.get(each) ?? 0;
    }
  }
  return held();
}

/** Lengthens parts in order; gives what is left over. @param {Held[]} held @param {number} left @param {Map<AgendaActivity, number>} [times] */
function giveBack(held, left, times) {
  for (const each of held) {
    const more = Math.min(each.activity.minutes - each.planned, left);
    if (more <= 0) continue;
    each.planned += more;
    times?.set(each.activity, each.planned);
    left -= more;
  }
  return left;
}

/**
 * Spreads parts over days: by the meetings of the source where there are as many, else as even as possible.
 * @param {Held[]} held @param {number} asked @returns {Held[][]}
 */
function split(held, asked) {
  if (!held.length) return [];
  const sessions = [...new Set(held.map(({ activity }) => activity.session))];
  if (sessions.length === asked) return sessions.map((session) => held.filter(({ activity }) => activity.session === session));
  const count = Math.min(asked, held.length);
  if (count < 2) return [held];
  const sums = [0];
  for (const { planned } of held) sums.push((sums.at(-1) ?? 0) + planned);
  // The least sum of squares of days: [day][parts so far], and where that day begins.
  /** @type {number[][]} */
  const cost = [[0, ...held.map(() => Infinity)]];
  /** @type {number[][]} */
  const from = [[]];
  for (let day = 1; day <= count; day += 1) {
    cost.push(sums.map(() => Infinity));
    from.push(sums.map(() => 0));
    for (let end = day; end <= held.length; end += 1) {
      for (let begin = day - 1; begin < end; begin += 1) {
        const total = cost[day - 1][begin] + (sums[end] - sums[begin]) ** 2;
        if (total < cost[day][end]) [cost[day][end], from[day][end]] = [total, begin];
      }
    }
  }
  /** @type {Held[][]} */
  const days = [];
  for (let day = count, end = held.length; day > 0; day -= 1) {
    days.unshift(held.slice(from[day][end], end));
    end = from[day][end];
  }
  return days;
}

/**
 * Which breaks are held: between two parts of one day, one in a place; no more than `most`, where the longest stretch is.
 * @param {AgendaActivity[]} activities @param {Held[][]} days @param {AgendaActivity[]} rest @param {number} most @param {PlanOptions} options
 * @returns {Set<AgendaActivity>}
 */
function pauses(activities, days, rest, most, options) {
  /** @type {{ day: number, before: number, activity: AgendaActivity }[]} Breaks by how many minutes of their day lie before them. */
  const places = [];
  days.forEach((items, day) => {
    const times = new Map(items.map(({ activity, planned }) => [activity, planned]));
    const total = items.reduce((sum, { planned }) => sum + planned, 0);
    let before = 0;
    let latest = 0;
    for (const each of activities) {
      before += times.get(each) ?? 0;
      if (!rest.includes(each) || before <= latest || before >= total) continue;
      places.push({ day, before, activity: each });
      latest = before;
    }
  });
  if (places.length <= most) return new Set(places.map(({ activity }) => activity));
  /** @type {typeof places} */
  const chosen = [];
  while (chosen.length < most) {
    /** @type {{ stretch: number, part: number, place: typeof places[number] } | undefined} */
    let best;
    for (const place of places) {
      if (chosen.includes(place)) continue;
      const total = days[place.day].reduce((sum, { planned }) => sum + planned, 0);
      const edges = [0, total, ...chosen.filter(({ day }) => day === place.day).map(({ before }) => before)];
      const low = Math.max(...edges.filter((edge) => edge < place.before));
      const high = Math.min(...edges.filter((edge) => edge > place.before));
      const part = Math.max(place.before - low, high - place.before);
      if (!best || high - low > best.stretch || (high - low === best.stretch && part < best.part)) best = { stretch: high - low, part, place };
    }
    if (!best) break;
    chosen.push(best.place);
  }
  return new Set(chosen.map(({ activity }) => activity));
}

/**
 * One day from its start.
 * @param {AgendaActivity[]} activities @param {Held[]} items @param {Set<AgendaActivity>} breaks @param {number} number @param {PlanOptions} options
 * @returns {PlanDay}
 */
function layOut(activities, items, breaks, number, options) {
  const own = number ? options.later[number - 1] : options;
  const starts = own?.start ?? options.start ?? 0;
  const planned = new Map(items.map((each) => [each.activity, each.planned]));
  const total = items.reduce((sum, each) => sum + each.planned, 0);
  /** @type {PlanDay["activities"]} */
  const shown = [];
  let at = starts;
  let done = 0;
  for (const each of activities) {
    // A break belongs to the day in the midst of which it falls.
    const isPause = breaks.has(each) && done > 0 && done < total;
    if (!isPause && !planned.has(each)) continue;
    const time = isPause ? minutesOfBreak(each, options) : planned.get(each) ?? 0;
    const { id, title, minutes, core } = each;
    shown.push({ id, title, minutes, planned: time, begins: at, ends: at + time, break: each.break, core });
    at += time;
    if (!isPause) done += time;
  }
  return { date: own?.date ?? "", starts, ends: at, activities: shown };
}

/** Minutes in a row without a break. @param {PlanDay["activities"]} items */
function stretches(items) {
  const found = [0];
  for (const each of items) {
    if (each.break) found.push(0);
    else found[found.length - 1] += each.planned;
  }
  return found;
}
