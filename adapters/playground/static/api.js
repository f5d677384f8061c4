// The page's only way to the server. Answers are plain objects; a refused request throws with the server's words.

export async function post(act, body) {
  const response = await fetch(`/api/${act}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

export async function look(member) {
  const response = await fetch(`/api/view?member=${encodeURIComponent(member)}`);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

// Calls `changed` whenever there is something new, and `online` when the server goes away or comes back.
export function listen(changed, online) {
  const events = new EventSource("/api/events");
  events.onmessage = () => changed();
  events.onopen = () => online(true);
  events.onerror = () => online(false);
  window.addEventListener("pagehide", () => events.close());
}
