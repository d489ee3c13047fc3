import type { ExportResponse, OtlpTransport } from '@spanbridge/otlp';
import { decodeTraces } from '@spanbridge/otlp';
import { checkDelivery } from '../../src/doctor/check-delivery.js';
import { createProbeSpan } from '../../src/doctor/probe-span.js';

const IDS = { traceId: 'be97f2fa26196196d1c776cef223b871', spanId: 'c33604c286773277' };
const PROBE = createProbeSpan(1_700_000_000_000_000_000n, IDS);

function answering(response: ExportResponse): OtlpTransport & { readonly bodies: Uint8Array[] } {
  const bodies: Uint8Array[] = [];
  return {
    bodies,
    send: (body) => {
      bodies.push(body);
      return Promise.resolve(response);
    },
    close: () => undefined,
  };
}

it.each<[ExportResponse, boolean, object]>([
  [{ status: 'success' }, true, { level: 'ok', message: 'A probe span was taken.' }],
  [{ status: 'success', warning: 'quota low' }, true, { level: 'note', message: 'A probe span was taken: quota low' }],
  [
    { status: 'partial', rejectedSpans: 1, message: 'no tenant' },
    false,
    { level: 'fault', message: 'The probe span was refused: no tenant' },
  ],
  [
    { status: 'retryable', detail: 'x', fault: { kind: 'grpc-port', message: 'It speaks gRPC.', remedy: 'Use 4318.' } },
    false,
    { level: 'fault', message: 'It speaks gRPC.', remedy: 'Use 4318.' },
  ],
  [
    { status: 'failure', httpStatus: 418, detail: 'HTTP 418' },
    false,
    { level: 'fault', message: 'HTTP 418', remedy: '' },
  ],
])('the answer %j: taken is %j, and the finding says so', async (response, isTaken, finding) => {
  const result = await checkDelivery(PROBE, answering(response), 'protobuf');
  expect(result.isTaken).toBe(isTaken);
  expect(result.findings).toMatchObject([{ check: 'delivery', ...finding }]);
});

it('sends the one span', async () => {
  const transport = answering({ status: 'success' });
  await checkDelivery(PROBE, transport, 'json');
  const decoded = decodeTraces(transport.bodies[0] ?? new Uint8Array(), 'json');
  expect(decoded).toMatchObject({ status: 'decoded', spans: [{ name: 'probe', duration: [0, 1_000_000] }] });
});
