// telegram-test-api as a server on loopback: node telegram_peer.js PORT
//
// What differs from Telegram is mended here: it tells times in milliseconds, gives updates that come together one id,
// leaves out fields and gives others back as text, does not prove who it is to a webhook, ends when a webhook fails, and
// lacks methods.
const TelegramServer = require('telegram-test-api');
const axios = require('axios');
const express = require('express');

const peer = new TelegramServer({ port: Number(process.argv[2]), host: '127.0.0.1', storeTimeout: 3600 });

process.on('unhandledRejection', (error) => console.log('a webhook failed:', error.message));

axios.interceptors.request.use((request) => {
  const hook = Object.values(peer.webhooks).find(({ url }) => url === request.url);
  if (hook?.secret_token) request.headers['X-Telegram-Bot-Api-Secret-Token'] = hook.secret_token;
  return request;
});

peer.getCommonFields = (botToken) => ({
  time: Date.now(), botToken, updateId: peer.updateId++, messageId: peer.messageId++, isRead: false,
});

const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const formatted = format(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance = '1';
  return formatted;
};

const add = peer.addBotMessage.bind(peer);
peer.addBotMessage = (message, token) => {
  const { message_id, date, chat, text, entities, reply_markup } = add(message, token);
  return { message_id, date: Math.floor(date / 1000), chat, text, entities, reply_markup };
};

// The fields of a request, however they are sent.
async function read(request) {
  const type = request.headers['content-type'];
  const body = new Response(request.body, { headers: { 'content-type': type } });
  return type.startsWith('application/json') ? body.json() : Object.fromEntries(await body.formData());
}

const known = peer.webServer;
const app = express();

// An edit is answered with null, which Telegram never says.
app.use((_request, response, next) => {
  const json = response.json.bind(response);
  response.json = (body) => json(body?.ok && body.result === null ? { ...body, result: true } : body);
  next();
});

// A photo is kept as a message with its caption, so that it has its place among the others.
app.post('/bot:token/sendPhoto', express.raw({ type: '*/*', limit: '10mb' }), async (request, response) => {
  const { photo, caption = '', ...fields } = await read(request);
  if (!photo) return response.status(400).json({ ok: false, error_code: 400, description: 'Bad Request: no photo' });
  const { text, ...message } = peer.addBotMessage({ ...fields, text: caption, photo: true }, request.params.token);
  const file = { file_id: 'a-photo', file_unique_id: 'a-photo', width: 640, height: 480 };
  return response.json({ ok: true, result: { ...message, caption: text, photo: [file] } });
});

app.post('/bot:token/getMe', (_request, response) => {
  const result = { id: 123456789, is_bot: true, first_name: 'Guide', username: 'TestNameBot' };
  response.json({ ok: true, result });
});

app.post('/bot:token/getWebhookInfo', (request, response) => {
  const hook = peer.webhooks[request.params.token];
  const result = { url: hook?.url ?? '', has_custom_certificate: false, pending_update_count: 0 };
  response.json({ ok: true, result });
});

app.post(['/bot:token/sendChatAction', '/bot:token/setMy:what'], (_request, response) => {
  response.json({ ok: true, result: true });
});

app.use(known);
peer.webServer = app;
app.settings.env = 'test';
peer.start().then(() => console.log('ready'));
