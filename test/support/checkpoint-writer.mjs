// Commits to a checkpoint in a loop until it is killed, and says the number of each commit once that is confirmed.
// Arguments: URL of the built module, directory.
import { writeSync } from 'node:fs';

/** More than any test waits for; a writer that nobody kills ends all the same. */
const COMMITS_MAX = 100_000;

const [moduleUrl, directory] = process.argv.slice(2);
const { openCheckpoint } = await import(moduleUrl);
const warn = (message) => writeSync(2, `${message}\n`);
const checkpoint = await openCheckpoint({ directory, warn, logBytesMax: 3000 });
const state = new Map(checkpoint.restored.entries);
for (let number = (state.get('number') ?? 0) + 1; number <= COMMITS_MAX; number += 1) {
  const put = [
    [`key ${number % 13}`, number],
    // Now and then more than a page, so that a kill can hit the middle of a write.
    [`text ${number % 3}`, 'x'.repeat(number % 7 === 0 ? 20_000 : 10)],
    ['number', number],
  ];
  const remove = [`key ${(number + 5) % 13}`];
  for (const key of remove) state.delete(key);
  for (const [key, value] of put) {
    state.delete(key);
    state.set(key, value);
  }
  const result = await checkpoint.commit({ put, remove }, () => state);
  if (result.status !== 'committed') throw new Error(result.detail);
  writeSync(1, `${number}\n`);
}
