// A field that offers choices while one types: a combobox with a listbox, its keys as in ARIA's authoring practices.
//
// The field keeps the focus; aria-activedescendant says which choice is active. ↓ and ↑ go round through the choices and
// back to the field, opening the list where it is closed; Alt+↓ only opens it, Alt+↑ closes it. Enter takes the active
// choice. Esc closes the list, and once more clears the field. Tab, or a click elsewhere, leaves both as they are typed.
import { around, element, part } from "./elements.js";
import { isComposing, onTyped } from "./typing.js";

/**
 * @typedef {object} Choice
 * @property {(Node | string)[]} shown
 * @property {() => void} take what choosing it does
 * @typedef {object} Answer
 * @property {Choice[]} choices
 * @property {string} said to those who don't see the list; shown in it where there is no choice
 */

/**
 * Make a combobox answer.
 * @param {HTMLElement} root holds an input, its listbox and a status
 * @param {object} options
 * @param {(typed: string, signal: AbortSignal) => Promise<Answer>} options.find answers what was typed, never an empty text
 * @param {(error: unknown) => string} options.failed says what went wrong
 * @param {number} [options.wait] milliseconds between the last keystroke and the search
 * @param {boolean} [options.first] Enter takes the first choice where none is active
 */
export function startCombobox(root, { find, failed, wait = 0, first = false }) {
  const input = part(root, "[role=combobox]", HTMLInputElement);
  const list = part(root, "[role=listbox]", HTMLElement);
  const status = part(root, "[role=status]", HTMLElement);
  /** @type {Choice[]} */
  let choices = [];
  let active = -1;
  let running = new AbortController();
  let shownFor = ""; // the text that the open list answers
  let isFault = false; // what the open list says is that an answer did not come
  let asked = { typed: "", answered: Promise.resolve(false) }; // the last question, and whether it came to be answered

  const isOpen = () => !list.hidden;
  /** Tell whether a list is open that answers what is typed now: keys that choose wait for it, however quick. */
  const isAnswered = async () => {
    const typed = input.value.trim();
    if (isOpen() && shownFor === typed) return true;
    return !running.signal.aborted && asked.typed === typed ? asked.answered : run();
  };
  const close = () => {
    forget();
    running.abort();
    isFault = false;
    choices = [];
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };
  const activate = (/** @type {number} */ number) => {
    active = number;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  };
  /** Go `step` further, round through the choices and the field. */
  const move = (/** @type {1 | -1} */ step) => {
    const places = choices.length + 1; // the field is the place before the first
    activate((active + 1 + step + places) % places - 1);
  };
  const open = (/** @type {Answer} */ answer, /** @type {string} */ typed) => {
    shownFor = typed;
    choices = answer.choices;
    const options = choices.map(({ shown }, i) => optionOf(shown, `${list.id}-${i}`));
    if (!options.length) {
      // Nothing to choose is told in the list too: the status is for those who don't see it.
      const note = optionOf([answer.said], `${list.id}-none`);
      note.setAttribute("aria-disabled", "true");
      options.push(note);
    }
    list.replaceChildren(...options);
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    activate(-1);
    status.textContent = answer.said;
  };
  /** Answer what is typed; tell whether it is still what is asked. */
  const run = () => {
    if (isFault) close(); // of what was asked before: what is asked now may well come
    forget();
    running.abort();
    running = new AbortController();
    const typed = input.value.trim();
    asked = { typed, answered: answer(typed, running.signal) };
    return asked.answered;
  };
  const answer = async (/** @type {string} */ typed, /** @type {AbortSignal} */ signal) => {
    if (!typed) {
      status.textContent = "";
      close();
      return false;
    }
    let found;
    let fault = false;
    try {
      found = await find(typed, signal);
    } catch (error) {
      fault = true;
      found = { choices: [], said: failed(error) };
    }
    // Whoever typed on, chose or left in the meantime is not answered.
    if (!signal.aborted) {
      open(found, typed);
      isFault = fault;
    }
    return !signal.aborted;
  };
  const take = (/** @type {number} */ number) => {
    const choice = choices[number];
    if (!choice) return;
    status.textContent = "";
    close();
    choice.take();
  };
  const forget = onTyped(input, wait, run);

  /** @type {Promise<void> | null} */
  let moving = null; // an arrow that waits for the list it moves in
  const moveOnceAnswered = (/** @type {1 | -1 | 0} */ step) => {
    const before = moving;
    const mine = (async () => {
      await before;
      if (await isAnswered() && step) move(step);
    })();
    moving = mine;
    mine.then(() => { if (moving === mine) moving = null; });
  };
  const keys = {
    ArrowDown: (/** @type {KeyboardEvent} */ { altKey }) => moveOnceAnswered(altKey ? 0 : 1),
    ArrowUp: (/** @type {KeyboardEvent} */ { altKey }) => altKey ? close() : moveOnceAnswered(-1),
    Escape: () => {
      if (!isOpen()) input.value = "";
      status.textContent = "";
      close();
    },
  };
  input.addEventListener("keydown", async (event) => {
    if (isComposing(event)) return;
    if (event.key in keys) {
      event.preventDefault();
      keys[/** @type {keyof typeof keys} */ (event.key)](event);
    } else if (event.key === "Enter" && (active >= 0 || first || moving)) {
      event.preventDefault();
      await moving; // the arrow before it moves first
      if (active >= 0) take(active);
      else if (first && await run()) take(0); // whoever is quicker than the list gets what it would have shown
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) activate(-1); // back to the text
  });
  input.addEventListener("input", () => activate(-1));
  input.addEventListener("blur", close);
  // The field keeps the focus, and the list stays open, while a choice is pressed or the list scrolled.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = around(event, "[role=option]");
    if (option) take([...list.children].indexOf(option));
  });
}

/** Return an option of a listbox. */
function optionOf(/** @type {(Node | string)[]} */ shown, /** @type {string} */ id) {
  const option = element("li", "", ...shown);
  option.id = id;
  option.setAttribute("role", "option");
  return option;
}
