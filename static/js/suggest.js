// Names while somebody types, in the manner of the ARIA combobox: arrows choose, Enter takes over, Escape closes.
(() => {
  "use strict";
  const input = document.querySelector("input[data-suggest]");
  if (!input) return;

  const WAIT = 160; // milliseconds after the last key
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "名称提示");
  list.hidden = true;
  const words = document.createElement("p");
  words.className = "visually-hidden";
  words.setAttribute("role", "status");
  const frame = document.createElement("div");
  frame.className = "suggesting";
  input.replaceWith(frame);
  frame.append(input, list, words);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }

  const most = () => (matchMedia("(max-width: 35rem)").matches ? 4 : 8); // what comes next on a telephone stays in sight

  let timer = 0;
  let asked = 0; // answers to older questions are dropped
  let chosen = -1;
  let composing = false;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (n) => {
    const options = [...list.children];
    chosen = (n + options.length) % options.length;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (n) => {
    input.value = list.children[n].dataset.name;
    words.textContent = `已填入：${input.value}`;
    close();
  };

  const show = (names, codes = []) => {
    list.replaceChildren(
      ...names.map((name, at) => {
        const option = document.createElement("li");
        option.id = `suggestion-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.name = name;
        const said = document.createElement("span");
        said.textContent = name;
        const code = document.createElement("span");
        code.className = "code";
        code.textContent = codes[at] || "";
        option.append(said, code);
        option.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
        option.addEventListener("click", () => take(at));
        return option;
      }),
    );
    close();
    if (names.length === 0) {
      words.textContent = "";
      return;
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    words.textContent = `有 ${names.length} 个名称提示，按上下方向键选择`;
  };

  const ask = async () => {
    const text = input.value.trim();
    const mine = (asked += 1);
    if ([...text].length < 2) return show([]);
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
      const { names, codes } = answer.ok ? await answer.json() : { names: [], codes: [] };
      if (mine === asked && document.activeElement === input) names.length === 1 && names[0] === text ? show([]) : show(names.slice(0, most()), codes);
    } catch {
      close(); // offline: the search itself says so
    }
  };

  const later = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(ask, WAIT);
  };

  input.addEventListener("input", later);
  input.addEventListener("compositionstart", () => (composing = true));
  input.addEventListener("compositionend", () => {
    composing = false;
    later();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });
})();
