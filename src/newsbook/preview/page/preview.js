// The preview: asks for the state of the book when the server says that it changed, and draws it.
import { drawFindings, drawOutline, markOutline } from "/assets/panels.js";
import { PrintView } from "/assets/pages.js";
import { Reader } from "/assets/reader.js";

const $ = (id) => document.getElementById(id);
const DOING = {
  load: "Reading the manifest", read: "Reading articles", transform: "Preparing the text", compose: "Composing",
  typeset: "Typesetting", bind: "Binding pages", package: "Packing the EPUB", check: "Checking",
};
const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;

let state = null;
let tab = "pages";
let typed = ""; // the version of the fonts that the panels are drawn with
const chosen = {}; // medium -> the output that the reader chose; the first where nothing is chosen

const print = new PrintView((number) => {
  const page = state?.pages[number];
  if (!page) return;
  if (document.activeElement !== $("page-number")) $("page-number").value = page.label || String(number + 1);
  if (tab !== "pages") return;
  const place = state.outline.findLastIndex((entry) => entry.page !== null && entry.page <= number);
  markOutline(place);
  $("running").textContent = state.outline[place]?.label ?? "";
});
const reader = new Reader((place) => {
  const pages = place.count > 1 ? `page ${place.page + 1} of ${place.count}` : "";
  const chapter = document.createElement("span");
  chapter.className = "chapter";
  chapter.textContent = place.title || `Part ${place.index + 1}`;
  $("place").replaceChildren(chapter, pages ? ` · ${pages}` : "");
  if (tab === "epub") markOutline(state?.outline.findIndex((entry) => entry.href?.split("#")[0] === place.href) ?? -1);
}, (event) => press(event));

// ---------------------------------------------------------------- what the server says
function draw(next) {
  const fresh = state === null;
  state = next;
  document.title = `${state.title} – newsbook preview`;
  $("title").textContent = state.title;
  $("title").lang = state.language;
  print.direction = state.direction;
  print.update(state);
  reader.update(state.epub);
  for (const medium of ["print", "epub"]) drawOutputs(medium);
  if (state.type !== typed) { typed = state.type; $("type").href = `/type.css?${typed}`; }
  drawOutline(state, goTo);
  drawFindings(state, (page) => { choose("pages"); print.go(page); });
  const errors = state.counts.error ?? 0;
  $("page-count").textContent = `of ${state.pages.length}`;
  $("tab-pages").disabled = state.complete && !state.pages.length && state.epub !== null;
  $("tab-epub").disabled = state.complete && state.epub === null && state.pages.length > 0;
  if (state.complete && !state.pages.length && state.epub && tab === "pages") choose("epub");
  if (!state.pages.length && state.number > 0) print.nothing("No pages yet", errors ? "They come when the errors are mended." : "They are being made.");
  alarm(errors);
  working(state.work);
  if (fresh || tab === "epub") reader.fit();
}

function drawOutputs(medium) {
  const names = state.outputs.filter((output) => output.medium === medium).map((output) => output.name);
  const select = $(`output-${medium}`);
  if (names.join() !== [...select.options].map((option) => option.value).join()) {
    select.replaceChildren(...names.map((name) => new Option(name, name)));
  }
  select.value = state.chosen[medium] ?? "";
  select.parentElement.hidden = names.length < 2;
}

function alarm(errors) {
  const bar = $("alarm");
  if (!errors && !state.problem) { bar.hidden = true; bar.replaceChildren(); return; }
  const first = state.findings.find((one) => one.severity === "error");
  const text = document.createElement("p");
  const head = document.createElement("strong");
  head.textContent = errors ? plural(errors, "error") + ". " : "This does not work. ";
  text.append(head, state.problem || first?.message || "",
    state.stale ? " You see the book as it was before." : "");
  const button = document.createElement("button");
  button.textContent = "Show what to mend";
  button.onclick = () => { panel("findings", true); $("findings-list").querySelector("button")?.focus(); };
  const signature = text.textContent;
  if (!bar.hidden && bar.firstElementChild?.textContent === signature) return;
  bar.replaceChildren(text, ...(errors ? [button] : []));
  bar.hidden = false;
}

function working(work) {
  const status = $("status");
  const errors = state?.counts.error ?? 0;
  if (work?.stage) {
    const share = work.total ? ` ${work.done}/${work.total}` : "";
    status.dataset.state = "working";
    $("status-text").textContent = `${DOING[work.stage] ?? work.stage}${share}${work.label ? ` · ${work.label}` : ""}`;
    $("progress").hidden = false;
    const order = Object.keys(DOING);
    const part = work.total ? work.done / work.total : 0;
    $("progress-bar").style.width = `${((order.indexOf(work.stage) + part) / order.length) * 100}%`;
    return;
  }
  $("progress").hidden = true;
  if (!state || state.number === 0) return;
  status.dataset.state = errors || state.problem ? "error" : "good";
  const warnings = state.counts.warning ?? 0;
  const words = errors ? plural(errors, "error") : warnings ? plural(warnings, "thing") + " to mend" : "Up to date";
  $("status-text").textContent = `${words} · ${state.seconds.toFixed(1)} s`;
}

