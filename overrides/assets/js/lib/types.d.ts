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
};

/** What a quiz's key says of one question; positions are those of the source. */
export type Entry = { correct: number[]; order?: number[]; comments?: Record<string, string>; explanation?: string };
export type Key = Record<string, Entry>;
