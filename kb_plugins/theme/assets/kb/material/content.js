// Opens the content tab that the address names, and those the reader chose on other pages.
{
  const linked = "linkTabs" in document.currentScript.dataset ? window.__md_get("__tabs") : null
  if (Array.isArray(linked)) {
    for (const set of document.querySelectorAll(".tabbed-set")) {
      const labels = [...set.querySelectorAll(":scope > .tabbed-labels label")]
      const label = linked.map((tab) => labels.find((l) => l.innerText.trim() === tab)).find(Boolean)
      if (label) document.getElementById(label.htmlFor).checked = true
    }
  }
  const target = document.getElementById(location.hash.slice(1))
  if (target?.name?.startsWith("__tabbed_")) target.checked = true
}
