import { expect, test } from "vitest";
import { readEvents } from "../src/events.js";

const heard = async (...pieces) => {
  const events = [];
  const body = new ReadableStream({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  await readEvents(body, (event) => events.push(event), { silence: 1000, signal: new AbortController().signal });
  return events;
};

test("an event is heard however the network cuts it", async () => {
  const events = await heard('id: 18\nevent: mess', 'age\ndata: {"text":', '"Hello"}\n', "\n");
  expect(events).toEqual([{ id: "18", event: "message", data: '{"text":"Hello"}' }]);
});

test("signs of life are no events, and line ends may be of either kind", async () => {
  const events = await heard(": alive\r\n\r\n", "event: deleted\r\ndata: {}\r", "\n\r\n: alive\n\n");
  expect(events.map(({ event }) => event)).toEqual(["deleted"]);
});
