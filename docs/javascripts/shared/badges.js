// What warns of a plan that is no final text itself, wherever a script names one.
import { element } from "./elements.js";

/** What is said of a plan that is no final text itself. */
export const STATUS = { draft: "征求意见稿 · 尚未定稿", press: "发布会实录 · 第二手资料" };

/** Return the badge of a plan that is no final text itself: a draft or a secondary source; "" for others. */
export function warning(plan) {
  const said = plan.kind === "press-conference" ? STATUS.press : plan.stage === "consultation" ? STATUS.draft : "";
  return said && element("span", "badge badge--warn", said);
}
