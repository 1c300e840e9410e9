// Everything here makes a page quicker; every page works without it.
// Keys come from aria-keyshortcuts, times from data-left (seconds), so the markup says what the script does.

const WARN_SECONDS = 120;
const DRAFT_MS = 5000;
const RENEW_MS = 60000;

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
const typing = (element) => element.matches?.("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");
const form = () => $("form[data-record]");

// --- keys ---------------------------------------------------------------------------------------------------
const JUMPS = { f: "#h-facts", g: "#h-ai" };

function move(step) {
  const rows = all(".t .case");
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
  rows[next].focus();
  return true;
}

function shortcut(event) {
  const key = (event.shiftKey && /^[a-z]$/i.test(event.key) ? "shift+" : "") + event.key.toLowerCase();
  const target = all(`[aria-keyshortcuts="${CSS.escape(key)}"]`).find(
    (element) => !element.disabled && shown(element.closest("label") ?? element),
  );
  if (target) {
    if (target.matches("textarea")) target.focus();
    else target.click();
    return true;
  }
  if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
  if (key === ".") {
    location.reload();
    return true;
  }
  const jump = JUMPS[key] && $(JUMPS[key]);
  jump?.focus();
  return Boolean(jump);
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
    const button = $("[data-primary]", form() ?? document);
    if (button && !button.disabled) {
      event.preventDefault();
      button.click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (shortcut(event)) event.preventDefault();
});

// --- the decision form --------------------------------------------------------------------------------------
function label() {
  const decide = form();
  const button = decide && $("[data-primary]", decide);
  if (!button) return;
  const act = $("[name=act]:checked", decide);
  $("span", button).textContent = act ? act.dataset.label : button.dataset.emptyLabel;
  button.disabled = !act || decide.dataset.state !== "open";
  for (const radio of all("[name=reason]:checked", decide)) {
    if (!shown(radio.closest("[data-directions]")) && act?.value === "override") radio.checked = false;
  }
}

let unsaved = false;
let active = false;

async function send(url, fields) {
  const body = new URLSearchParams(fields);
  body.set("csrfmiddlewaretoken", $("[name=csrfmiddlewaretoken]", form()).value);
  return fetch(url, { method: "POST", body, keepalive: true });
}

async function saveDraft() {
  const decide = form();
  if (!unsaved || !decide?.dataset.draft) return;
  unsaved = false;
  try {
    const answer = await send(decide.dataset.draft, new FormData(decide));
    const place = $("#draft");
    if (place && answer.ok) place.textContent = `Draft saved ${new Date().toLocaleTimeString()}`;
  } catch {
    unsaved = true; // the network is away; what was typed is still in the page
  }
}

async function renew() {
  const decide = form();
  if (!active || decide?.dataset.state !== "open") return;
  active = false;
  try {
    const answer = await send($("[value=release]", decide).getAttribute("formaction"), {
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
    }
  } catch {
    // nothing to do: the hold ends by itself and the page says so
  }
}

// --- times that run -----------------------------------------------------------------------------------------
function left(seconds) {
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)} h ${minutes % 60} min`
    : `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}

function expire(hold) {
  hold.textContent = "Ended";
  const decide = form();
  if (decide?.dataset.state !== "open") return;
  saveDraft();
  decide.dataset.state = "expired";
  const notice = $("[data-when-expired]");
  if (notice) notice.hidden = false;
  const leave = $("[value=release]", decide);
  if (leave) {
    leave.value = "take";
    leave.textContent = "Take it again";
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
      place.textContent = seconds > 0 ? `, ${left(seconds)} left` : ", over";
      continue;
    }
    if (seconds <= 0) {
      delete place.dataset.left;
      expire(place);
      continue;
    }
    place.textContent = `For you, ${left(seconds)}`;
    if (seconds <= WARN_SECONDS && !place.dataset.warned) {
      place.dataset.warned = "1";
      const messages = $("#messages");
      if (messages) messages.textContent = "Your hold ends in two minutes. Type or choose something to keep it.";
    }
  }
}

// --- wiring -------------------------------------------------------------------------------------------------
document.addEventListener("input", (event) => {
  if (!event.target.closest?.("form[data-record]")) return;
  unsaved = true;
  active = true;
  label();
});
document.addEventListener("change", label);
document.addEventListener("htmx:after:swap", () => {
  label();
  const hold = $("#hold");
  if (hold?.dataset.left && form()?.dataset.state !== "open") {
    hold.textContent = "Not by you now";
    delete hold.dataset.left;
  }
  const error = $("form[data-record] .err, #dec .note[role=alert]:not([hidden])");
  error?.scrollIntoView({ block: "nearest" });
});
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
label();
tick();
