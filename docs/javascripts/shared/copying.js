// Texts put on the clipboard: without leave to use it, or without it, by a field that is selected and copied from.

/**
 * Copy a text; tell whether it was copied.
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    // While a dialog is open nothing beside it can be selected.
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/**
 * Copy a text and say so on the button that was pressed.
 * @param {HTMLElement} pressed
 * @param {string} text
 */
export async function copyFrom(pressed, text) {
  const said = pressed.textContent;
  pressed.textContent = await copyText(text) ? "已复制" : "没有复制成，请选中文字自己复制";
  setTimeout(() => { pressed.textContent = said; }, 2500);
}
