// Requests of a page by the version of the model that made it: behind several services its parts would else be
// of two. A version that is gone is given up for the next one, which is what a reload would give.

const MODEL = "recsys-model";
let version = document.body.dataset.model;

export async function ask(address, { headers = {}, ...options } = {}) {
  const named = version ? { ...headers, [MODEL]: version } : headers;
  let response = await fetch(address, { ...options, headers: named });
  if (response.status === 412 && version) {
    version = undefined;
    response = await fetch(address, { ...options, headers });
  }
  if (response.ok) version ??= response.headers.get(MODEL) ?? undefined;
  return response;
}
