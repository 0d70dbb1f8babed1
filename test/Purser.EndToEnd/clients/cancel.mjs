// Leaves an OpenAI or Anthropic stream after ten events, as a user who presses stop does.
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { collect, report } from './report.mjs';

const [kind, baseURL, scenario] = process.argv.slice(2);
const messages = [{ role: 'user', content: 'Tell me a long story.' }];
const as = { headers: { 'x-scripted': scenario } };
const open = () => kind === 'openai'
  ? new OpenAI({ baseURL, apiKey: 'sk-caller', maxRetries: 0 }).chat.completions.create({ model: 'gpt-5-mini', max_completion_tokens: 500, messages, stream: true }, as)
  : new Anthropic({ baseURL, apiKey: 'sk-ant-caller', maxRetries: 0 }).messages.create({ model: 'claude-haiku-4-5', max_tokens: 500, messages, stream: true }, as);

await report({
  cancelled: async () => {
    const stream = await open();
    return (await collect(stream, { atMost: 10, leave: () => stream.controller.abort() })).length;
  },
});
