// After a refused form the reader starts at the summary of what to mend, not at the top of the page.
document.querySelector("[data-focus-errors]")?.focus();