let asking = false, again = false;
async function refresh() {
  if (asking) { again = true; return; }
  asking = true;
  try {
    do {
      again = false;
      const answer = await fetch(`/state?${new URLSearchParams(chosen)}`, { cache: "no-store" });
      if (answer.ok) draw(await answer.json());
    } while (again);
  } finally { asking = false; }
}

let events = null;
function listen() {
  events?.close();
  events = new EventSource(`/events?${new URLSearchParams(chosen)}`);
  events.addEventListener("book", refresh);
  events.addEventListener("work", (event) => working(JSON.parse(event.data)));
  events.onerror = () => {
    $("status").dataset.state = "error";
    $("status-text").textContent = "The preview has ended; start newsbook preview again";
  };
}
listen();
for (const medium of ["print", "epub"]) $(`output-${medium}`).addEventListener("change", (event) => {
  chosen[medium] = event.target.value;
  listen();
  refresh();
});

// ---------------------------------------------------------------- what the reader does
function choose(name) {
  if ($(`tab-${name}`).disabled) return;
  tab = name;
  for (const one of ["pages", "epub"]) {
    $(`view-${one}`).hidden = one !== name;
    $(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    $(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  if (name === "pages") { print.resize(); print.look(); }
  else { reader.fit(); if (reader.book) { reader.style(); reader.to(reader.page); } }
}

function goTo(entry) {
  if (tab === "epub" && entry.href) reader.open(entry.href);
  else if (entry.page !== null) { choose("pages"); print.go(entry.page); }
}

function panel(name, open) {
  $(name).hidden = !open;
  $(`toggle-${name}`).setAttribute("aria-expanded", String(open));
  if (tab === "pages") print.resize(); else reader.fit();
}
const flip = (name) => panel(name, $(name).hidden);

function device(kind) {
  document.querySelectorAll("[data-device][aria-pressed]").forEach((one) => one.setAttribute("aria-pressed", String(one.dataset.device === kind)));
  reader.setDevice(kind);
}
function night() {
  reader.setNight(!reader.night);
  $("night").setAttribute("aria-pressed", String(reader.night));
}
function spreads() {
  print.setSpreads(!print.spreads);
  $("spreads").setAttribute("aria-pressed", String(print.spreads));
}

$("tab-pages").onclick = () => choose("pages");
$("tab-epub").onclick = () => choose("epub");
for (const name of ["pages", "epub"]) $(`tab-${name}`).addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = name === "pages" ? "epub" : "pages";
  choose(other);
  $(`tab-${other}`).focus();
  event.preventDefault();
  event.stopPropagation();
});
$("toggle-outline").onclick = () => flip("outline");
$("toggle-findings").onclick = () => flip("findings");
$("help-button").onclick = () => $("help").showModal();
$("help-close").onclick = () => $("help").close();
$("page-back").onclick = () => print.turn(-1);
$("page-on").onclick = () => print.turn(1);
$("page-number").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { print.go(print.find(event.target.value)); $("pages").focus(); }
  else if (event.key === "Escape") $("pages").focus();
});
$("page-number").addEventListener("focus", (event) => event.target.select());
$("page-number").addEventListener("blur", () => print.tell());
$("spreads").onclick = spreads;
$("zoom-out").onclick = () => print.zoomBy(1 / 1.2);
$("zoom-in").onclick = () => print.zoomBy(1.2);
$("zoom-fit").onclick = () => print.zoomBy(0);
document.querySelectorAll("[data-device][aria-pressed]").forEach((one) => { one.onclick = () => device(one.dataset.device); });
$("turn-back").onclick = () => reader.turn(-1);
$("turn-on").onclick = () => reader.turn(1);
$("text-smaller").onclick = () => reader.setSize(-1);
$("text-larger").onclick = () => reader.setSize(1);
$("night").onclick = night;

const turn = (step) => (tab === "pages" ? print.turn(step) : reader.turn(step));
const ahead = () => (state?.direction === "rtl" ? -1 : 1);
const KEYS = {
  ArrowRight: () => turn(ahead()), ArrowLeft: () => turn(-ahead()), PageDown: () => turn(1), PageUp: () => turn(-1),
  Home: () => (tab === "pages" ? print.go(0) : reader.edge(false)),
  End: () => (tab === "pages" ? print.go(print.pages.length - 1) : reader.edge(true)),
  p: () => choose("pages"), e: () => choose("epub"), o: () => flip("outline"), m: () => flip("findings"),
  "+": () => (tab === "pages" ? print.zoomBy(1.2) : reader.setSize(1)), "=": () => KEYS["+"](),
  "-": () => (tab === "pages" ? print.zoomBy(1 / 1.2) : reader.setSize(-1)), 0: () => print.zoomBy(0),
  d: spreads, n: night, 1: () => device("phone"), 2: () => device("tablet"), 3: () => device("desktop"),
  g: () => { choose("pages"); $("page-number").focus(); }, "?": () => $("help").showModal(),
};

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, select, dialog")) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
}
document.addEventListener("keydown", press);
if (window.innerWidth < 900) panel("outline", false);
