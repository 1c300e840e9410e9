// Everything here makes a page quicker; every page works without it.
// Keys come from keymap.json (data-keys of the body) and aria-keyshortcuts, times from data-left (seconds), sentences
// from data-words, so the markup says what the script does.

const WARN_SECONDS = 120;
const DRAFT_MS = 5000;
const RENEW_MS = 60000;

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const typing = (element) => element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=range])");
const form = () => $("form[data-record]");

const told = (name) => JSON.parse(document.body.dataset[name] ?? "{}");
const KEYS = told("keys");
const WORDS = told("words");
const SINGLE = document.body.dataset.singleKeys !== "off";
const TITLE = document.title;
const say = (name, ...parts) => WORDS[name].replace(/{(\d)}/g, (_, n) => parts[n]);

// --- keys ---------------------------------------------------------------------------------------------------
const GO_MS = 1500;

function move(step) {
  const rows = all(".t .case");
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
  rows[next].focus();
  return true;
}

// Choosing cases of a list: that of the row which has the focus, or all from the one that was chosen last.
const rowBox = () => document.activeElement.closest?.(".t tr")?.querySelector(".pick");
let chosenAt;

function choose() {
  const box = rowBox();
  box?.click();
  return Boolean(box);
}

function chooseTo() {
  const box = rowBox();
  if (box) range(box, true);
  return Boolean(box);
}

function range(box, checked) {
  const boxes = all(".pick");
  const [from, to] = [boxes.indexOf(chosenAt ?? box), boxes.indexOf(box)].sort((a, b) => a - b);
  for (const one of boxes.slice(from, to + 1)) one.checked = checked;
  chosenAt = box;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".pick");
  if (box) event.shiftKey ? range(box, box.checked) : (chosenAt = box);
});

function focusOn(selector) {
  const place = $(selector);
  place?.focus();
  return Boolean(place);
}

function focusFirst(selector) {
  const place = all(selector).find((element) => !element.disabled && shown(element.closest("label")));
  place?.focus();
  return Boolean(place);
}

function record() {
  const button = [$("[data-primary]", form() ?? document), $("[data-first]")].find((one) => one && !one.disabled);
  if (!button) return false;
  button.click();
  return true;
}

const DOES = {
  palette: () => openPalette(),
  sheet: () => openSheet(),
  next: () => move(1),
  previous: () => move(-1),
  choose,
  chooseTo,
  filter: () => focusOn("main [role=search] :is(input:not([type=hidden]), select)"),
  refresh: () => location.reload() ?? true,
  facts: () => focusOn("#h-facts"),
  suggestion: () => focusOn("#h-ai"),
  reason: () => focusFirst("[name=reason]"),
  record,
};

const control = (key) =>
  all(`[aria-keyshortcuts="${CSS.escape(key)}"]`).find(
    (element) => !element.disabled && shown(element.closest("label") ?? element),
  );

function run(key) {
  const target = control(key);
  if (!target) return DOES[KEYS[key]]?.() ?? false;
  if (target.matches("textarea")) target.focus();
  else target.click();
  if (target.matches("[type=radio]")) arrive(target);
  return true;
}

// A key chooses out of sight: what it chose comes into sight, with what it asks for, and the next Tab starts there.
function arrive(radio) {
  const whole = radio.closest("[data-directions]") ?? radio.closest("label");
  (all("input:not([type=radio]), select", whole).find(shown) ?? radio).focus({ preventScroll: true });
  whole.scrollIntoView({ block: "nearest" });
}

// On many keyboards [ and ] are typed with AltGr, which some systems report as Ctrl and Alt together.
const graph = (event) => Boolean(event.getModifierState?.("AltGraph"));
const chorded = (event) => (event.ctrlKey || event.metaKey) && !graph(event);

function named(event) {
  const key = event.key.toLowerCase();
  if (chorded(event)) return (event.ctrlKey ? "ctrl+" : "meta+") + key;
  return (event.shiftKey && /^[a-z]$/.test(key) ? "shift+" : "") + key;
}

