// @ts-check
/**
 * Words of nine languages: letters folded, inflected forms matched. No DOM, no network.
 * The same as courseware/words/ in Python; both read tests/vectors/words.json.
 */

/** @type {Record<string, string>} Letters that Unicode does not take apart. */
const PLAIN = { ß: "ss", ł: "l", ø: "o", æ: "ae", đ: "d", œ: "oe", ı: "i" };
const SHORTEST = 3;
const PART = 4;
/** Words from which on something typed is a question, asked without the words that stand on most pages. */
export const QUESTION = 4;
/** Letters from which on the beginning of a compound says enough without the rest. */
const ALONE = 6;
const LINKS = ["", "s", "n", "e", "en", "es"];

/** Gives a text in small letters and without marks. @param {string} text */
export const fold = (text) =>
  text.toLowerCase().replace(/[ßłøæđœı]/g, (letter) => PLAIN[letter]).normalize("NFD").replace(/\p{M}/gu, "");

/** @param {string} one @param {string} other */
function common(one, other) {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return length;
}

/**
 * Gives how near two folded words are as forms of one word, 0 where they are not.
 * @param {Set<string>} endings @param {string} one @param {string} other
 */
export function near(endings, one, other) {
  const shared = common(one, other);
  for (let stem = shared; stem >= Math.max(SHORTEST, shared - 1); stem -= 1) {
    if (endings.has(one.slice(stem)) && endings.has(other.slice(stem))) {
      return Math.max(stem - (one.length + other.length - 2 * stem) / 2, 0.5);
    }
  }
  return 0;
}

/** The words of a language, read from its guide file by file. */
export class Guide {
  /**
   * @param {{endings: string, prefixes: string[], clitics: string[], compounds: boolean, shards: string[], common?: string}} head
   * @param {(number: number) => Promise<string>} read Gives one file of words.
   */
  constructor(head, read) {
    this.endings = new Set(head.endings.split(" "));
    this.common = new Set((head.common ?? "").split(" "));
    this.head = head;
    this.read = read;
    /** @type {Map<number, Promise<{word: string, folded: string, targets: string[], stem: boolean}[]>>} */
    this.files = new Map();
  }

  /** Gives those words of a question that say what it is about, all of them where none does. @param {string[]} words */
  asked(words) {
    if (words.length < QUESTION) return words;
    const left = words.filter((word) => /\p{N}/u.test(word) || (word.length >= SHORTEST && !this.common.has(word.toLowerCase())));
    return left.length ? left : words;
  }

