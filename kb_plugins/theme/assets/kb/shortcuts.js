// The dialog of keyboard shortcuts: `?` or the button in the footer opens it. Readers who use speech
// or whose keys are hit by accident may switch the single keys off (WCAG 2.2, 2.1.4); that choice is
// kept in this browser.
{
  const dialog = document.querySelector("dialog[data-kb-keys]")
  const button = document.querySelector("[data-kb-keys-open]")

  if (dialog && button) {
    const single = dialog.querySelector("[data-kb-single]")
    single.checked = window.__md_get?.("__keys") ?? true
    single.addEventListener("change", () => window.__md_set?.("__keys", single.checked))

    const typing = ({ isContentEditable, tagName }) =>
      isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(tagName)
    const open = () => !document.querySelector("dialog[open]") && dialog.showModal()

    button.hidden = false
    button.addEventListener("click", open)
    document.addEventListener("keydown", (event) => {
      const other = event.ctrlKey || event.metaKey || event.altKey
      if (event.key !== "?" || other || !single.checked || typing(event.target)) return
      event.preventDefault()
      open()
    })
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close())
  }
}
