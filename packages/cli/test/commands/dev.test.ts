import { dev } from '../../src/commands/dev.js';
import type { CommandSettings } from '../../src/config/settings.js';
import { fakeServer } from '../support/fake-server.js';
import { fakeHost } from '../support/fake-host.js';

async function run(settings: CommandSettings<'dev'>, signal: 'SIGINT' | 'SIGTERM' = 'SIGINT') {
  const server = fakeServer();
  const fake = fakeHost({ services: { startServer: server.startServer } });
  const running = dev(settings, fake.host);
  fake.interrupt(signal);
  return { ...fake, server, code: await running };
}

describe('dev', () => {
  it('prints its page and how to send to it', async () => {
    const { stdout, server } = await run({});
    expect(server.asked()).toMatchObject({ host: '127.0.0.1', port: 4318 });
    expect(stdout()).toContain('Page     http://127.0.0.1:4318/\n');
    expect(stdout()).toContain('spanbridge ship app.jsonl\n');
    expect(stdout()).toContain('OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318\n');
  });

  it('names the endpoint in the example when the port is another', async () => {
    expect((await run({ port: 9999 })).stdout()).toContain('ship app.jsonl --endpoint http://127.0.0.1:9999\n');
  });

  it('never prints the token', async () => {
    const { stdout, server } = await run({ token: 'hunter2' });
    expect(server.asked()).toMatchObject({ token: 'hunter2' });
    expect(stdout()).toContain('/?token=TOKEN');
    expect(stdout()).not.toContain('hunter2');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('closes the server after %s and ends with %d', async (signal, code) => {
    const run1 = await run({}, signal);
    expect(run1.server.closed()).toBe(1);
    expect(run1.code).toBe(code);
  });
});
