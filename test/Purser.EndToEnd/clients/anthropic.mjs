import Anthropic from '@anthropic-ai/sdk';
import { collect, report } from './report.mjs';

const [baseURL] = process.argv.slice(2);
const client = new Anthropic({ baseURL, apiKey: 'sk-ant-caller', maxRetries: 0 });
const as = (scenario) => ({ headers: { 'x-scripted': scenario } });
const message = { model: 'claude-haiku-4-5', max_tokens: 200, system: 'Answer briefly.', messages: [{ role: 'user', content: 'Wie geht’s? 日本 ✓' }] };

await report({
  plain: () => client.messages.create(message, as('output=30, cached=9')),
  stream: async () => collect(await client.messages.create({ ...message, stream: true }, as('output=30, cached=9'))),
  helper: () => client.messages.stream({ ...message, max_tokens: 12 }, as('output=40')).finalMessage(),
  overloaded: () => client.messages.create(message, as('status=529')),
});
