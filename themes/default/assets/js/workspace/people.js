// People whom a manager adds: a dialog to add, rename and remove them. Loaded when it is asked for.
import words from "../strings-people.js";
import { addPerson, people, removePerson, renamePerson } from "../notebook.js";
import { button, el, learn, say, t } from "./page.js";

learn(words);
const row = ({ id, name }, choose, current) => {
  const field = el("input", { type: "text", value: name, maxLength: 80, "aria-label": t("person_name") });
  field.addEventListener("change", () => field.value.trim() && renamePerson(id, field.value.trim()));
  // Removing takes two presses: the second one says what goes, and a backup is made first.
  const remove = button(t("remove"), id, async () => {
    if (!remove.dataset.sure) {
      remove.dataset.sure = "yes";
      remove.textContent = t("remove_sure", { name });
      return;
    }
    (await import("../export.js")).download();
    const bringBack = removePerson(id);
    const back = button(t("undo"), "back", () => {
      bringBack();
      const again = row({ id, name }, choose, current);
      line.replaceWith(again);
      again.firstChild.focus();
      if (current === id) choose(id);
    }, "button small");
    line.replaceChildren(t(bringBack ? "removed_all" : "not_removed", { name }), " ", bringBack ? back : "");
    say(line.firstChild.textContent);
    back.focus();
  }, "button small");
  const line = el("li", {}, field, remove);
  return line;
};

/** Opens the dialog; `choose(id)` is called with a new person, or one who was brought back. */
export const edit = (choose, current) => {
  const name = el("input", { type: "text", required: true, maxLength: 80, autocomplete: "off" });
  const form = el("form", { method: "dialog" },
    el("p", { className: "small muted" }, t("person_note")),
    el("p", { className: "toolbar" }, el("label", {}, t("person_new"), " ", name), el("button", { className: "button strong" }, t("person_add"))));
  const list = people().map((one) => row(one, choose, current));
  const box = el("dialog", { className: "box", "aria-label": t("people") }, el("h2", {}, t("people")), form, list.length > 0 && el("ul", { className: "people" }, list),
    el("p", { className: "actions" }, button(t("close"), "close", () => box.close())));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!name.value.trim()) return;
    const id = addPerson(name.value.trim());
    box.close();
    choose(id);
  });
  box.addEventListener("close", () => {
    box.remove();
    document.getElementById("r:subject").focus();
  });
  document.body.append(box);
  box.showModal();
  name.focus();
};

/** Says beside the choice of subject that the person who was chosen is removed. */
export const tellGone = (select, name) => {
  const notice = el("p", { className: "notice", tabIndex: -1 }, t("person_gone", { name }));
  select.after(notice);
  notice.focus();
  say(notice.textContent);
};
