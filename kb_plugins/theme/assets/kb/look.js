// The look that a reader chose, on the body as soon as there is one. Whoever chose has this script in
// the browser's cache, so that it runs before the page is painted. Readers who chose nothing have the
// look of their system from the style sheet.
{
  const stored = window.__md_get("__palette")?.color
  const dress = () => {
    for (const name of ["media", "scheme", "primary", "accent"]) {
      const value = stored[name]
      if (typeof value === "string") document.body.setAttribute(`data-md-color-${name}`, value)
    }
  }
  if (stored && stored.media !== "(prefers-color-scheme)") {
    const watch = new MutationObserver(() => {
      if (!document.body) return
      watch.disconnect()
      dress()
    })
    if (document.body) dress()
    else watch.observe(document.documentElement, { childList: true })
  }
}
