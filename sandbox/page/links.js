// Classifies links: deep links to the bot are sent to it as /start, all others open in the browser.

const HOSTS = ["t.me", "www.t.me", "telegram.me"];
const TG_RESOLVE = /^tg:\/*resolve\b/; // browsers disagree on the host of such a URL

function target(url) {
  if (url.protocol === "tg:") return TG_RESOLVE.test(url.href) ? url.searchParams.get("domain") : null;
  return HOSTS.includes(url.hostname) ? url.pathname.split("/")[1] : null;
}

/** {kind: "start", payload} for the bot itself (payload "" when absent), "web" for the rest, "app" for what only Telegram opens. */
export function readLink(address, username) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return { kind: "app" };
  }
  if (target(url)?.toLowerCase() === username.toLowerCase() && !url.searchParams.has("startgroup")) {
    return { kind: "start", payload: url.searchParams.get("start") ?? "" };
  }
  const web = url.protocol === "http:" || url.protocol === "https:";
  return web && !url.searchParams.has("startgroup") ? { kind: "web", href: url.href } : { kind: "app" };
}
