// What script adds to pages that work without it: sortable tables and keys. It gates nothing.
import { SortableTable } from "@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

const start = (Component, selector) => {
  for (const element of document.querySelectorAll(selector)) {
    new Component(element);
  }
};

start(SkipLink, '[data-module="govuk-skip-link"]');
start(Button, '[data-module="govuk-button"]');
start(SortableTable, '[data-module="moj-sortable-table"]');

for (const element of document.querySelectorAll(".p-needs-script")) {
  element.hidden = false;
}

// j and k move through the rows, / goes to the search; never while somebody types, and never with
// a modifier, so that no key of the browser or of a screen reader is taken.
const typing = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) {
    return;
  }
  if (event.key === "/") {
    const find = document.querySelector("[data-find], #text");
    if (find) {
      event.preventDefault();
      find.focus();
    }
    return;
  }
  const step = { j: 1, k: -1 }[event.key];
  const rows = [...document.querySelectorAll("[data-keys] [data-row]")];
  if (step === undefined || rows.length === 0) {
    return;
  }
  const now = rows.indexOf(document.activeElement);
  const next = now === -1 ? (step === 1 ? 0 : rows.length - 1) : now + step;
  rows[Math.min(Math.max(next, 0), rows.length - 1)].focus();
});
