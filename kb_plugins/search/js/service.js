// Where the engine runs: in a worker, so that typing never waits for it. Where a browser gives no
// worker (a site opened from a folder), the same file is loaded into the page.

import { Files } from "./files.js";
import { Session } from "./session.js";

export function serve() {
  const open = ({ config, first }) => new Session(config, new Files(config, first));
  if (typeof document !== "undefined") {
    globalThis.kbSearchOpen = open;
    return;
  }
  let session = null;
  globalThis.addEventListener("message", async ({ data }) => {
    if (data.config) {
      session = open(data);
      session.warm();
      return;
    }
    const { id, method, values } = data;
    try {
      globalThis.postMessage({ id, answer: await session[method](...values) });
    } catch (error) {
      globalThis.postMessage({ id, error: String(error) });
    }
  });
}
