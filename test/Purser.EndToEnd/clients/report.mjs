// Runs named steps in order and prints what the client's user would see, as one JSON object.
export async function report(steps) {
  const seen = {};
  for (const [name, step] of Object.entries(steps)) {
    try {
      seen[name] = await step();
    } catch (error) {
      seen[name] = { error: error.name ?? error.constructor.name, status: error.status ?? null, body: error.error ?? null };
    }
  }
  process.stdout.write(JSON.stringify(seen));
}

// Every event of a stream; with `atMost` the client leaves after so many.
export async function collect(stream, { atMost = Infinity, leave } = {}) {
  const events = [];
  for await (const event of stream) {
    events.push(event);
    if (events.length === atMost) {
      leave();
      break;
    }
  }
  return events;
}
