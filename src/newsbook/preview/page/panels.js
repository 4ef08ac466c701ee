// Outline, findings, the source of a finding.
const $ = (id) => document.getElementById(id);

export const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") element.className = value;
    else if (name.startsWith("data-") || name.startsWith("aria-") || name === "lang") {
      if (value !== null && value !== undefined) element.setAttribute(name, value);
    } else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null));
  return element;
};

// ---------------------------------------------------------------- outline
let outlineDrawn = "";

export function drawOutline(state, go) {
  const wanted = JSON.stringify([state.outline, state.pages.map((page) => page.label)]);
  if (wanted === outlineDrawn) return;
  outlineDrawn = wanted;
  const held = document.activeElement?.closest?.("#outline li")?.dataset.number;
  $("outline-list").replaceChildren(
    ...state.outline.map((entry, number) => {
      const folio = entry.page === null ? "" : state.pages[entry.page]?.label ?? "";
      const button = make("button", { onclick: () => go(entry) },
        make("span", { class: "label", lang: entry.language }, entry.label),
        make("span", { class: "folio" }, entry.kind === "page" ? "" : folio),
        entry.byline ? make("span", { class: "byline", lang: entry.language }, entry.byline) : null);
      return make("li", { "data-level": Math.min(3, entry.level), "data-kind": entry.kind ?? "article", "data-number": number }, button);
    }));
  if (held !== undefined) $("outline-list").children[held]?.firstElementChild.focus();
}

export function markOutline(number) {
  [...$("outline-list").children].forEach((item, index) => {
    const button = item.firstElementChild;
    if (index === number) button.setAttribute("aria-current", "location");
    else button.removeAttribute("aria-current");
  });
}

// ---------------------------------------------------------------- findings
let findingsDrawn = "";

const place = (finding) =>
  [finding.file, finding.line, finding.column].filter((part) => part !== null).join(":");

export function drawFindings(state, toPage) {
  const wanted = JSON.stringify([state.findings, state.more, state.articles]);
  const counts = state.counts;
  const number = (counts.error ?? 0) + (counts.warning ?? 0);
  const count = $("count");
  count.textContent = String(number);
  count.dataset.worst = counts.error ? "error" : counts.warning ? "warning" : "";
  if (wanted === findingsDrawn) return;
  findingsDrawn = wanted;
  $("findings-none").hidden = state.findings.length > 0;
  const items = state.findings.map((finding) => {
    const page = state.articles[finding.article]?.page ?? null;
    const what = make("button", { class: "what", onclick: () => showSource(finding) },
      make("span", { class: "severity", "data-severity": finding.severity }, finding.severity),
      " ", make("span", { class: "message" }, finding.message));
    return make("li", { class: "finding", "data-code": finding.code },
      what,
      make("p", { class: "place" }, [place(finding), finding.code].filter(Boolean).join("  ")),
      finding.frame ? make("pre", { tabIndex: 0 }, finding.frame) : null,
      finding.hint ? make("p", { class: "hint" }, finding.hint) : null,
      page === null ? null : make("button", { class: "to-page", onclick: () => toPage(page) },
        `Page ${state.pages[page]?.label ?? page + 1}`));
  });
  if (state.more) items.push(make("li", { class: "finding muted" }, `… and ${state.more} more`));
  $("findings-list").replaceChildren(...items);
}

// ---------------------------------------------------------------- source
let copied = "";

async function showSource(finding) {
  if (!finding.file) return;
  $("source-title").textContent = place(finding);
  $("source-message").replaceChildren(
    make("span", { class: "severity", "data-severity": finding.severity }, finding.severity), ` ${finding.message}`);
  copied = place(finding);
  const answer = await fetch(`/source?${new URLSearchParams({ file: finding.file })}`);
  const lines = $("source-lines");
  $("source-open").hidden = !answer.ok;
  if (answer.ok) {
    const source = await answer.json();
    const at = [encodeURI(source.path), finding.line ?? 1, finding.column ?? 1].join(":");
    $("source-open").href = `vscode://file${source.path.startsWith("/") ? "" : "/"}${at}`;
    lines.replaceChildren(...source.lines.map((text, index) => line(text, index + 1, finding)));
  } else lines.replaceChildren(make("div", {}, "This file cannot be shown as text."));
  if (!$("source").open) $("source").showModal();
  lines.querySelector(".hit")?.scrollIntoView({ block: "center" });
}

function line(text, number, finding) {
  if (number !== finding.line) return make("div", {}, text || " ");
  const characters = [...text];
  const from = Math.max(0, (finding.column ?? 1) - 1);
  const length = Math.max(1, [...(finding.frame.split("\n").at(-1) ?? "")].filter((c) => c === "^").length);
  return make("div", { class: "hit" },
    characters.slice(0, from).join(""),
    make("mark", {}, characters.slice(from, from + length).join("")),
    characters.slice(from + length).join("") || " ");
}

$("source-close").onclick = () => $("source").close();
$("source-copy").onclick = () => navigator.clipboard?.writeText(copied);
