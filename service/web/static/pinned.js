// Requests of a page by the version of the model that made it: behind several services its parts would else be
// of two. A version that is gone is given up for the next one, which is what a reload would give. A service that
// is behind, or has no place, is asked again when it said.

const MODEL = "recsys-model";
const RETRIES = 2, LONGEST_WAIT = 5; // s
let version = document.body.dataset.model;

export async function ask(address, { headers = {}, ...options } = {}) {
  for (let left = RETRIES; ;) {
    const asked = version;
    const named = asked ? { ...headers, [MODEL]: asked } : headers;
    const response = await fetch(address, { ...options, headers: named });
    const wait = Number(response.headers.get("retry-after"));
    if (response.status === 412 && asked) {
      if (version === asked) version = undefined; // another request may have found the next one meanwhile
    } else if (response.status === 503 && wait > 0 && wait <= LONGEST_WAIT && left > 0) {
      left -= 1;
      await new Promise((over) => setTimeout(over, wait * 1000)); // given up meanwhile: fetch says so
    } else {
      if (response.ok) version ??= response.headers.get(MODEL) ?? undefined;
      return response;
    }
  }
}
