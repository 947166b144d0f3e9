// An article beside the form, so that nothing typed is lost. It comes from this site alone.

export class Beside {
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
  }

  async open(hit, opener) {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "kb-choice";
    close.textContent = this.texts.close;
    close.addEventListener("click", () => {
      this.root.hidden = true;
      this.root.replaceChildren();
      opener.focus();
    });
    const hint = document.createElement("p");
    hint.textContent = this.texts.beside;
    this.root.replaceChildren(close, hint, await this.article(hit));
    this.root.hidden = false;
    close.focus();
    this.root.scrollIntoView({ block: "nearest" });
  }

  // The article without what belongs to its page; a link to the page if it cannot be fetched.
  async article(hit) {
    try {
      const response = await fetch(hit.href);
      if (!response.ok) throw new Error(String(response.status));
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const article = document.importNode(page.querySelector("article"), true);
      const left = "script, form, style, iframe, object, [data-search-exclude], .headerlink, .kb-crumbs";
      for (const node of article.querySelectorAll(left)) node.remove();
      for (const node of article.querySelectorAll("[src], [srcset], [poster]")) keepAtHome(node, response.url);
      for (const node of article.querySelectorAll("[id]")) node.removeAttribute("id");
      for (const node of article.querySelectorAll("a[href]")) {
        node.href = new URL(node.getAttribute("href"), response.url).href;
        node.target = "_blank";
      }
      return article;
    } catch {
      const link = document.createElement("a");
      link.href = hit.href;
      link.target = "_blank";
      link.textContent = hit.plainTitle;
      return link;
    }
  }
}

// Nothing leaves the page here, so what lies on other hosts is not loaded.
function keepAtHome(node, base) {
  node.removeAttribute("srcset");
  for (const name of ["src", "poster"]) {
    if (!node.hasAttribute(name)) continue;
    const url = new URL(node.getAttribute(name), base);
    if (url.origin === location.origin) node.setAttribute(name, url.href);
    else node.removeAttribute(name);
  }
}
