import type { Clock } from '@spanbridge/otlp';
import type { FoundBackend } from '../query/probe.js';
import type { QueryClient, TimeWindow, TraceAnswer } from '../query/query-client.js';
import { type Finding, fine } from './finding.js';

/** Backends index a span some time after they took it; Tempo and the Collector's batches are the slowest. */
const PATIENCE_MS = 10_000;

const INTERVAL_MS = 500;

/** A wait that nobody ends early. */
const NEVER = new AbortController().signal;

function note(message: string, remedy: string): Finding {
  return { check: 'read-back', level: 'note', message, remedy };
}

async function readPatiently(
  client: QueryClient,
  traceId: string,
  window: TimeWindow,
  clock: Clock,
): Promise<TraceAnswer> {
  const endMs = clock.now() + PATIENCE_MS;
  let answer = await client.traceById(traceId, window);
  while (answer.status === 'not-found' && clock.now() < endMs) {
    await clock.sleep(INTERVAL_MS, NEVER);
    answer = await client.traceById(traceId, window);
  }
  return answer;
}

/** Reads the probe span back, for 200 is not "stored". */
export async function checkReadBack(
  backend: FoundBackend,
  probe: { readonly traceId: string; readonly window: TimeWindow },
  clock: Clock,
): Promise<Finding> {
  if (backend.status === 'none') {
    return note(
      `The span was taken, but it cannot be read back from here: ${backend.details.join(' ')}`,
      'Name the query address of the backend with --verify-backend, if it has one.',
    );
  }
  const { client } = backend;
  const answer = await readPatiently(client, probe.traceId, probe.window, clock);
  client.close();
  switch (answer.status) {
    case 'found':
      return fine('read-back', `${client.address} (${client.api}) gives the span back.`);
    case 'failed':
      return note(
        `${client.address} did not answer for the trace: ${answer.detail}`,
        'Look at the log of the backend.',
      );
    case 'not-found':
      return {
        check: 'read-back',
        level: 'fault',
        message:
          `The span was taken, but ${client.address} (${client.api}) ` +
          `does not have it after ${PATIENCE_MS / 1000} s.`,
        remedy: 'A pipeline behind the receiver drops or samples it, or the receiver belongs to another backend.',
      };
  }
}
