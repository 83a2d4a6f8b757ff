// What is typed, told after a pause, and never amid a word that is still being composed.

/**
 * Call `act` when a reader has typed something and paused. With an input method, 长护 is typed as changhu: what stands in
 * the field until a word is chosen is nobody's query, and no further `input` comes when it is.
 * @param {HTMLInputElement} input
 * @param {number} wait milliseconds after the last keystroke
 * @param {() => void} act
 * @returns {() => void} forgets what is waiting
 */
export function onTyped(input, wait, act) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, wait);
  };
  input.addEventListener("input", (event) => { if (!isComposing(event)) later(); });
  input.addEventListener("compositionend", later);
  return () => clearTimeout(waiting);
}

/**
 * Tell whether an event belongs to a word that is being composed; Safari ends the composition before its last keydown,
 * which has the code 229.
 * @param {Event} event
 */
export function isComposing(event) {
  return (event instanceof InputEvent || event instanceof KeyboardEvent) && event.isComposing
    || event instanceof KeyboardEvent && event.keyCode === 229;
}
