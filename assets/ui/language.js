// The language of this page, and its texts in it. English stands in the code, other languages come with each text.

const LANGUAGES = ["en", "fr"];
const IS_MANY = { en: (count) => count !== 1, fr: (count) => Math.abs(count) >= 2 };
const ONE_YEAR = 31536000;

/** The cookie's language, else the first one the browser asks for that we speak, else English. */
export function chosenLanguage(cookies, wanted) {
  const asked = /(?:^|;\s*)language=(\w+)/.exec(cookies)?.[1];
  if (LANGUAGES.includes(asked)) return asked;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => LANGUAGES.includes(tag)) ?? "en";
}

const isBrowser = typeof document !== "undefined";

/** Fixed for the life of the page: changing it loads the page anew. */
export const language = isBrowser ? chosenLanguage(document.cookie, navigator.languages ?? []) : "en";

if (isBrowser) document.documentElement.lang = language;

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (gap, name) => (Object.hasOwn(values, name) ? shown(values[name]) : gap));
}

function shown(value) {
  if (typeof value === "number") return value.toLocaleString(language);
  return value === undefined || value === null ? "" : String(value);
}

/** The text in the page's language, its gaps filled; English where the language has none. */
export function say(english, others = {}, values = {}) {
  return fill(others[language] || english, values);
}

/** Like `say` for a text that depends on a number: each language brings its two forms. */
export function sayCount(english, others, count, values = {}) {
  const forms = others[language];
  const [one, many] = forms || english;
  const isMany = IS_MANY[forms ? language : "en"](Number(count));
  return fill(isMany ? many : one, { ...values, count });
}

/** Keep the choice for a year and load the page in that language. */
export function setLanguage(chosen) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `language=${chosen}; path=/; max-age=${ONE_YEAR}; samesite=lax${secure}`;
  location.reload();
}
