// @ts-check
/**
 * Search: asks the guide for words that stand in the text, then the index for pages with them.
 * Nothing is fetched before the reader begins to search.
 */
import { make, page, t, tn } from "./page.js";
import { fold, Guide, queries, QUESTION, wordsOf } from "./lib/words.js";

const FIRST = 10;
const FEW = 3;
const WAIT = 250;

/** How many files of the index did not come: the library keeps quiet about it, and finds nothing. */
let missed = 0;
const plainFetch = window.fetch;
window.fetch = async (what, ...more) => {
  const answer = await plainFetch(what, ...more).catch((/** @type {Error} */ error) => error);
  const failed = answer instanceof Error;
  if ((failed || !answer.ok) && String(what).includes("/search-index/")) missed += 1;
  if (failed) throw answer;
  return answer;
};

/** @typedef {{id: string, score: number, data: () => Promise<any>}} Hit */
/** @typedef {{guide: Guide, index: any, swedish: string[]}} Language */

class SearchPage extends HTMLElement {
  connectedCallback() {
    this.form = /** @type {HTMLFormElement} */ (this.querySelector("form"));
    this.box = /** @type {HTMLInputElement} */ (this.form.querySelector("input"));
    this.form.hidden = false;
    if (page.lang !== "sv") {
      this.also = make("input", { type: "checkbox", id: "also", name: "sv", value: "1" });
      this.form.append(make("p", { class: "also" }, this.also, make("label", { for: "also" }, t("search-page.swedish"))));
      this.also.addEventListener("change", () => this.ask());
    }
    this.state = make("p", { class: "search-state", role: "status" });
    this.results = make("div", { class: "search-results" });
    this.append(this.state, this.results);
    /** @type {Map<string, Promise<Language>>} */
    this.languages = new Map();
    this.turn = 0;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
    this.box.addEventListener("focus", () => void this.language(page.lang).catch(() => {}), { once: true });
    this.box.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    addEventListener("popstate", () => this.fromAddress());
    this.fromAddress();
  }

  fromAddress() {
    const asked = new URLSearchParams(location.search);
    this.box.value = (asked.get("q") ?? "").slice(0, this.box.maxLength);
    if (this.also) this.also.checked = asked.get("sv") === "1";
    if (this.box.value.trim()) this.ask();
    else this.clear();
  }

  clear() {
    this.turn += 1;
    this.state.textContent = "";
    this.results.replaceChildren();
    document.documentElement.toggleAttribute("data-searching", false);
  }

  /** Fetches the guide and the index of a language, once. @param {string} code @returns {Promise<Language>} */
  language(code) {
    let known = this.languages.get(code);
    if (!known) {
      known = this.open(code);
      known.catch(() => this.languages.delete(code));
      this.languages.set(code, known);
    }
    return known;
  }

  /** @param {string} code @returns {Promise<Language>} */
  async open(code) {
    const before = missed;
    const root = new URL(this.dataset.index ?? "", location.href);
    const own = new URL(`${code}/`, root);
    /** @param {string} name */
    const get = async (name) => {
      const answer = await fetch(new URL(name, own));
      if (!answer.ok) throw new Error(name);
      return answer;
    };
    const [library, head] = await Promise.all([
      import(new URL("pagefind.js", root).href),
      get("guide.json").then((answer) => answer.json()),
    ]);
    const index = library.createInstance({ basePath: own.pathname, noWorker: true, excerptLength: 24 });
    await index.init();
    if (missed > before) throw new Error("index");
    const guide = new Guide(head, (number) => get(`w-${number}.txt`).then((answer) => answer.text()));
    return { guide, index, swedish: head.swedish };
  }

  /**
   * Gives the pages for what was typed, the best first.
   * @param {Language} language @param {string} typed
   * @param {(hits: Hit[]) => Promise<void>} [first] Told what the nearest form of the word found, before other
   *   forms are looked up: those may lie in parts of the index that are not fetched yet.
   */
  async search({ guide, index }, typed, first) {
    const { all, any } = await queries(guide, typed);
    /** @type {Map<string, {hit: Hit, score: number}>} */
    const found = new Map();
    /** @param {string} query @param {number} weight @param {boolean} [sum] Whether a page counts for every query that finds it. */
    const add = async (query, weight, sum = false) => {
      const answer = await index.search(query);
      for (const hit of answer?.results ?? []) {
        const known = found.get(hit.id)?.score ?? 0;
        const score = hit.score * weight + (sum ? known : 0);
        if (score > known) found.set(hit.id, { hit, score });
      }
    };
    const sorted = () => [...found.values()].sort((one, other) => other.score - one.score).map(({ hit }) => hit);
    for (const [place, query] of all.entries()) {
      await add(query, 1 - place * 0.04);
      if (found.size && first) {
        await first(sorted());
        first = undefined;
      }
    }
    // Who asks a whole question seldom hits every word of the page that answers it.
    if (!found.size || wordsOf(typed).length >= QUESTION) for (const query of any) await add(query, 0.5, true);
    if (!found.size) return this.likely(await index.search(typed), typed);
    return sorted();
  }

