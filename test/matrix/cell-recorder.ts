import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSentSpans, type SentSpan } from './sent-spans.js';

/** A backend for many cells at once: each has a path of its own. */
export interface CellRecorder {
  /** The traces URL of a cell. A GET there answers how many of its spans have come. */
  urlOf(cellName: string): string;
  /** All spans of a cell, in the order in which they came. */
  spansOf(cellName: string): readonly SentSpan[];
  close(): Promise<void>;
}

/** Starts a recorder on a free port of the loopback address. */
export async function startCellRecorder(): Promise<CellRecorder> {
  const spans = new Map<string, SentSpan[]>();
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '';
    void record(incoming, spans.get(path) ?? []).then(
      (known) => {
        spans.set(path, known);
        response.writeHead(200, { 'content-type': 'application/x-protobuf' });
        response.end(incoming.method === 'GET' ? String(known.length) : '');
      },
      () => {
        // What cannot be read fails the cell, which then lacks these spans.
        response.writeHead(400).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pathOf = (cellName: string): string => `/${encodeURIComponent(cellName)}/v1/traces`;
  return {
    urlOf: (cellName) => base + pathOf(cellName),
    spansOf: (cellName) => spans.get(pathOf(cellName)) ?? [],
    close: () => closeServer(server),
  };
}

async function record(incoming: IncomingMessage, known: SentSpan[]): Promise<SentSpan[]> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  if (incoming.method === 'POST') known.push(...readSentSpans(Buffer.concat(pieces)));
  return known;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
