// All that a script must do here: open the proof that a link leads to, and all of them at once or on paper.
(() => {
  const proofs = () => [...document.querySelectorAll("details")];
  const setAll = (open) => proofs().forEach((proof) => { proof.open = open; });
  const reveal = () => {
    const goal = document.getElementById(location.hash.slice(1));
    for (let at = goal; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (goal) goal.scrollIntoView();
  };
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = proofs().filter((proof) => !proof.open && !proof.classList.contains("quiet"));
    closed.forEach((proof) => { proof.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((proof) => { proof.open = false; }));
  addEventListener("hashchange", reveal);
  document.getElementById("mo-tat-ca").addEventListener("click", () => setAll(true));
  document.getElementById("dong-tat-ca").addEventListener("click", () => setAll(false));
  document.getElementById("cong-cu").hidden = false;
  if (location.hash) reveal();
})();