let wentAt = -GO_MS; // when G was pressed: the next letter says where to

function going(key, at) {
  if (at - wentAt < GO_MS) {
    wentAt = -GO_MS;
    const link = KEYS[`g ${key}`] && $(`[data-key="g ${CSS.escape(key)}"]`);
    link?.click();
    return Boolean(link);
  }
  if (key === "g") wentAt = at;
  return key === "g";
}

document.addEventListener("keydown", (event) => {
  if ((event.altKey && !graph(event)) || event.isComposing || !event.key || $("dialog[open]")) return;
  const key = named(event);
  const chord = chorded(event);
  if (typing(event.target) && !chord) {
    if (KEYS[key] === "close") event.target.blur();
    return;
  }
  if (chord ? KEYS[key] && DOES[KEYS[key]]() : SINGLE && (going(key, event.timeStamp) || run(key))) event.preventDefault();
});

// --- palette and sheet: one page each without this script ----------------------------------------------------
const palette = $("#palette");
const sheet = $("#sheet");
const ASKED = { headers: { "HX-Request": "true" } };
const PAUSE_MS = 120;
let asking = 0;

async function fill(place, url) {
  try {
    const answer = await fetch(url, ASKED);
    if (isSignedOut(answer)) return false;
    place.innerHTML = await answer.text();
    return answer.ok;
  } catch {
    return false; // the strip says that there is no connection
  }
}

function openSheet() {
  if (!sheet) return false;
  sheet.showModal();
  fill($(".dlg-b", sheet), sheet.dataset.url);
  return true;
}

async function hits() {
  const mine = ++asking;
  const place = document.createElement("div");
  const q = $("input", palette).value;
  if (!(await fill(place, `${palette.dataset.url}?q=${encodeURIComponent(q)}`)) || mine !== asking) return;
  for (const row of all("[data-press]", place)) {
    const does = KEYS[row.dataset.press];
    const can = does === "record" ? $(":is([data-primary], [data-first]):enabled") : form() && does;
    row.hidden = !(can || control(row.dataset.press));
    if (!row.hidden) row.closest("section").hidden = false;
  }
  $(".hits", palette).replaceChildren(...place.childNodes);
}

function openPalette() {
  if (!palette) return false;
  $("input", palette).value = "";
  palette.showModal();
  hits();
  return true;
}

let pause;
palette?.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(hits, PAUSE_MS);
});
palette?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [$("input", palette), ...all(".hit", palette).filter(shown)];
  if (step) rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length]?.focus();
  else if (event.key === "Enter" && event.target === rows[0] && !event.isComposing) rows[1]?.click();
  else if (event.key.length === 1 && event.target.matches(".hit") && event.key !== " ") return rows[0].focus();
  else return;
  event.preventDefault();
});
// --- a question before what cannot be undone: a page of its own without this script ---------------------------
const asks = $("#ask");

async function ask(link) {
  if (!(await fill($(".dlg-b", asks), link.href))) return (location.href = link.href);
  asks.showModal();
  $("[data-close]", asks)?.focus();
}

