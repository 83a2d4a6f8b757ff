// What two places say on a theme side by side, by choice; the address holds it. Without it they stand one below another.
import { element, part } from "../shared/elements.js";

/** @param {HTMLElement} root */
export function startBeside(root) {
  const form = part(root, "form", HTMLFormElement);
  const two = part(form, "[name=two]", HTMLInputElement);
  const sides = ["left", "right"].map((name) => part(form, `[name=${name}]`, HTMLSelectElement));
  const box = part(root, ".by-place", HTMLElement);
  const places = [...box.children].flatMap((place) => (place instanceof HTMLElement ? place : []));

  for (const side of sides) side.append(...places.map((place) => {
    const option = element("option", "", part(place, "h3 a", HTMLElement).textContent ?? "");
    option.value = place.id;
    return option;
  }));

  function lay() {
    const chosen = sides.map(({ value }) => value);
    box.classList.toggle("by-place--two", two.checked);
    for (const side of sides) if (side.parentElement) side.parentElement.hidden = !two.checked;
    for (const place of places) {
      place.hidden = two.checked && !chosen.includes(place.id);
      place.style.order = two.checked ? String(chosen.indexOf(place.id)) : "";
    }
  }

  const asked = (new URLSearchParams(location.search).get("beside") ?? "").split(",");
  two.checked = asked.length === 2 && asked.every((id) => places.some((place) => place.id === id));
  sides.forEach((side, i) => { side.value = two.checked ? asked[i] : places[i].id; });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    const address = new URL(location.href);
    if (two.checked) address.searchParams.set("beside", sides.map(({ value }) => value).join(","));
    else address.searchParams.delete("beside");
    history.replaceState(null, "", address);
    lay();
  });
  // A place that is led to is shown, whatever is chosen.
  addEventListener("hashchange", () => {
    if (!places.some((place) => place.hidden && `#${place.id}` === location.hash)) return;
    two.checked = false;
    lay();
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });
  form.hidden = false;
  lay();
}