  /**
   * Keeps of what the index itself takes for the word those pages whose word begins as the typed one does: its
   * stemmer knows forms that the guide does not, and where it knows none it answers with the next best beginning.
   * @param {{results: Hit[]} | undefined} answer @param {string} typed
   */
  async likely(answer, typed) {
    const words = wordsOf(typed).map(fold);
    const hits = (answer?.results ?? []).slice(0, FIRST);
    const told = await Promise.all(hits.map(async (hit) => marked((await hit.data()).excerpt)));
    return hits.filter((_, place) => words.every((word) => told[place].some((mark) => alike(word, fold(mark)))));
  }

  /**
   * Puts those of the first pages in front whose title says what was typed: who types a title wants that page.
   * @param {string} typed @param {Hit[]} hits
   */
  async titled(typed, hits) {
    /** @param {string} text */
    const said = (text) => ` ${wordsOf(fold(text)).join(" ")} `;
    const asked = said(typed);
    const first = hits.slice(0, FIRST);
    const told = await Promise.all(first.map(async (hit) => said((await hit.data()).meta.title).includes(asked)));
    return [...first.filter((_, place) => told[place]), ...first.filter((_, place) => !told[place]), ...hits.slice(FIRST)];
  }

  /**
   * Gives the pages with, behind them, pages that answer a long question but for one word, and pages about the parts
   * of a compound that stands nearly nowhere.
   * @param {Language} language @param {string} typed @param {Hit[]} hits
   */
  async extend({ guide, index }, typed, hits) {
    if (hits.length >= FEW) return hits;
    /** @type {Map<string, Hit>} */
    const found = new Map(hits.map((hit) => [hit.id, hit]));
    const words = (await queries(guide, typed)).any;
    if (words.length >= QUESTION) {
      const near = [];
      for (const left of words.keys()) {
        const answer = await index.search(words.filter((_, place) => place !== left).join(" "));
        near.push(...(answer?.results ?? []));
      }
      for (const hit of near.sort((one, other) => other.score - one.score)) if (!found.has(hit.id)) found.set(hit.id, hit);
    }
    for (const word of wordsOf(typed)) {
      for (const [form] of await guide.parts(word)) {
        for (const hit of (await index.search(form))?.results ?? []) if (!found.has(hit.id)) found.set(hit.id, hit);
      }
    }
    return [...found.values()];
  }

  async ask() {
    clearTimeout(this.timer);
    const typed = this.box.value.trim();
    const address = new URL(location.href);
    address.search = "";
    if (typed) address.searchParams.set("q", typed);
    if (this.also?.checked) address.searchParams.set("sv", "1");
    history.replaceState(history.state, "", address);
    if (!typed) return this.clear();
    const turn = (this.turn += 1);
    const before = missed;
    const late = setTimeout(() => turn === this.turn && (this.state.textContent = t("search-page.waiting")), 400);
    try {
      const own = await this.language(page.lang);
      // The first pages at once; how many there are is said when all are known.
      const begun = await this.search(own, typed, async (hits) => {
        if (turn === this.turn) await this.show(typed, await this.titled(typed, hits), [], own.swedish, turn, false);
      });
      const hits = await this.titled(typed, await this.extend(own, typed, begun));
      // One after the other: two indexes that start together share what the library keeps for both.
      const swedish = this.also?.checked ? await this.search(await this.language("sv"), typed) : [];
      // Whoever has gone on to the results keeps them as they are.
      if (turn !== this.turn || this.results.contains(document.activeElement)) return;
      if (missed > before) throw new Error("index");
      await this.show(typed, hits, swedish, own.swedish, turn);
    } catch {
      if (turn === this.turn) this.fail();
    } finally {
      clearTimeout(late);
    }
  }

