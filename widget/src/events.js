// Server-sent events read from a fetch: EventSource can neither POST nor keep the token out of the URL.

/**
 * One event of its lines; lines that begin with a colon only keep the connection alive.
 *
 * @param {string} block
 * @returns {{id: string, event: string, data: string}}
 */
export function parseEvent(block) {
  const fields = { id: "", event: "message", data: [] };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]+):? ?(.*)$/.exec(line) ?? [];
    if (name === "data") fields.data.push(value);
    else if (name === "id" || name === "event") fields[name] = value;
  }
  return { ...fields, data: fields.data.join("\n") };
}

/**
 * Reads a stream to its end and hands on each event.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @param {(event: {id: string, event: string, data: string}) => void} hear
 * @param {{silence: number, signal: AbortSignal}} limits milliseconds without a sign of life after which it is given
 *   up: a network that is gone may never say so
 */
export async function readEvents(body, hear, { silence, signal }) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const timer = setTimeout(() => reader.cancel().catch(() => {}), silence);
    const { value, done } = await reader.read().finally(() => clearTimeout(timer));
    if (done || signal.aborted) return;
    text += decoder.decode(value, { stream: true });
    const blocks = text.split(/\r?\n\r?\n/);
    text = blocks.pop();
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event.data || event.event !== "message") hear(event);
    }
  }
}