  /** @param {string} folded Gives every line that a form of the word may stand on. */
  async lines(folded) {
    const start = folded.slice(0, SHORTEST);
    const found = this.head.shards.flatMap((key, number) => {
      const own = key.replace("$", "");
      const begins = own.length >= SHORTEST ? own.startsWith(start) : start.startsWith(own);
      return begins ? [this.#file(number)] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** @param {number} number */
  #file(number) {
    let lines = this.files.get(number);
    if (!lines) {
      lines = this.read(number).then((text) => text.split("\n").filter(Boolean).map((line) => {
        const [left, right] = line.split(">");
        const stem = left.endsWith("*");
        return { word: left, folded: stem ? left.slice(0, -1) : fold(left), targets: right ? right.split(",") : [left], stem };
      }));
      // What could not be fetched is tried again.
      lines.catch(() => this.files.delete(number));
      this.files.set(number, lines);
    }
    return lines;
  }

  /** Whether a word of the text begins so: somebody is still typing. @param {string} typed */
  async begins(typed) {
    const folded = fold(typed);
    if (folded.length < SHORTEST) return true;
    return (await this.lines(folded)).some((line) => !line.stem && line.folded.startsWith(folded));
  }

  /**
   * Gives words of the text that are forms of one word, the nearest first.
   * @param {string} folded @param {boolean} [part] Whether it is a part of a compound: cut anywhere it would find
   *   too much, so all but its last letter must be there, which joints change: "elevhälsa", "elevhälso-".
   */
  async #forms(folded, part = false) {
    /** @type {Map<string, number>} */
    const found = new Map();
    for (const { folded: other, targets, stem } of await this.lines(folded)) {
      let score = 0;
      if (stem) score = folded.startsWith(other) && this.endings.has(folded.slice(other.length)) ? other.length - 0.5 : 0;
      else if (other === folded) score = 1000;
      else if (!part) score = near(this.endings, folded, other);
      else if (folded.length > ALONE && other.length <= folded.length + 2) {
        score = common(folded, other) >= folded.length - 1 ? folded.length : 0;
      }
      if (part && stem) score = 0;
      if (score) for (const target of targets) found.set(target, Math.max(score, found.get(target) ?? 0));
    }
    return [...found].sort((one, other) => other[1] - one[1]).map(([word]) => word);
  }

  /**
   * Gives words that stand in the text for a word that a reader typed, the nearest first; `parts` where it was
   * taken apart as a compound.
   * @param {string} typed
   * @returns {Promise<{words: string[], parts: string[][]}>}
   */
  async find(typed) {
    const folded = fold(typed);
    if (folded.length < SHORTEST) return { words: [], parts: [] };
    const words = await this.#forms(folded);
    if (words.length) return { words, parts: [] };
    for (const bare of this.#bare(folded)) {
      const found = await this.#forms(bare);
      if (found.length) return { words: found, parts: [] };
    }
    return { words: [], parts: await this.parts(typed) };
  }

  /** Gives the words that stand in the text for each part of a compound. @param {string} typed */
  async parts(typed) {
    return this.head.compounds ? this.#compound(fold(typed), new Set(await this.#forms(fold(typed)))) : [];
  }

  /** @param {string} folded */
  #bare(folded) {
    const { prefixes, clitics } = this.head;
    return [
      ...prefixes.filter((part) => folded.startsWith(part)).map((part) => folded.slice(part.length)),
      ...clitics.filter((part) => folded.endsWith(part)).map((part) => folded.slice(0, -part.length)),
    ].filter((word) => word.length >= SHORTEST);
  }

  /**
   * Takes a compound apart: the longest beginning that the text knows, then what follows.
   * @param {string} folded @param {Set<string>} whole Forms of the compound itself.
   */
  async #compound(folded, whole) {
    /** @type {string[][]} */
    let best = [];
    for (let cut = folded.length - PART; cut >= PART; cut -= 1) {
      for (const link of LINKS) {
        const first = folded.slice(0, cut);
        if (!first.endsWith(link) || first.length - link.length < PART) continue;
        const heads = await this.#forms(first.slice(0, first.length - link.length), true);
        if (!heads.some((head) => !whole.has(head))) continue;
        const tails = await this.#forms(folded.slice(cut), true);
        if (tails.length) return [heads, tails];
        if (!best.length && first.length >= ALONE) best = [heads];
      }
    }
    if (best.length) return best;
    for (let cut = SHORTEST; cut <= folded.length - PART; cut += 1) {
      const tails = await this.#forms(folded.slice(cut), true);
      if (tails.length) return [tails];
    }
    return [];
  }
}

/** Cuts what a reader typed into words. @param {string} text */
export const wordsOf = (text) => text.match(/[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu) ?? [];

/**
 * Gives the queries to ask of the index, the best first: each word in the form that stands in the text.
 * @param {Guide} guide @param {string} typed @param {number} [most]
 * @returns {Promise<{all: string[], any: string[]}>} `all`: queries whose words must all be there; `any`: for want of those.
 */
export async function queries(guide, typed, most = 8) {
  const words = guide.asked(wordsOf(typed));
  const found = await Promise.all(words.map(async (word) => {
    // A word that the text does not have in any form is left out: the index would take its beginning for it.
    const { words: forms, parts } = await guide.find(word);
    if (/\p{N}/u.test(word)) return [word, ...forms];
    if (forms.length) return forms;
    if (await guide.begins(word)) return [word];
    if (parts.length === 2) return [`${parts[0][0]} ${parts[1][0]}`, ...parts[0], ...parts[1].slice(0, 2)];
    return parts[0] ?? [];
  }));
  const choices = found.filter((forms) => forms.length);
  /** @type {Set<string>} */
  const all = new Set(choices.length ? [choices.map((forms) => forms[0]).join(" ")] : []);
  choices.forEach((forms, place) => {
    for (const form of forms.slice(1)) all.add(choices.map((other, at) => (at === place ? form : other[0])).join(" "));
  });
  const any = choices.length > 1 ? choices.map((forms) => forms[0]) : [];
  return { all: [...all].slice(0, most), any };
}
