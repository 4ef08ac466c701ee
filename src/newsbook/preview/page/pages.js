// The printed pages: spreads, zoom, lazily drawn pictures of pages; what did not change stays.
import { make } from "/assets/panels.js";

const $ = (id) => document.getElementById(id);
const room = $("pages");
const GAP = 24;

export class PrintView {
  constructor(onPage) {
    this.onPage = onPage;
    this.figures = [];
    this.pages = [];
    this.current = 0;
    this.spreads = true;
    this.zoom = null; // CSS pixels a point; null: whole pages fit
    this.eye = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && this.load(one.target)),
      { root: room, rootMargin: "80% 0%" });
    new ResizeObserver(() => this.resize()).observe(room);
    room.addEventListener("scroll", () => this.look(), { passive: true });
  }

  // ---------------------------------------------------------------- what is shown
  update(state) {
    const held = this.hold();
    const names = new Map();
    const named = state.pages.map((page) => {
      const whose = page.article ?? page.document;
      names.set(whose, (names.get(whose) ?? -1) + 1);
      return { ...page, id: `${whose}/${names.get(whose)}` };
    });
    const byId = new Map(this.figures.map((figure) => [figure.dataset.id, figure]));
    this.pages = named;
    this.figures = named.map((page, number) => this.figure(page, number, byId));
    this.eye.disconnect();
    this.arrange();
    this.resize(false);
    this.release(held);
    this.figures.forEach((figure) => this.eye.observe(figure));
    this.look();
  }

  figure(page, number, byId) {
    const figure = byId.get(page.id) ?? make("figure", { class: "page" }, make("img", { class: "waiting", alt: "" }));
    byId.delete(page.id);
    Object.assign(figure.dataset, { id: page.id, key: page.key, side: page.side, number });
    figure.style.setProperty("--w", page.width);
    figure.style.setProperty("--h", page.height);
    const name = page.label ? `Page ${page.label}` : `Page ${number + 1}`;
    figure.firstElementChild.alt = page.blank ? `${name}, blank` : name;
    return figure;
  }

  arrange() {
    const rows = [];
    for (const figure of this.figures) {
      const last = rows.at(-1);
      const joins = this.spreads && figure.dataset.side !== last?.[0].dataset.side && last?.length === 1
        && this.second(figure);
      if (joins) last.push(figure);
      else rows.push([figure]);
    }
    room.classList.toggle("single", !this.spreads);
    if (!this.figures.length) return;
    room.replaceChildren(...rows.map((row) => {
      const sides = { left: null, right: null };
      row.forEach((figure) => { sides[figure.dataset.side] = figure; });
      const spread = make("div", { class: "spread" });
      if (!this.spreads) spread.append(row[0]);
      else spread.append(sides.left ?? this.gap(row[0]), sides.right ?? this.gap(row[0]));
      return spread;
    }));
  }

  // The page that closes a spread: the right one, or the left one in a book read from right to left.
  second(figure) {
    return figure.dataset.side === (this.direction === "rtl" ? "left" : "right");
  }

  gap(beside) {
    const gap = make("div", { class: "page empty" });
    gap.style.setProperty("--w", beside.style.getPropertyValue("--w"));
    gap.style.setProperty("--h", beside.style.getPropertyValue("--h"));
    return gap;
  }

  nothing(title, text) {
    if (this.figures.length) return;
    room.replaceChildren(make("div", { class: "nothing" }, make("strong", {}, title), make("span", {}, text)));
  }

  // ---------------------------------------------------------------- pictures
  load(figure) {
    const image = figure.firstElementChild;
    const wide = Math.ceil(figure.clientWidth * (window.devicePixelRatio || 1));
    if (!wide || (image.dataset.key === figure.dataset.key && Number(image.dataset.wide) >= wide)) return;
    const wanted = `/pages/${figure.dataset.key}.png?w=${Math.ceil(wide / 64) * 64}`;
    if (figure.dataset.wanted === wanted) return;
    figure.dataset.wanted = wanted;
    const next = new Image();
    next.alt = image.alt;
    next.onload = () => {
      if (figure.dataset.wanted !== wanted) return;
      delete figure.dataset.wanted;
      const before = image.dataset.key;
      next.dataset.key = figure.dataset.key;
      next.dataset.wide = wide;
      next.alt = figure.firstElementChild.alt;
      figure.firstElementChild.replaceWith(next);
      figure.dataset.drawn = figure.dataset.key;
      if (before && before !== figure.dataset.key) this.flash(figure);
    };
    next.onerror = () => { delete figure.dataset.wanted; };
    next.src = wanted;
  }

  flash(figure) {
    figure.classList.remove("changed");
    void figure.offsetWidth; // so that the animation begins anew
    figure.classList.add("changed");
    setTimeout(() => figure.classList.remove("changed"), 1700);
  }

  // ---------------------------------------------------------------- place
  hold() {
    const figure = this.figures[this.current];
    return figure ? { figure, id: figure.dataset.id, top: figure.getBoundingClientRect().top } : null;
  }

  release(held) {
    if (!held) return;
    let figure = held.figure.isConnected ? held.figure : null;
    if (!figure) {
      const [whose] = held.id.split("/");
      figure = this.figures.filter((one) => one.dataset.id.split("/")[0] === whose).at(-1);
      figure ??= this.figures[Math.min(this.current, this.figures.length - 1)];
    }
    if (!figure) return;
    this.current = this.figures.indexOf(figure);
    room.scrollTop += figure.getBoundingClientRect().top - held.top;
  }

  look() {
    if (!this.figures.length) return;
    const box = room.getBoundingClientRect();
    const line = box.top + Math.min(box.height / 2, 260);
    let best = 0, least = Infinity;
    this.figures.forEach((figure, number) => {
      const { top, bottom } = figure.getBoundingClientRect();
      const far = line < top ? top - line : line > bottom ? line - bottom : 0;
      if (far < least) { least = far; best = number; }
    });
    // On a spread the page last gone to stays the current one.
    const row = this.figures[best].parentElement;
    if (this.figures[this.current]?.parentElement !== row) this.current = best;
    this.tell();
  }

  tell() {
    this.figures.forEach((figure, number) => figure.classList.toggle("current", this.spreads && number === this.current));
    this.onPage(this.current);
  }

  go(number) {
    if (!this.figures.length) return;
    this.current = Math.max(0, Math.min(number, this.figures.length - 1));
    const figure = this.figures[this.current];
    const box = room.getBoundingClientRect();
    const at = figure.getBoundingClientRect();
    const free = Math.max(GAP / 2, (box.height - at.height) / 2);
    room.scrollTop += at.top - box.top - free;
    if (at.left < box.left || at.right > box.right) room.scrollLeft += at.left - box.left - GAP;
    this.tell();
  }

  turn(step) {
    const row = this.figures[this.current]?.parentElement;
    if (!this.spreads || !row) { this.go(this.current + step); return; }
    let number = this.current;
    while (this.figures[number] && this.figures[number].parentElement === row) number += step;
    if (!this.figures[number]) return;
    const next = this.figures[number].parentElement;
    this.go(Math.min(...[...next.querySelectorAll("figure")].map((figure) => Number(figure.dataset.number))));
  }

  find(label) {
    const wanted = label.trim().toLowerCase();
    const number = this.pages.findIndex((page) => page.label.toLowerCase() === wanted);
    return number >= 0 ? number : /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1;
  }

  // ---------------------------------------------------------------- size
  fitting() {
    const wide = Math.max(...this.pages.map((page) => page.width)) * (this.spreads ? 2 : 1);
    const high = Math.max(...this.pages.map((page) => page.height));
    return Math.min((room.clientWidth - 40) / wide, (room.clientHeight - 44) / high);
  }

  resize(hold = true) {
    if (!this.pages.length || !room.clientWidth) return;
    const held = hold ? this.hold() : null;
    const scale = this.zoom ?? Math.max(0.2, this.fitting());
    room.style.setProperty("--scale", scale.toFixed(4));
    $("zoom-text").textContent = this.zoom === null ? "Fit" : `${Math.round(scale * 75)} %`;
    if (held && this.zoom === null) this.go(this.current);
    else this.release(held);
    this.figures.forEach((figure) => {
      const { top, bottom } = figure.getBoundingClientRect();
      if (bottom > -600 && top < window.innerHeight + 600) this.load(figure);
    });
  }

  zoomBy(factor) {
    const now = Number(room.style.getPropertyValue("--scale")) || 1;
    this.zoom = factor === 0 ? null : Math.max(0.2, Math.min(5, now * factor));
    this.resize();
    if (this.zoom === null) this.go(this.current);
  }

  setSpreads(on) {
    this.spreads = on;
    const held = this.current;
    this.arrange();
    this.resize(false);
    this.go(held);
  }
}
