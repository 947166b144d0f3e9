// Code, tables and diagrams that are wider than their place scroll. Keys must reach them there (WCAG 2.1.1), and
// only there: a stop at each short line of code would be in the way. An observer is told after the
// page is laid out, so nothing is measured while it loads.
{
  const watch = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scroller = target.closest(".md-typeset__scrollwrap") ?? target // the bundle's, around tables
      const scrolls = scroller.scrollWidth > scroller.clientWidth
      if (scrolls) scroller.tabIndex = 0
      else scroller.removeAttribute("tabindex")
    }
  })
  for (const wide of document.querySelectorAll(".md-typeset :is(pre > code, table, .kb-diagram__view)")) watch.observe(wide)
}
