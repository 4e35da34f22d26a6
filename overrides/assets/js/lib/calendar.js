// @ts-check
/** A workshop as a calendar file: RFC 5545, one event a day. No DOM, no clock. */

/**
 * @typedef {{ date: string, starts: number, ends: number }} Day Minutes from midnight in Sweden.
 * @typedef {{ uid: string, title: string, description: string, place: string, url: string, stamp: Date }} About
 */

/** Octets of a line (RFC 5545, 3.1). */
const LONGEST = 75;

/**
 * Sweden's clock since 1996 (Directive 2000/84/EC): forward on the last Sunday of March, back on the last of October,
 * both at 01.00 UTC. Local times with this rule stay right however far ahead they lie.
 */
const ZONE = [
  "BEGIN:VTIMEZONE", "TZID:Europe/Stockholm",
  "BEGIN:DAYLIGHT", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "DTSTART:19960331T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
  "BEGIN:STANDARD", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
  "END:VTIMEZONE",
];

/** @param {string} text RFC 5545, 3.3.11; control characters are not allowed there. */
const escape = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n").replace(/[\0-\x08\x0b-\x1f\x7f]/g, "");

/** "20260312T131000" of a day and minutes that may run past its midnight. @param {string} date @param {number} minutes */
const local = (date, minutes) => new Date(Date.parse(`${date}T00:00Z`) + minutes * 60_000).toISOString().slice(0, 19).replace(/[-:]/g, "");

/** Breaks a line after 75 octets, never within a letter. @param {string} line */
function fold(line) {
  const coder = new TextEncoder();
  const lines = [""];
  let size = 0;
  for (const letter of line) {
    const octets = coder.encode(letter).length;
    if (size + octets > LONGEST) {
      lines.push(" ");
      size = 1;
    }
    lines[lines.length - 1] += letter;
    size += octets;
  }
  return lines.join("\r\n");
}

/** @param {Day[]} days Those that have a date. @param {About} about */
export function calendar(days, { uid, title, description, place, url, stamp }) {
  const stamped = stamp.toISOString().slice(0, 19).replace(/[-:]/g, "");
  const events = days.flatMap(({ date, starts, ends }) => [
    "BEGIN:VEVENT",
    // The same for the same workshop and start: who opens the file twice has it once.
    `UID:${local(date, starts)}-${uid}`,
    `DTSTAMP:${stamped}Z`,
    `DTSTART;TZID=Europe/Stockholm:${local(date, starts)}`,
    `DTEND;TZID=Europe/Stockholm:${local(date, ends)}`,
    `SUMMARY:${escape(title)}`,
    `DESCRIPTION:${escape(description)}`,
    ...(place ? [`LOCATION:${escape(place)}`] : []),
    `URL:${url}`,
    "END:VEVENT",
  ]);
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fullföljd utbildning//Workshop//SV", "CALSCALE:GREGORIAN", ...ZONE, ...events, "END:VCALENDAR"];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}
