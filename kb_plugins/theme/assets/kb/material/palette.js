// Puts on the light or dark look that the reader chose, or that their system has. Beside the bundle it
// runs before paint; on our own pages the style sheet has the look of the system already.
{
  const attributes = ["media", "scheme", "primary", "accent"]
  // Material's radio buttons, or the options of our own button
  const choice = (media) => document.querySelector(`.md-header [data-md-color-media="${media}"]`)
  const system = () =>
    choice(matchMedia("(prefers-color-scheme: dark)").matches
      ? "(prefers-color-scheme: dark)" : "(prefers-color-scheme: light)")

  const stored = window.__md_get("__palette")?.color
  const input = stored && stored.media !== "(prefers-color-scheme)" ? null : system()
  for (const name of attributes) {
    const value = input ? input.getAttribute(`data-md-color-${name}`) : stored?.[name]
    if (typeof value === "string") document.body.setAttribute(`data-md-color-${name}`, value)
  }
}
