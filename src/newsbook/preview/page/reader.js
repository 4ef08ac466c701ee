// The EPUB in a reader of our own: its documents as they are, in pages of the device's size.
const $ = (id) => document.getElementById(id);
const frame = $("reader");
const device = $("device");
const SIZES = {
  phone: { width: 390, height: 740, columns: 1, x: 24, y: 30 },
  tablet: { width: 768, height: 1000, columns: 1, x: 68, y: 60 },
  desktop: { width: 1180, height: 780, columns: 2, x: 56, y: 48 },
};

export class Reader {
  constructor(onPlace, onKey) {
    this.onPlace = onPlace;
    this.onKey = onKey;
    this.book = null;
    this.index = 0;
    this.page = 0;
    this.count = 1;
    this.size = 100;
    this.night = false;
    this.kind = "phone";
    this.shown = "";
    this.waiting = null;
    frame.addEventListener("load", () => this.arrived());
    new ResizeObserver(() => this.fit()).observe($("shelf"));
  }

  // ---------------------------------------------------------------- the book
  update(book) {
    const before = this.book?.spine[this.index];
    this.book = book;
    if (!book) { frame.removeAttribute("src"); this.shown = ""; return; }
    const index = before ? book.spine.findIndex((one) => one.href === before.href) : 0;
    this.index = index >= 0 ? index : Math.min(this.index, book.spine.length - 1);
    const now = book.spine[this.index];
    if (now.href === before?.href && now.digest === before.digest && this.shown) { this.tell(); return; }
    this.show(this.index, { share: this.count > 1 ? this.page / (this.count - 1) : 0 });
  }

  show(index, place = {}) {
    if (!this.book) return;
    this.index = Math.max(0, Math.min(index, this.book.spine.length - 1));
    const { href } = this.book.spine[this.index];
    this.waiting = place;
    frame.classList.add("waiting");
    this.shown = href;
    frame.contentWindow.location.replace(`/book/${this.book.version}/${href.split("/").map(encodeURIComponent).join("/")}?${this.book.spine[this.index].digest}`);
  }

  open(address) {
    const [href, anchor] = address.split("#");
    const index = this.book?.spine.findIndex((one) => one.href === href) ?? -1;
    if (index < 0) return;
    if (index === this.index && this.shown === href) this.toAnchor(anchor);
    else this.show(index, { anchor });
  }

  arrived() {
    const inside = frame.contentDocument;
    if (!this.book || !inside || inside.URL === "about:blank") return;
    const path = decodeURIComponent(new URL(inside.URL).pathname).split("/").slice(3).join("/");
    const index = this.book.spine.findIndex((one) => one.href === path);
    if (index >= 0) { this.index = index; this.shown = path; }
    inside.addEventListener("keydown", this.onKey);
    inside.addEventListener("click", (event) => this.click(event));
    const settle = () => {
      this.style();
      const place = this.waiting ?? {};
      this.waiting = null;
      if (place.anchor) this.toAnchor(place.anchor);
      else if (place.last) this.to(this.count - 1);
      else this.to(Math.round((place.share ?? 0) * (this.count - 1)));
      frame.classList.remove("waiting");
      frame.dataset.ready = `${this.shown} ${this.book.spine[this.index].digest}`;
    };
    settle();
    inside.fonts?.ready.then(() => { this.measure(); this.to(this.page); });
  }

  click(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.preventDefault();
    const url = new URL(link.href, frame.contentDocument.URL);
    if (url.origin !== location.origin) { window.open(url, "_blank", "noopener"); return; }
    this.open(decodeURIComponent(url.pathname).split("/").slice(3).join("/") + url.hash);
  }

  // ---------------------------------------------------------------- pages
  style() {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    const body = frame.contentDocument.body;
    const shape = SIZES[this.kind];
    this.upright = body ? getComputedStyle(body).writingMode !== "horizontal-tb" : false;
    root.classList.toggle("nb-paged", !this.upright);
    root.classList.toggle("nb-scrolled", this.upright);
    root.classList.toggle("nb-night", this.night);
    root.style.setProperty("--nb-columns", shape.columns);
    root.style.setProperty("--nb-x", `${shape.x}px`);
    root.style.setProperty("--nb-y", `${shape.y}px`);
    root.style.setProperty("--nb-size", `${this.size}%`);
    this.measure();
  }

  measure() {
    const root = frame.contentDocument?.documentElement;
    const body = frame.contentDocument?.body;
    if (!root || !body) return;
    if (this.upright) { this.count = 1; return; }
    body.style.transform = "";
    const { width } = SIZES[this.kind];
    this.count = Math.max(1, Math.ceil(Math.max(body.scrollWidth, root.scrollWidth) / width - 0.06));
  }

  to(page) {
    const body = frame.contentDocument?.body;
    if (!body) return;
    this.page = Math.max(0, Math.min(page, this.count - 1));
    frame.contentWindow.scrollTo(0, 0);
    const back = getComputedStyle(body).direction === "rtl";
    body.style.transform = this.page ? `translateX(${(back ? 1 : -1) * this.page * SIZES[this.kind].width}px)` : "";
    this.tell();
  }

  toAnchor(anchor) {
    const target = anchor ? frame.contentDocument.getElementById(anchor) : null;
    if (!target) { this.to(0); return; }
    frame.contentDocument.body.style.transform = "";
    const { left } = target.getBoundingClientRect();
    this.to(Math.floor(Math.abs(left) / SIZES[this.kind].width));
  }

  turn(step) {
    if (!this.book || this.waiting) return; // a document is on its way
    const next = this.page + step;
    if (next >= 0 && next < this.count) this.to(next);
    else if (this.book.spine[this.index + step]) this.show(this.index + step, step < 0 ? { last: true } : {});
  }

  edge(end) {
    this.show(end ? this.book.spine.length - 1 : 0, end ? { last: true } : {});
  }

  tell() {
    const { title } = this.book.spine[this.index];
    this.onPlace({ index: this.index, page: this.page, count: this.count, title, chapters: this.book.spine.length, href: this.shown });
  }

  // ---------------------------------------------------------------- looks
  keep(change) {
    const share = this.count > 1 ? this.page / (this.count - 1) : 0;
    change();
    this.style();
    this.to(Math.round(share * (this.count - 1)));
  }

  setDevice(kind) {
    this.keep(() => { this.kind = kind; device.dataset.device = kind; this.fit(); });
  }

  setNight(on) {
    this.night = on;
    device.dataset.night = String(on);
    this.style();
    this.to(this.page);
  }

  setSize(step) {
    this.keep(() => { this.size = Math.max(60, Math.min(220, this.size + 10 * step)); });
  }

  fit() {
    const shelf = $("shelf");
    const { width, height } = SIZES[this.kind];
    const scale = Math.min(1, (shelf.clientWidth - 64) / width, (shelf.clientHeight - 64) / height);
    if (!(scale > 0)) return;
    frame.style.width = `${width}px`;
    frame.style.height = `${height}px`;
    frame.style.transform = `scale(${scale})`;
    device.style.width = `${Math.floor(width * scale)}px`;
    device.style.height = `${Math.floor(height * scale)}px`;
  }
}
