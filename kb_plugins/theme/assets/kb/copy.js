// "Copy as Markdown": a button beside the link to the Markdown of an article. The link alone stays
// where nothing can be fetched (`file://`) or copied, and after a failure it is what is left.
{
  const link = document.querySelector("a[data-kb-copy]")

  if (link && navigator.clipboard && location.protocol !== "file:") {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "kb-copy"
    button.textContent = link.dataset.kbCopy
    const status = document.createElement("span")
    status.setAttribute("role", "status")

    const fetched = async () => {
      const answer = await fetch(link.href)
      if (!answer.ok) throw new Error(answer.statusText)
      return answer.text()
    }
    // Safari forgets the click while a text is fetched, unless the clipboard is given the promise.
    const copy = async () =>
      "ClipboardItem" in window
        ? navigator.clipboard.write([new ClipboardItem({
            "text/plain": fetched().then((text) => new Blob([text], { type: "text/plain" })),
          })])
        : navigator.clipboard.writeText(await fetched())

    button.addEventListener("click", async () => {
      status.textContent = ""
      try {
        await copy()
        status.textContent = link.dataset.copied
      } catch {
        location.assign(link.href)
      }
    })
    link.before(button)
    link.parentElement.append(status)
  }
}
