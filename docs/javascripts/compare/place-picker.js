// Choosing a place by name, pinyin, initials or code: a combobox with a listbox after ARIA's authoring practices.
import { fold } from "../search/text.js";
import { element } from "../shared/elements.js";

const SHOWN = 8;

/** Return a romanised name as it is typed: without spaces and marks, ü as v or as u. */
const typings = (pinyin) => {
  const plain = fold(pinyin);
  return plain.includes("ü") ? [plain, plain.replaceAll("ü", "v"), plain.replaceAll("ü", "u")] : [plain];
};

/** Return how well a place answers what was typed: 0 best, 3 least, Infinity not at all. */
function rank(place, typed) {
  const name = fold(place.name);
  const spelled = typings(place.pinyin);
  if (name === typed || place.code === typed || spelled.includes(typed) || place.initials === typed) return 0;
  if (name.startsWith(typed) || place.code.startsWith(typed) || spelled.some((s) => s.startsWith(typed))) return 1;
  if (fold(place.path + place.name).includes(typed)) return 2;
  return place.initials.startsWith(typed) ? 3 : Infinity;
}

/** Return 0 for a province, 1 for a prefecture, 2 for a county. */
const levelOf = ({ code }) => code.endsWith("0000") ? 0 : code.endsWith("00") ? 1 : 2;

/**
 * Return the places that answer what was typed: the best first, those with a plan before those without, the higher
 * levels before the lower, then by code.
 * @param {Iterable<import("./files.js").Place>} places
 * @param {string} query
 */
export function findPlaces(places, query) {
  const typed = fold(query);
  if (!typed) return [];
  return [...places]
    .map((place) => ({ place, fit: rank(place, typed) }))
    .filter(({ fit }) => fit < Infinity)
    .sort((a, b) => a.fit - b.fit || Number(b.place.plans > 0) - Number(a.place.plans > 0) || levelOf(a.place) - levelOf(b.place) || a.place.code.localeCompare(b.place.code, "en"))
    .map(({ place }) => place);
}

/**
 * Make a combobox answer.
 * @param {HTMLElement} root holds the input, the listbox and a status
 * @param {{load: () => Promise<Iterable<import("./files.js").Place>>, taken: () => string[],
 *   pick: (code: string) => void, failed: (error: Error) => string}} options `taken` are the codes chosen already
 */
export function startPlacePicker(root, { load, taken, pick, failed }) {
  const input = root.querySelector("input");
  const list = root.querySelector("[role=listbox]");
  const status = root.querySelector("[role=status]");
  let active = -1;
  let asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const activate = (number) => {
    const all = options();
    if (!all.length) return;
    active = (number + all.length) % all.length;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    input.setAttribute("aria-activedescendant", all[active].id);
    all[active].scrollIntoView({ block: "nearest" });
  };
  const optionOf = (place, number) => {
    const held = place.plans ? `${place.plans} 份规划` : "未收录";
    const option = element("li", "", element("b", "", place.name), element("span", "from", `${place.path}　${place.code}　`, element("span", place.plans ? "" : "cov cov--absent", held)));
    option.id = `${list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.code = place.code;
    return option;
  };
  const show = async () => {
    const turn = ++asked;
    if (!input.value.trim()) {
      status.textContent = "";
      return close();
    }
    let places;
    try {
      places = await load();
    } catch (error) {
      status.textContent = failed(error);
      return close();
    }
    if (turn !== asked) return;
    const chosen = new Set(taken());
    const found = findPlaces(places, input.value).filter((place) => !chosen.has(place.code));
    list.replaceChildren(...found.slice(0, SHOWN).map(optionOf));
    list.hidden = !found.length;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = found.length ? `${found.length} 个行政区${found.length > SHOWN ? `，列出前 ${SHOWN} 个` : ""}，用上下键选择` : "没有这个行政区，或已经选了";
  };
  const take = (option) => {
    input.value = "";
    status.textContent = "";
    asked++;
    close();
    pick(option.dataset.code);
  };

  input.addEventListener("focus", () => { load().catch(() => {}); });
  input.addEventListener("input", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show();
      else activate(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = ""; // the first Esc closes the list, the next clears what was typed
      else event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = options()[Math.max(active, 0)];
      if (!list.hidden && option) take(option);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
}
