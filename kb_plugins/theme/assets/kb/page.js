// What a help centre needs of Material's bundle, in a few lines: light and dark, copying code, and
// showing in the table of contents where the reader is. Each part reveals its own controls.
{
  const texts = document.querySelector("script[data-base]").dataset

  const palette = (button) => {
    const options = [...button.children]
    const names = ["media", "scheme", "primary", "accent"]
    const attribute = (name) => `data-md-color-${name}`
    const looks = (node) => Object.fromEntries(names.map((name) => [name, node.getAttribute(attribute(name))]))

    const show = () => {
      const { media, scheme } = looks(document.body)
      const current =
        options.find((option) => looks(option).media === media && looks(option).scheme === scheme) ??
        options.find((option) => looks(option).scheme === scheme) ?? options[0]
      for (const option of options) option.hidden = option !== current
      button.setAttribute("aria-label", current.dataset.name)
      button.title = current.dataset.name
      return options.indexOf(current)
    }
    button.addEventListener("click", () => {
      const index = (show() + 1) % options.length
      const color = looks(options[index])
      for (const name of names) document.body.setAttribute(attribute(name), color[name])
      window.__md_set("__palette", { index, color }) // in the form of Material's bundle
      show()
    })
    if (options.length > 1) button.hidden = show() < 0
  }

  const say = (text) => {
    const dialog = document.querySelector(".md-dialog")
    dialog.setAttribute("role", "status")
    dialog.firstElementChild.textContent = text
    dialog.classList.add("md-dialog--active")
    setTimeout(() => dialog.classList.remove("md-dialog--active"), 2000)
  }

  const copyButton = (code) => {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "md-code__button"
    button.dataset.mdType = "copy"
    button.title = texts.copy
    button.setAttribute("aria-label", texts.copy)
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.innerText.replace(/\n$/, ""))
      say(texts.copied)
    })
    const bar = document.createElement("div")
    bar.className = "md-code__nav"
    bar.append(button)
    code.before(bar)
  }

  const follow = (links) => {
    const targets = new Map()
    for (const link of links) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)))
      if (heading) targets.set(heading, link)
    }
    const mark = () => {
      let current
      for (const heading of targets.keys()) {
        if (heading.getBoundingClientRect().top < innerHeight / 3) current = heading
      }
      for (const [heading, link] of targets) {
        link.classList.toggle("md-nav__link--active", heading === current)
      }
    }
    const watch = new IntersectionObserver(mark, { rootMargin: "0px 0px -60% 0px" })
    for (const heading of targets.keys()) watch.observe(heading)
  }

  const button = document.querySelector("[data-kb-palette]")
  if (button) palette(button)
  if ("clipboard" in navigator && texts.copy) {
    for (const code of document.querySelectorAll("pre > code")) copyButton(code)
  }
  follow(document.querySelectorAll(".md-nav--secondary .md-nav__link[href*='#']"))
}
