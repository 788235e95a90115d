// What a script must do here: open what a link leads to, open all, filter and search the rows, and show one target per screen.
(() => {
  const byId = (id) => document.getElementById(id);
  const proofs = () => [...document.querySelectorAll("details")];
  const rows = [...document.querySelectorAll("li.row")];
  const targets = [...document.querySelectorAll(".strip > li")];
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const words = new Map(rows.map((row) => [row, plain(row.querySelector(".face").textContent)]));
  const buttons = [...document.querySelectorAll("[data-filter]")];
  const search = byId("tim");
  let filter = "";
  let slide = -1;

  const sift = () => {
    const sought = plain(search.value).split(/\s+/);
    rows.forEach((row) => {
      row.hidden = slide >= 0 ? row.dataset.target !== targets[slide].dataset.target
        : (filter !== "" && !row.dataset.tags.split(" ").includes(filter)) || !sought.every((word) => words.get(row).includes(word));
    });
    buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.filter === filter)));
    const shown = rows.filter((row) => !row.hidden).length;
    byId("so-dong").textContent = shown === rows.length ? "" : `Hiện ${shown}/${rows.length}`;
  };
  const choose = (name) => { filter = name; sift(); };
  buttons.forEach((button) => button.addEventListener("click", () => choose(button.dataset.filter)));
  search.addEventListener("input", sift);

  // A target with many rows is shown smaller, as long as it can still be read, so that it needs one screen.
  const fit = () => {
    const first = document.querySelector(".first");
    for (let size = 1; size >= 0.6; size -= 0.05) {
      first.style.setProperty("--fit", size);
      if (slide < 0 || innerWidth < 992 || document.documentElement.scrollHeight <= innerHeight) return;
    }
  };
  const present = (number) => {
    slide = number < 0 ? -1 : Math.min(number, targets.length - 1);
    document.body.classList.toggle("presenting", slide >= 0);
    byId("dieu-khien").hidden = slide < 0;
    sift();
    if (slide < 0) { byId("trinh-chieu").focus(); return; }
    const whole = targets[slide].querySelector(".whole");
    byId("tieu-de").textContent = `${slide + 1}/${targets.length} · ${whole ? whole.textContent : `Chỉ tiêu ${targets[slide].dataset.target}`}`;
    byId("truoc").disabled = slide === 0;
    byId("sau").disabled = slide === targets.length - 1;
    fit();
    byId("tieu-de").focus();
    scrollTo(0, 0);
  };
  addEventListener("resize", fit);
  byId("trinh-chieu").addEventListener("click", () => present(0));
  byId("truoc").addEventListener("click", () => present(Math.max(slide - 1, 0)));
  byId("sau").addEventListener("click", () => present(slide + 1));
  byId("thoat").addEventListener("click", () => present(-1));
  addEventListener("keydown", (event) => {
    if (slide < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const goal = { ArrowRight: slide + 1, PageDown: slide + 1, ArrowLeft: Math.max(slide - 1, 0), PageUp: Math.max(slide - 1, 0),
      Home: 0, End: targets.length - 1, Escape: -1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    present(goal);
  });

  const setAll = (open) => proofs().forEach((proof) => { proof.open = open; });
  const reveal = () => {
    const goal = byId(location.hash.slice(1));
    if (!goal) return;
    if (slide >= 0) present(-1);
    if (goal.hidden) { search.value = ""; choose(""); }
    if (goal.matches("li.row")) goal.querySelector("details").open = true;
    for (let at = goal; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    goal.scrollIntoView();
  };
  let closed = [];
  addEventListener("beforeprint", () => {
    if (!byId("in-can-cu").checked) return;
    closed = proofs().filter((proof) => !proof.open && !proof.classList.contains("quiet"));
    closed.forEach((proof) => { proof.open = true; });
  });
  addEventListener("afterprint", () => { closed.forEach((proof) => { proof.open = false; }); closed = []; });
  addEventListener("hashchange", reveal);
  byId("mo-tat-ca").addEventListener("click", () => setAll(true));
  byId("dong-tat-ca").addEventListener("click", () => setAll(false));
  byId("cong-cu").hidden = byId("loc").hidden = false;
  sift();
  if (location.hash) reveal();
})();