  fail() {
    // An index that lacks a file never asks for it again.
    this.languages.clear();
    this.results.replaceChildren(make("button", { type: "button", onclick: () => this.ask() }, t("search-page.retry")));
    this.state.textContent = t("search-page.failed");
  }

  /**
   * @param {string} typed @param {Hit[]} hits @param {Hit[]} swedish @param {string[]} only @param {number} turn
   * @param {boolean} [done] Whether these are all.
   */
  async show(typed, hits, swedish, only, turn, done = true) {
    const list = make("ol", { class: "hits" });
    const parts = [list];
    const own = await Promise.all(hits.slice(0, FIRST).map((hit) => hit.data()));
    const swedishData = (await Promise.all(swedish.slice(0, 3 * FIRST).map((hit) => hit.data())))
      .filter((data) => only.includes(data.raw_url.replace(/^\//, ""))).slice(0, FIRST);
    if (turn !== this.turn) return;
    list.append(...own.map((data) => this.item(data)));
    if (hits.length > FIRST) parts.push(this.more(hits, list));
    if (swedishData.length) {
      parts.push(
        make("h2", { id: "in-swedish" }, t("search-page.in-swedish")),
        make("ol", { class: "hits", "aria-labelledby": "in-swedish" }, ...swedishData.map((data) => this.item(data, true))),
      );
    }
    this.results.replaceChildren(...(own.length || swedishData.length ? parts : [this.nothing()]));
    const count = hits.length + swedishData.length;
    // Where nothing was found the list of all pages is what is left.
    document.documentElement.toggleAttribute("data-searching", count > 0);
    if (done) this.state.textContent = count ? tn("search-page.found", count, { query: typed }) : t("search-page.none", { query: typed });
  }

  nothing() {
    return make("p", {}, t("search-page.hint"), " ", make("a", { href: "#pages" }, t("search-page.all")));
  }

  /** @param {Hit[]} hits @param {HTMLElement} list */
  more(hits, list) {
    let shown = FIRST;
    const button = make("button", { type: "button", class: "quiet" }, tn("search-page.more", hits.length - shown));
    button.addEventListener("click", async () => {
      const found = await Promise.all(hits.slice(shown, shown + FIRST).map((hit) => hit.data())).catch(() => null);
      if (!found) return this.fail();
      const items = found.map((data) => this.item(data));
      shown += FIRST;
      list.append(...items);
      items[0]?.querySelector("a")?.focus();
      if (shown < hits.length) button.textContent = tn("search-page.more", hits.length - shown);
      else button.remove();
    });
    return button;
  }

  /** @param {any} data @param {boolean} [swedish] */
  item(data, swedish) {
    const address = new URL(data.raw_url.replace(/^\//, ""), page.home);
    const lang = swedish ? { lang: "sv" } : {};
    const best = (data.sub_results ?? []).filter((/** @type {any} */ part) => part.anchor && part.title !== data.meta.title).slice(0, 2);
    return make(
      "li", {},
      make("p", { class: "hit-title" }, make("a", { href: address.href, ...lang }, data.meta.title),
        swedish ? make("span", { class: "tag" }, t("search-page.tag")) : null),
      data.meta.where ? make("p", { class: "meta", ...lang }, data.meta.where) : null,
      make("p", { class: "excerpt", ...lang }, ...excerpt(data.excerpt)),
      best.length ? make("ul", { class: "hit-parts", ...lang }, ...best.map((/** @type {any} */ part) =>
        make("li", {}, make("a", { href: `${address.href}#${part.anchor.id}` }, part.title)))) : null,
    );
  }
}

/** @param {string} html The words that an excerpt marks as found. */
const marked = (html) => [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("mark")].map((mark) => mark.textContent ?? "");

/** Whether two folded words share most of their letters from the beginning. @param {string} one @param {string} other */
function alike(one, other) {
  let shared = 0;
  while (shared < one.length && one[shared] === other[shared]) shared += 1;
  return shared >= 4 && shared >= 0.6 * Math.min(one.length, other.length) && other.length <= 1.6 * one.length;
}

/** Makes nodes of an excerpt: text, and marks around what was found. @param {string} html */
function excerpt(html) {
  const body = new DOMParser().parseFromString(html, "text/html").body;
  return [...body.childNodes].map((node) => {
    const text = node.textContent ?? "";
    // A source that was left out leaves its space before the full stop.
    return node.nodeName === "MARK" ? make("mark", {}, text) : text.replace(/\s+(?=[.,;:](?:\s|$))/g, "");
  });
}

customElements.define("search-page", SearchPage);
