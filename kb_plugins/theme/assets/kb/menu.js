// The menu button of small screens. Without script a label opens the drawer, but no key reaches a
// label; this puts a real button in its place. The language switch closes like any menu.
{
  const toggle = document.getElementById("__drawer")
  const button = document.querySelector("[data-kb-menu]")
  const drawer = document.querySelector(".md-sidebar--primary")

  if (toggle && button && drawer) {
    drawer.id ||= "kb-drawer"
    button.setAttribute("aria-controls", drawer.id)
    document.querySelector(".md-header label[for='__drawer']").hidden = true
    button.hidden = false

    const show = (open) => {
      toggle.checked = open
      toggle.dispatchEvent(new Event("change"))
    }
    toggle.addEventListener("change", () => button.setAttribute("aria-expanded", toggle.checked))
    button.addEventListener("click", () => {
      show(!toggle.checked)
      if (toggle.checked) setTimeout(() => drawer.querySelector("a[href]")?.focus(), 250)
    })
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !toggle.checked) return
      show(false)
      button.focus()
    })
  }

  const languages = document.querySelector("[data-kb-languages]")
  languages?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !languages.open) return
    languages.open = false
    languages.querySelector("summary").focus()
  })
  document.addEventListener("click", ({ target }) => {
    if (languages && !languages.contains(target)) languages.open = false
  })
  languages?.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !languages.contains(relatedTarget)) languages.open = false
  })
}
