import { BACKEND_PORT } from '../backend-port.js';
import type { CommandSettings } from '../config/settings.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import { type Host, untilInterrupted } from '../host.js';
import { startBackend } from './local-backend.js';

const HOST_DEFAULT = '127.0.0.1';

/**
 * `spanbridge dev`: the local backend alone, until SIGINT or SIGTERM.
 *
 * @throws SpanbridgeError when it cannot listen
 */
export async function dev(settings: CommandSettings<'dev'>, host: Host): Promise<ExitCode> {
  const { port = BACKEND_PORT, host: address = HOST_DEFAULT, token, allowOrigin } = settings;
  const server = await startBackend(
    {
      host: address,
      port,
      ...(token === undefined ? {} : { token }),
      ...(allowOrigin === undefined ? {} : { allowedOrigins: allowOrigin.split(',').map((origin) => origin.trim()) }),
    },
    host,
  );
  try {
    for (const line of welcomeLines(server, token !== undefined)) host.output.line(line);
    await untilInterrupted(host);
  } finally {
    await server.close();
  }
  return exitCodeOfInterrupt(host.interrupt) ?? EXIT.done;
}

/** The address of the page and how to send to it. The token is never printed: terminals are shared and logged. */
function welcomeLines({ url, port }: { readonly url: string; readonly port: number }, hasToken: boolean): string[] {
  const flags = [
    port === BACKEND_PORT ? '' : ` --endpoint ${url}`,
    hasToken ? " --header 'authorization=Bearer TOKEN'" : '',
  ];
  const lines = [
    `Page     ${url}/${hasToken ? '?token=TOKEN' : ''}`,
    `Records  spanbridge ship app.jsonl${flags.join('')}`,
    `Apps     OTEL_EXPORTER_OTLP_ENDPOINT=${url}`,
  ];
  if (hasToken) lines.push("         OTEL_EXPORTER_OTLP_HEADERS='authorization=Bearer%20TOKEN'");
  return [...lines, 'Takes OTLP over HTTP, protobuf or JSON. Traces are kept in memory. Ctrl-C ends.'];
}
