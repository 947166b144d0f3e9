// Material's bundle expects these four names. Material writes them into every page as an inline
// script; here they come from a file, so that a strict Content-Security-Policy lets them run.
{
  const base = document.currentScript.dataset.base
  const scope = new URL(base, location)
  const key = (name, where) => `${where.pathname}.${name}`

  window.__md_scope = scope
  window.__md_hash = (text) => [...text].reduce((hash, sign) => (hash << 5) - hash + sign.charCodeAt(0), 0)
  window.__md_get = (name, storage = localStorage, where = scope) => {
    try {
      return JSON.parse(storage.getItem(key(name, where)))
    } catch {
      return null // storage may be forbidden, or hold what somebody else wrote
    }
  }
  window.__md_set = (name, value, storage = localStorage, where = scope) => {
    try {
      storage.setItem(key(name, where), JSON.stringify(value))
    } catch {
      // Full or forbidden: the choice lasts as long as the page.
    }
  }
}
