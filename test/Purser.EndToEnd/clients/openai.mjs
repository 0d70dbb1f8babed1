import OpenAI from 'openai';
import { collect, report } from './report.mjs';

const [baseURL] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey: 'sk-caller', maxRetries: 0 });
const messages = [{ role: 'system', content: 'Answer briefly.' }, { role: 'user', content: 'Wie geht’s? 日本 ✓' }];
const as = (scenario) => ({ headers: { 'x-scripted': scenario } });
const chat = { model: 'gpt-5-mini', messages };

await report({
  plain: () => client.chat.completions.create(chat, as('output=30, reasoning=7, cached=9')),
  stream: async () => collect(await client.chat.completions.create({ ...chat, stream: true }, as('output=30, reasoning=7, cached=9'))),
  streamWithUsage: async () => collect(await client.chat.completions.create({ ...chat, stream: true, stream_options: { include_usage: true } }, as('output=21'))),
  helper: () => client.chat.completions.stream({ ...chat, max_completion_tokens: 12 }, as('output=40')).finalChatCompletion(),
  responses: () => client.responses.create({ model: 'gpt-5-mini', input: 'Say it.' }, as('output=11, reasoning=5, cached=3')),
  responsesStream: async () => collect(await client.responses.create({ model: 'gpt-5-mini', input: 'Say it.', stream: true }, as('output=11, reasoning=5'))),
  embeddings: () => client.embeddings.create({ model: 'text-embedding-3-small', input: ['one', 'two'] }),
  overloaded: () => client.chat.completions.create(chat, as('status=529')),
  limited: async () => collect(await client.chat.completions.create({ ...chat, stream: true }, as('status=429'))),
});
