import { isSpanbridgeError } from '@spanbridge/core';
import type { RunningServer, ServerOptions } from '@spanbridge/server';
import { cliError } from '../errors.js';
import type { Host } from '../host.js';
import { jaegerPageUrl, probePort } from '../probe-port.js';

/** Answers whether an error says that another process listens on the port. */
export function isPortTaken(error: unknown): boolean {
  return isSpanbridgeError(error) && error.code === 'PORT_IN_USE';
}

/** Where a backend is to listen. */
export interface BackendAddress {
  readonly host: string;
  readonly port: number;
  readonly token?: string;
  /** Origins of web pages that may send. */
  readonly allowedOrigins?: readonly string[];
}

/**
 * Starts the local backend; its warnings go to stderr.
 *
 * @throws SpanbridgeError `PORT_TAKEN`, which says who answers on the port, as far as can be told, and what to do
 */
export async function startBackend(address: BackendAddress, host: Host): Promise<RunningServer> {
  const options: ServerOptions = {
    ...address,
    warn: (message) => {
      host.output.talk(message);
    },
  };
  try {
    return await host.services.startServer(options);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    throw cliError('PORT_TAKEN', await portTakenMessage(address, host));
  }
}

async function portTakenMessage({ host: address, port }: BackendAddress, host: Host): Promise<string> {
  const baseUrl = `http://${hostInUrl(address)}:${port}`;
  const other = 'Stop it, or choose another port, such as --port 14318 (--port 0 takes a free one).';
  const taken = `Port ${port} on ${address} is taken`;
  switch (await probePort(baseUrl, host.services.fetch)) {
    case 'spanbridge':
      return (
        `${taken}: another spanbridge answers there. Open ${baseUrl}/ and use that one, ` +
        'or choose another port with --port.'
      );
    case 'jaeger':
      return (
        `${taken}: Jaeger answers there, with its page at ${jaegerPageUrl(baseUrl)}/. ` +
        `\`spanbridge ship\` sends to it as it is. ${other}`
      );
    case 'collector':
      return `${taken}: an OTLP receiver answers there, most likely an OpenTelemetry Collector. ${other}`;
    case 'http':
      return `${taken}: another HTTP server answers there. ${other}`;
    case 'nothing':
      return `${taken} by a program that does not speak HTTP. ${other}`;
  }
}

/** "All interfaces" is no address to ask, and IPv6 stands in brackets. */
function hostInUrl(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}