document.addEventListener("click", (event) => {
  const hit = event.target.closest?.("[data-press], [data-close], [data-open], [data-again], [data-asks], [data-dismiss], [data-extend]");
  if (!hit || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ("asks" in hit.dataset) {
    event.preventDefault();
    ask(hit);
    return;
  }
  if ("extend" in hit.dataset) return renew(true);
  if ("dismiss" in hit.dataset) return hit.closest(".toast").remove();
  if ("close" in hit.dataset && hit.closest("dialog")) event.preventDefault();
  if (hit.dataset.open) {
    if (DOES[hit.dataset.open]()) event.preventDefault();
    return;
  }
  hit.closest("dialog")?.close();
  if (hit.dataset.press) run(hit.dataset.press);
  if ("again" in hit.dataset) again();
});

// --- marks on a document: a pull over its picture sets the two sliders, which draw the new mark ------------------
const PRESSED = 4; // percent of the height that a press without a pull marks

function drawMark() {
  const place = $("[data-leaf] [data-new]");
  if (!place) return;
  const [from, to] = all(".pull [type=range]").map((one) => one.value * 10).sort((a, b) => a - b);
  place.setAttribute("y", from);
  place.setAttribute("height", to - from);
}

document.addEventListener("pointerdown", (event) => {
  const leaf = event.target.closest?.("[data-leaf]");
  if (!leaf || event.button || event.pointerType === "touch") return; // a finger scrolls, and has the sliders
  event.preventDefault();
  const [first, last] = all(".pull [type=range]");
  const at = (where) => {
    const box = leaf.getBoundingClientRect();
    return ((where.clientY - box.top) / box.height) * 100;
  };
  const pull = (where) => {
    last.value = at(where);
    drawMark();
  };
  first.value = at(event);
  last.value = at(event) + PRESSED;
  drawMark();
  const over = new AbortController();
  addEventListener("pointermove", pull, { signal: over.signal });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => over.abort(), { signal: over.signal });
});

// What was asked for gets the focus where it is shown: the place to choose, or the mark that was made.
function arriveAtMark(swapped) {
  const place = $("#evidence [data-focus]");
  const chooses = Boolean($("#mark-form"));
  const column = place && swapped && chooses && place.closest(".col");
  if (column) column.scrollTop += $("#evidence").getBoundingClientRect().top - column.getBoundingClientRect().top;
  place?.focus({ preventScroll: chooses });
  place?.removeAttribute("data-focus");
  drawMark();
}

document.addEventListener("input", drawMark);
document.addEventListener("htmx:after:swap", arriveAtMark);

// --- what was just done ---------------------------------------------------------------------------------------
const toasts = $("#messages");
const SPOKEN_MS = 300;

function toast(text) {
  const made = $("#toast")?.content.firstElementChild.cloneNode(true);
  if (!made || !toasts) return;
  $("[data-says]", made).textContent = text;
  toasts.append(made);
}

// A region that is full when the page arrives is not read aloud; one that changes is.
if (toasts?.children.length) setTimeout(() => toasts.append(...toasts.children), SPOKEN_MS);

// --- no connection, no session: what was typed stays ----------------------------------------------------------
const offline = $("#offline");
const out = $("#signed-out");

function isSignedOut(answer) {
  const yes = answer.headers.has("X-Signed-Out");
  if (yes && out) out.hidden = false;
  return yes;
}

async function again() {
  if (!out || out.hidden) return;
  const says = (name) => ($("[data-says]", out).textContent = say(name));
  const answer = await fetch(sheet.dataset.url).catch(() => null);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const who = page && page.body.dataset.who;
  if (!who) return says("still");
  if (who !== document.body.dataset.who) return says("other");
  const token = $("[name=csrfmiddlewaretoken]", page).value;
  for (const field of all("[name=csrfmiddlewaretoken]")) field.value = token;
  out.hidden = true;
  toast(say("signed"));
}

function connection() {
  if (!offline) return;
  offline.hidden = navigator.onLine;
  label();
}
addEventListener("online", connection);
addEventListener("offline", connection);
addEventListener("focus", again);
document.addEventListener("htmx:before:response", (event) => {
  if (isSignedOut(event.detail.ctx.response)) event.preventDefault();
});

// --- the decision form --------------------------------------------------------------------------------------
// What changed under an open page is said where the fact stands, too.
function flagChanged() {
  for (const line of all("#changed [data-fact]")) {
    const row = document.getElementById(`fact-${line.dataset.fact}`);
    if (!row) continue;
    row.classList.add("flag");
    const place = $(".newer", row) ?? row.cells[1].appendChild(document.createElement("p"));
    place.className = "newer";
    place.textContent = line.dataset.says;
  }
}

