// Turns links to parts of the page into tabs. "narrow" tabs exist only where the judge's panes cannot stand side by side.
const narrow = window.matchMedia("(max-width: 68.75em)");

class Tabs {
  constructor(root) {
    this.root = root;
    this.links = [...root.querySelectorAll('a[href^="#"]')];
    this.panels = this.links.map((link) => document.getElementById(link.hash.slice(1)));
    this.onlyNarrow = root.dataset.tabs === "narrow";
    root.addEventListener("click", (event) => this.click(event));
    root.addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => this.followHash());
    if (this.onlyNarrow) narrow.addEventListener("change", () => this.arrange());
    this.arrange();
  }

  get active() {
    return !this.onlyNarrow || narrow.matches;
  }

  arrange() {
    if (!this.active) return this.release();
    const list = this.root.querySelector("ul");
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", this.root.dataset.tabsLabel);
    for (const item of list.children) item.setAttribute("role", "presentation");
    this.links.forEach((link, index) => this.dress(link, this.panels[index]));
    this.open(this.indexOfHash() ?? this.indexOfError() ?? 0, false);
  }

  dress(link, panel) {
    link.setAttribute("role", "tab");
    link.id ||= `tab-${panel.id}`;
    link.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", link.id);
    panel.tabIndex = 0;
  }

  release() {
    for (const panel of this.panels) {
      panel.hidden = false;
      panel.removeAttribute("role");
      panel.removeAttribute("aria-labelledby");
    }
  }

  indexOfHash() {
    const target = window.location.hash.length > 1 && document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
    const index = target ? this.panels.findIndex((panel) => panel.contains(target)) : -1;
    return index < 0 ? null : index;
  }

  indexOfError() {
    const index = this.panels.findIndex((panel) => panel.querySelector('[aria-invalid="true"], [data-focus-errors]'));
    return index < 0 ? null : index;
  }

  followHash() {
    const index = this.active ? this.indexOfHash() : null;
    if (index !== null) this.open(index, false);
  }

  open(index, focus) {
    this.links.forEach((link, other) => {
      const chosen = other === index;
      link.setAttribute("aria-selected", String(chosen));
      link.tabIndex = chosen ? 0 : -1;
      this.panels[other].hidden = !chosen;
    });
    if (focus) this.links[index].focus();
  }

  click(event) {
    const index = this.links.indexOf(event.target.closest("a"));
    if (index < 0 || !this.active) return;
    event.preventDefault();
    this.open(index, true);
  }

  key(event) {
    const here = this.links.indexOf(event.target.closest("a"));
    const last = this.links.length - 1;
    const target = { ArrowRight: here === last ? 0 : here + 1, ArrowLeft: here ? here - 1 : last, Home: 0, End: last }[event.key];
    if (here < 0 || target === undefined || !this.active) return;
    event.preventDefault();
    this.open(target, true);
  }
}

for (const root of document.querySelectorAll("[data-tabs]")) {
  const links = [...root.querySelectorAll('a[href^="#"]')];
  if (links.length && links.every((link) => document.getElementById(link.hash.slice(1)))) new Tabs(root);
}
