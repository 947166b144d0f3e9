// Material's annotations are links without words, with a sign drawn by its style. Screen readers get the
// number. They come when Material's script has made them, so an observer waits.
{
  const text = document.querySelector(".md-content")
  const name = () => {
    for (const mark of text.querySelectorAll(".md-annotation__index:not([aria-label]) > [data-md-annotation-id]"))
      mark.parentNode.setAttribute("aria-label", `(${mark.dataset.mdAnnotationId})`)
  }
  if (text) {
    new MutationObserver(name).observe(text, { childList: true, subtree: true })
    name()
  }
}