function label() {
  const decide = form();
  const first = $("[data-first]"); // one's own view, before the suggestion is shown
  if (first) first.disabled = !$("[name=view]:checked") || decide.dataset.state !== "open" || !navigator.onLine;
  flagChanged();
  const open = $("#keys .if-open"); // what is recorded by key, while something may be
  if (open && decide) open.hidden = decide.dataset.state !== "open";
  const button = decide && $("[data-primary]", decide);
  if (!button) return;
  const act = $("[name=act]:checked", decide);
  const changed = Boolean($("#changed [data-changed]"));
  $("span", button).textContent = changed ? say("check") : act ? act.dataset.label : button.dataset.emptyLabel;
  button.disabled = changed || !act || decide.dataset.state !== "open" || !navigator.onLine;
  if (act?.value !== "override") return;
  for (const one of all(":is([name=reason], [name^='also.']):checked", decide)) {
    if (!shown(one.closest("label"))) one.checked = false;
  }
}

let unsaved = false;
let active = false;

async function send(url, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]", form()).value);
  const answer = await fetch(url, {
    method: "POST",
    body,
    keepalive: true,
    headers: { "X-Requested-With": "fetch" },
  });
  if (isSignedOut(answer)) throw new Error("signed out");
  return answer;
}

async function saveDraft() {
  const decide = form();
  if (!unsaved || !decide?.dataset.draft) return;
  unsaved = false;
  try {
    const answer = await send(decide.dataset.draft, new FormData(decide));
    const place = $("#draft");
    if (place && answer.ok) place.textContent = say("draft", answer.headers.get("X-Saved-At"));
  } catch {
    unsaved = true; // no connection or no session; what was typed is still in the page
  }
}

async function renew(always) {
  const decide = form();
  const url = decide && $("[value=release]", decide)?.getAttribute("formaction");
  if ((!active && always !== true) || !url || decide.dataset.state !== "open") return;
  active = false;
  try {
    const answer = await send(url, {
      do: "extend",
      item: $("[name=item]", decide).value,
      token: $("[name=token]", decide).value,
    });
    const seconds = answer.ok && answer.headers.get("X-Held-For");
    if (seconds) {
      const hold = $("#hold");
      hold.dataset.left = seconds;
      ends.delete(hold);
      delete hold.dataset.warned;
      warn(false);
    }
  } catch {
    // nothing to do: the hold ends by itself and the page says so
  }
}

// Near its end a hold can be lengthened by one press, and the title says so to whoever looks at another tab.
function warn(isNear) {
  const extend = $("[data-extend]");
  if (extend) extend.hidden = !isNear;
  document.title = (isNear ? `${say("near")} · ` : "") + TITLE;
}

// --- times that run -----------------------------------------------------------------------------------------
function left(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60
    ? say("hours", Math.floor(minutes / 60), minutes % 60)
    : say("minutes", minutes, String(seconds % 60).padStart(2, "0"));
}

function expire(hold) {
  hold.textContent = say("ended");
  warn(false);
  const decide = form();
  if (decide?.dataset.state !== "open") return;
  saveDraft();
  decide.dataset.state = "expired";
  const notice = $("[data-when-expired]");
  if (notice) notice.hidden = false;
  const leave = $("[value=release]", decide);
  if (leave) {
    leave.value = "take";
    leave.textContent = say("again");
  }
  label();
}

// Seconds left count from when they were first seen, so a wrong clock on this computer does no harm.
const ends = new WeakMap();

function secondsLeft(place) {
  if (!ends.has(place)) ends.set(place, Date.now() + Number(place.dataset.left) * 1000);
  return Math.round((ends.get(place) - Date.now()) / 1000);
}

