// Ships one large file into a server that takes everything, and tells the memory that it took. Aim: under 200 MB for
// 1 GB.
//   npm run build && node bench/large-file.mjs [MEGABYTES]      (Linux: reads VmHWM from /proc)
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { traceLines } from './support/records.mjs';

const megabytes = Number(process.argv[2] ?? 1000);
const directory = mkdtempSync(join(tmpdir(), 'spanbridge-bench-'));
const file = join(directory, 'large.jsonl');

async function writeFile() {
  const out = createWriteStream(file);
  for (let trace = 0, size = 0; size < megabytes * 1e6; trace += 1) {
    const text = `${traceLines(trace).join('\n')}\n`;
    size += text.length;
    if (!out.write(text)) await new Promise((resolve) => out.once('drain', resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

/** A backend that reads and forgets. */
function startDrain() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function peakMegabytes(pid) {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1000;
  } catch {
    return 0;
  }
}

async function ship(port) {
  const args = ['packages/cli/bin/spanbridge.js', 'ship', file, '--json', '--endpoint', `http://127.0.0.1:${port}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout = (stdout + text).slice(-10_000)));
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, peakMegabytes(child.pid))), 50);
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  return { exitCode, peak, summary: JSON.parse(stdout.trimEnd().split('\n').at(-1)) };
}

try {
  await writeFile();
  const server = await startDrain();
  const { exitCode, peak, summary } = await ship(server.address().port);
  server.closeAllConnections();
  server.close();
  const { records, spans, accepted, durationMs } = summary;
  const size = Math.round(statSync(file).size / 1e6);
  console.log(`${size} MB, ${records} records, ${accepted} of ${spans} spans delivered, exit ${exitCode}`);
  const rate = Math.round(records / durationMs);
  console.log(`peak resident memory ${Math.round(peak)} MB, ${rate} k records/s, Node ${process.version}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
