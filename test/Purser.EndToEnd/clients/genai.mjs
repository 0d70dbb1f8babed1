import { GoogleGenAI } from '@google/genai';
import { collect, report } from './report.mjs';

const [baseUrl] = process.argv.slice(2);
const client = new GoogleGenAI({ apiKey: 'caller-key', httpOptions: { baseUrl } });
const asked = (scenario, config = {}) => ({
  model: 'gemini-2.5-flash',
  contents: 'Wie geht’s? 日本 ✓',
  config: { ...config, httpOptions: { headers: { 'x-scripted': scenario } } },
});
// The client's own view of the transport (headers, date) is no part of what the model said.
const said = ({ sdkHttpResponse, ...rest }) => rest;

await report({
  plain: async () => said(await client.models.generateContent(asked('output=30, reasoning=7, cached=4'))),
  stream: async () => (await collect(await client.models.generateContentStream(asked('output=30, reasoning=7, cached=4')))).map(said),
  limited: async () => said(await client.models.generateContent(asked('output=40', { maxOutputTokens: 12 }))),
  overloaded: async () => said(await client.models.generateContent(asked('status=529'))),
});
