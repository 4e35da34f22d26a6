/** What the scripts keep and pass on. Never fetched: only editors and the type checker read it. */

/** Something the reader has done. `code` is whose it is: absent for nobody's, a mark for a forgotten code's. */
export type Done = { id: string; at: string; version: string; lang: string; code?: string };
export type Result = { answers: Record<string, number[]>; right: string[]; score: number; passed: boolean };
export type Attempt = Done & Result;

/** The self-study part that a page belongs to. */
export type Part = { module: string; version: string; lessons: string[] };

/** courseware.progress.v1 */
export type Progress = {
  v: 1;
  /** By "<module>/<lesson>". */
  lessons: Record<string, Done>;
  /** By module, as is all below. */
  quizzes: Record<string, { attempts: Attempt[] }>;
  /** Self-study parts that are done. */
  parts: Record<string, Done>;
  /** The parts met here, so that one can be closed when earlier work is counted later. */
  known: Record<string, { version: string; lessons: string[] }>;
  last?: { path: string; title: string; lang: string; at: string };
  role?: string;
  /** How the reader likes a quiz: "all" or "one". */
  view?: string;
};

/** xAPI 1.0.3 */
export type Statement = { id: string; [name: string]: any };
export type Refusal = { id: string; reason: string; message?: string };

/** A self-assessment: a level of each area, null where it is open, and what was noted beside it. */
export type Assessed = { answers: (number | null)[]; notes: string[] };

/** What a page's agenda-data says of one activity of a workshop; minutes. */
export type AgendaActivity = {
  id: string;
  title: string;
  minutes: number;
  /** Must be held, also when time is short. */
  core: boolean;
  /** The least it can be held in; 0 where the author says nothing. */
  short: number;
  /** Its minutes in the 20-minute cut; 0 where it is left out. */
  meeting: number;
  break: boolean;
  /** Which meeting of the source it belongs to, from 1. */
  session: number;
};
/** Whose agenda it is: a module's, or an exchange format's. */
export type AgendaData = { module?: string; format?: string; title: string; activities: AgendaActivity[] };

/** How a facilitator wants a workshop; lib/agenda.js makes it whole. */
export type PlanOptions = {
  /** "2026-03-12", or empty. */
  date: string;
  /** Minutes from midnight. */
  start: number | null;
  /** Minutes of all days together, breaks included; 0 is everything. */
  length: number;
  /** Minutes of each break; null as the source says. */
  breaks: number | null;
  /** Ids of optional parts that are left out. */
  dropped: string[];
  /** Over how many days; 0 is as the source says, and one where it is shortened. */
  days: number;
  /** Day two, three, … where they have a date or a start of their own. */
  later: { date: string; start: number | null }[];
  place: string;
  /** How many come; 0 where nobody knows. */
  people: number;
};
export type PlanItem = { id: string; title: string; minutes: number; planned: number; begins: number; ends: number; break: boolean; core: boolean };
export type PlanDay = { date: string; starts: number; ends: number; activities: PlanItem[] };
export type Plan = {
  days: PlanDay[];
  /** What is not held, breaks apart; `chosen` where the facilitator dropped it. */
  dropped: { id: string; title: string; minutes: number; chosen: boolean }[];
  /** Of all days, breaks included. */
  minutes: number;
  withoutBreaks: number;
  /** no-meeting, under, over, core-out, core-short, long-stretch. */
  notes: string[];
};

/** One part of a workshop under way: planned minutes, minutes given (or taken), milliseconds it has taken. */
export type RunItem = { id: string; minutes: number; break: boolean; core: boolean; spent: number; given: number; skipped: boolean };
/** A code that was shown, and when, in UTC. */
export type CheckIn = { code: string; at: string };
/** A workshop under way; lib/run.js makes it whole. Stamps are milliseconds since 1970, 0 for none. */
export type Run = {
  items: RunItem[];
  /** The part under way. */
  at: number;
  /** Since when its time runs; 0 while it stands. */
  since: number;
  begun: number;
  ended: number;
  /** When it was to begin. */
  opens: number;
  checkIns: CheckIn[];
  /** Counted in the room, and names on the list; null where nobody counted. */
  heads: number | null;
  listed: number | null;
  chime: boolean;
  /** What was filled in for the session file, by field. */
  session: Record<string, string>;
};
/** What a session file is made of, as the form holds it. */
export type SessionFields = {
  id: string;
  module: string;
  /** Local, "2026-11-12T09:00". */
  starts: string;
  ends: string;
  place: string;
  distance: boolean;
  organisation: string;
  /** Minutes, as written. */
  planned: string;
  activities: { id: string; planned: number; actual: string }[];
  heads: number | null;
  listed: number | null;
  checkIns: CheckIn[];
};

/** One filled-in worksheet: texts by the ids of its fields, and the rows of its tables by theirs. */
export type SheetCopy = { id: string; name: string; values: Record<string, string>; tables: Record<string, Record<string, string>[]> };
/** All copies of a worksheet, and the one that is open. */
export type Sheet = { copies: SheetCopy[]; open: string };

/** Under each name the value of `courseware.<name>.v1`. */
export type Everything = {
  progress: Progress;
  code: { code?: string; since?: string };
  outbox: { statements: Statement[]; refused: Refusal[] };
  /** Which tab sends, where there are no Web Locks. */
  lease: { owner?: string; until?: number };
  /** Answers of quizzes that are not checked yet. */
  draft: Record<string, { version: string; answers: Record<string, number[]> }>;
  /** By the id of the self-assessment. */
  assessments: Record<string, Assessed>;
  /** By module or exchange format: the plan that run sheet, run mode and sign-in sheet share. */
  plans: Record<string, PlanOptions>;
  /** By module or exchange format, and day: "m07-early-detection/1". */
  runs: Record<string, Run>;
  /** By the id of the worksheet. */
  worksheets: Record<string, Sheet>;
  /** By form, and for a correction the page that it was opened from. */
  contributions: Record<string, { answers: Record<string, string>; seen: string; at: string }>;
};

/** What a quiz's key says of one question; positions are those of the source. */
export type Entry = { correct: number[]; order?: number[]; comments?: Record<string, string>; explanation?: string };
export type Key = Record<string, Entry>;
