// Says that an article is past its review on the day it is read, not on the day it was built. Without
// script the page shows what was so when it was built.
for (const notice of document.querySelectorAll("[data-kb-due]")) {
  const now = new Date()
  const here = new Date(now.getTime() - now.getTimezoneOffset() * 60_000) // the reader's own day
  notice.hidden = here.toISOString().slice(0, 10) <= notice.dataset.kbDue
}