function tick() {
  for (const place of all("[data-left]")) {
    const seconds = secondsLeft(place);
    if (place.id !== "hold") {
      if (seconds <= 0) $("button", place.closest("form[data-undo]") ?? place)?.remove();
      place.textContent = seconds > 0 ? say("left", left(seconds)) : say("over");
      continue;
    }
    if (seconds <= 0) {
      delete place.dataset.left;
      expire(place);
      continue;
    }
    place.textContent = say("held", left(seconds));
    if (seconds <= WARN_SECONDS && !place.dataset.warned) {
      place.dataset.warned = "1";
      warn(true);
      toast(say("warn"));
    }
  }
}

// Whether the form goes on under what is pinned at its end: then that lies on it and is cut by one pixel.
const pinned = new IntersectionObserver(
  (seen) => seen.forEach((one) => one.target.toggleAttribute("data-more", one.intersectionRatio < 1)),
  { threshold: [0.99, 1] },
);

function watchPin() {
  const pin = $(".pin");
  pinned.disconnect();
  if (pin) pinned.observe(pin); // tells at once, also of one that was just swapped in
}

// --- wiring -------------------------------------------------------------------------------------------------
document.addEventListener("input", (event) => {
  if (!event.target.form?.matches("form[data-record]")) return; // also what stands beside the form and belongs to it
  unsaved = true;
  active = true;
  label();
});
document.addEventListener("change", label);
// What is typed and not saved is not signed: the signature waits, and says for what.
document.addEventListener("input", (event) => {
  if (!event.target.form?.matches("[data-guards]")) return;
  for (const one of all("[data-signs]")) one.disabled = true;
  for (const one of all("[data-unsaved]")) one.hidden = false;
  for (const one of all("[data-saves]")) one.classList.add("pri");
});
// What is sent to be recorded is no draft any more; what comes back refused is one again.
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-record]")) unsaved = false;
});
// Rows that somebody decided or took while one looks say so where they stand; none moves.
function mark() {
  for (const told of all("#pulse [data-mark]")) {
    const link = $(`.t .case[href*="/${told.dataset.mark}/"]`);
    const row = link?.closest("tr");
    if (!row) continue;
    row.classList.remove("taken");
    row.classList.add(told.dataset.tone);
    const says = $(".marked", link) ?? link.appendChild(document.createElement("small"));
    says.className = "marked";
    says.textContent = told.textContent;
    const box = $(".pick", row);
    if (box) box.checked = false;
  }
}

document.addEventListener("htmx:after:swap", () => {
  mark();
  if ($("#rec .voice[role=status]") && document.activeElement === document.body) focusOn("#h-ai"); // the panel is gone
  unsaved ||= Boolean($("form[data-record] .err"));
  label();
  watchPin();
  const hold = $("#hold");
  if (hold?.dataset.left && form()?.dataset.state !== "open") {
    hold.textContent = say(form()?.dataset.state === "expired" ? "ended" : "released");
    delete hold.dataset.left;
  }
  const error = $("form[data-record] .err, #dec .note[role=alert]:not([hidden])");
  error?.scrollIntoView({ block: "nearest" });
});
// What is wrong with one field stands at it, also where the answer came while one typed.
function place() {
  for (const slot of all("[data-errors]")) {
    for (const old of all("[aria-describedby=e-form]")) {
      old.removeAttribute("aria-invalid");
      old.removeAttribute("aria-describedby");
    }
    const field = $("#e-form") && document.getElementById($("#e-form").dataset.at ?? "");
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "e-form");
    field.closest("details")?.setAttribute("open", "");
    field.closest(".field").append(slot);
  }
}
document.addEventListener("htmx:after:swap", place);
// Taking, leaving and going on are plain page loads; only recording is answered in place.
document.addEventListener(
  "submit",
  (event) => {
    if (!event.submitter?.hasAttribute("data-plain")) return;
    event.stopImmediatePropagation();
    unsaved = false;
  },
  true,
);
setInterval(tick, 1000);
setInterval(saveDraft, DRAFT_MS);
setInterval(renew, RENEW_MS);
addEventListener("pagehide", saveDraft);
connection();
label();
tick();
place();
arriveAtMark();
watchPin();
