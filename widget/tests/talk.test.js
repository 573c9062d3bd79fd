import { beforeEach, expect, test, vi } from "vitest";
import { openStore } from "../src/store.js";
import { Talk } from "../src/talk.js";
import { Refusal } from "../src/wire.js";

let wire;
let talk;
let view;

const answer = (text) => ({ messages: [{ from: "bot", text }] });
const sent = () => wire.post.mock.calls.filter(([route]) => route === "message").map(([, body]) => body);
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function newTalk() {
  const made = new Talk(wire, openStore("test", false));
  view = Object.fromEntries(
    ["greet", "drawHistory", "drawSaid", "drawTold", "clearFailure", "drawFailure", "drawNote", "showTyping"].map(
      (name) => [name, vi.fn()],
    ),
  );
  made.view = view;
  return made;
}

beforeEach(() => {
  sessionStorage.clear();
  const replies = { session: () => ({ token: "t1" }), history: () => ({ messages: [], last: 0 }), delete: () => ({}) };
  wire = {
    replies,
    post: vi.fn(async (route, body) => replies[route](body)),
    listen: vi.fn((token, after, hear) => ((wire.hear = hear), () => {})),
  };
  replies.message = ({ text }) => answer(`about ${text}`);
  talk = newTalk();
});

test("nothing is sent before the person has agreed", async () => {
  expect(talk.begun).toBe(false);
  expect(wire.post).not.toHaveBeenCalled();
  talk.begin();
  await settle();
  expect(talk.begun).toBe(true);
  expect(wire.post).toHaveBeenCalledWith("session", {});
});

test("a second message leaves at once, in the order of typing, over one session", async () => {
  wire.replies.message = () => new Promise(() => {});
  talk.say({ text: "one" });
  talk.say({ text: "I cannot feel my legs" });
  await settle();
  expect(sent().map(({ text }) => text)).toEqual(["one", "I cannot feel my legs"]);
  expect(wire.post.mock.calls.filter(([route]) => route === "session")).toHaveLength(1);
});

test("what failed stays, and goes again with its id, ahead of what is said later", async () => {
  wire.replies.message = () => Promise.reject(new TypeError("offline"));
  talk.say({ text: "one" });
  await settle();
  expect(view.drawFailure).toHaveBeenCalledTimes(1);
  wire.replies.message = ({ text }) => answer(text);
  talk.say({ text: "two" });
  await settle();
  const [first, again, second] = sent();
  expect([again.text, second.text]).toEqual(["one", "two"]);
  expect(again.id).toBe(first.id);
  expect(view.clearFailure).toHaveBeenCalledWith(expect.objectContaining({ id: first.id }));
});

test("a message that is too long is not sent again by itself", async () => {
  wire.replies.message = () => Promise.reject(new Refusal(413, "Too long."));
  talk.say({ text: "long" });
  await settle();
  wire.replies.message = ({ text }) => answer(text);
  talk.say({ text: "short" });
  await settle();
  expect(sent().map(({ text }) => text)).toEqual(["long", "short"]);
});

test("after a reload the talk is as the server knows it, and what was not answered says so", async () => {
  wire.replies.message = () => new Promise(() => {});
  talk.say({ text: "lost" });
  await settle();
  const history = [{ from: "user", id: "a", text: "hi" }, { from: "bot", text: "hello" }];
  wire.replies.history = () => ({ messages: history, last: 7 });
  talk = newTalk();
  await talk.restore();
  expect(view.drawHistory).toHaveBeenCalledWith(history);
  expect(view.drawFailure.mock.calls[0][0].text).toBe("lost");
  expect(wire.listen).toHaveBeenLastCalledWith("t1", 7, expect.anything());
});

test("a message that arrived before the reload gets its answer, and is not shown twice", async () => {
  wire.replies.message = () => new Promise(() => {});
  talk.say({ text: "slow" });
  await settle();
  const [{ id }] = sent();
  wire.replies.history = () => ({ messages: [{ from: "user", id, text: "slow" }], last: 1 });
  wire.replies.message = () => answer("at last");
  talk = newTalk();
  await talk.restore();
  await settle();
  expect(view.drawSaid).not.toHaveBeenCalled();
  expect(view.drawTold.mock.calls[0][0][0].text).toBe("at last");
});

test("the stream tells what others add, and not again what this tab has drawn", async () => {
  talk.say({ text: "one" });
  await settle();
  const [{ id }] = sent();
  view.drawTold.mockClear();
  view.drawSaid.mockClear();
  wire.hear.message({ from: "user", id, text: "one" });
  wire.hear.message({ from: "bot", to: id, text: "about one" });
  expect(view.drawTold).not.toHaveBeenCalled();
  expect(view.drawSaid).not.toHaveBeenCalled();
  wire.hear.message({ from: "user", id: "other tab", text: "two" });
  wire.hear.message({ from: "bot", to: "other tab", text: "about two" });
  wire.hear.message({ from: "bot", text: "This is Ann from the desk." });
  expect(view.drawSaid).toHaveBeenCalledTimes(1);
  expect(view.drawTold).toHaveBeenCalledTimes(2);
});

test("an answer that comes by the stream after the request had failed takes the failure away", async () => {
  wire.replies.message = () => Promise.reject(new TypeError("timed out"));
  talk.say({ text: "one" });
  await settle();
  const [{ id }] = sent();
  wire.hear.message({ from: "bot", to: id, text: "late" });
  expect(view.clearFailure).toHaveBeenLastCalledWith({ id });
  talk.retry();
  await settle();
  expect(sent()).toHaveLength(1);
});

test("a conversation the server has forgotten goes on as a new one, and says so", async () => {
  talk.say({ text: "one" });
  await settle();
  wire.replies.session = () => ({ token: "t2" });
  wire.replies.message = ({ token }) => (token === "t2" ? answer("new") : Promise.reject(new Refusal(401, "")));
  talk.say({ text: "two" });
  await settle();
  expect(view.drawNote).toHaveBeenCalledWith("ended");
  expect(sent().map(({ token }) => token)).toEqual(["t1", "t1", "t2"]);
  expect(sent()[1].id).toBe(sent()[2].id);
});

test("deleting forgets everything here, and only when the server has deleted it", async () => {
  talk.say({ text: "one" });
  await settle();
  wire.replies.delete = () => Promise.reject(new TypeError("offline"));
  await expect(talk.remove()).rejects.toThrow();
  expect(sessionStorage.getItem("test token")).not.toBeNull();
  wire.replies.delete = () => ({ deleted: true });
  await talk.remove();
  expect(sessionStorage.getItem("test token")).toBeNull();
  expect(view.greet).toHaveBeenCalled();
});

test("a rating is no message of the conversation", async () => {
  expect(await talk.rate("ice", false, "No")).toBe("about undefined");
  expect(sent()[0].payload).toBe('/feedback_bad{"card":"ice"}');
  expect(view.drawSaid).not.toHaveBeenCalled();
});

test("a blocked storage costs only the reload", async () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new Error("blocked");
  });
  talk = newTalk();
  talk.say({ text: "one" });
  await settle();
  expect(view.drawTold).toHaveBeenCalled();
});
