// The button that keeps a copy of the site in this browser, and removes it again. Nothing is stored
// before it is pressed.
{
  const button = document.querySelector("[data-kb-keep]")

  if (button && "serviceWorker" in navigator && isSecureContext) {
    const texts = button.dataset
    const status = button.nextElementSibling
    const worker = new URL(texts.worker, location)
    const scope = new URL(".", worker)

    const current = async () => {
      const found = await navigator.serviceWorker.getRegistration(scope)
      return found?.active && found.scope === scope.href ? found : null
    }

    const show = async (text) => {
      button.textContent = (await current()) ? texts.remove : texts.keep
      status.textContent = text
      button.hidden = false
    }

    const settled = (registration) => new Promise((resolve, reject) => {
      const one = registration.installing ?? registration.waiting ?? registration.active
      const look = () => {
        if (one.state === "activated") resolve()
        if (one.state === "redundant") reject(new Error("offline"))
      }
      one.addEventListener("statechange", look)
      look()
    })

    const keep = async () => {
      status.textContent = texts.busy
      const options = { scope: scope.pathname, updateViaCache: "none" }
      await settled(await navigator.serviceWorker.register(worker, options))
      return texts.kept
    }

    const remove = async (registration) => {
      await registration.unregister()
      await caches.delete(`kb-offline ${scope.href}`)
      return texts.gone
    }

    button.addEventListener("click", async () => {
      button.disabled = true
      const registration = await current()
      await show(await (registration ? remove(registration) : keep()).catch(() => texts.failed))
      button.disabled = false
    })
    show("")
  }
}
