// The people API: the only module with /sim paths.

export class ApiError extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }

  /** True if the server can't be reached: no answer, or a proxy's error. */
  get away() {
    return this.status === 0 || this.status >= 502;
  }
}

async function request(path, { body, seconds = 20 } = {}) {
  const options = { signal: AbortSignal.timeout(seconds * 1000), cache: "no-store" };
  if (body !== undefined) {
    options.method = "POST";
    options.body = body instanceof FormData ? body : JSON.stringify(body);
    if (!(body instanceof FormData)) options.headers = { "Content-Type": "application/json" };
  }
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new ApiError("服务器没有回应，请稍后再试。", 0);
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok || answer === null) throw new ApiError(answer?.error ?? "", response.status);
  return answer;
}

const query = (values) => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(given).toString();
};

export const getState = () => request("/sim/state");
export const getEvents = (after, wait) => request(`/sim/events?${query({ after, wait })}`, { seconds: wait + 10 });
export const getTranscript = (chat, viewer, after) =>
  request(`/sim/chats/${chat}/transcript?${query({ viewer, after })}`);
export const getCommands = (person, chat) => request(`/sim/commands?${query({ person, chat })}`);
export const getAnswers = (person) => request(`/sim/answers?${query({ person })}`);
export const getClock = () => request("/sim/clock");
export const say = (words) => request("/sim/say", { body: words });
export const tap = (press) => request("/sim/tap", { body: press });
export const block = (person, blocked) => request("/sim/block", { body: { person, blocked } });
export const upload = (form) => request("/sim/upload", { body: form, seconds: 120 });
// A jump over weeks plays every schedule on the way, which may take minutes.
export const moveClock = (move) => request("/sim/clock", { body: move, seconds: 900 });
export const fileUrl = (fileId) => `/sim/files/${encodeURIComponent(fileId)}`;
