import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSpanbridgeConfig, REGISTER_VARIABLES } from '../../src/config/spanbridge-env.js';

describe('readSpanbridgeConfig', () => {
  it('reads every variable of register()', () => {
    const config = readSpanbridgeConfig({
      SPANBRIDGE_EXPORTER: 'stock',
      SPANBRIDGE_PROVISIONAL: 'marker',
      SPANBRIDGE_PROVISIONAL_MIN_AGE: '2s',
      SPANBRIDGE_CRASH_FILE: '/var/lib/shop/open',
      SPANBRIDGE_SPOOL: '/var/lib/shop/spool',
      SPANBRIDGE_EVENTS: 'both',
      SPANBRIDGE_SHUTDOWN_TIMEOUT: '500ms',
      SPANBRIDGE_COMMAND_ARGS: 'True',
    });
    expect(config).toEqual({
      exporter: 'stock',
      provisional: 'marker',
      provisionalMinAgeMs: 2_000,
      crashFile: '/var/lib/shop/open',
      spool: '/var/lib/shop/spool',
      events: 'both',
      shutdownTimeoutMs: 500,
      commandArgs: true,
      warnings: [],
    });
    expect(REGISTER_VARIABLES).toHaveLength(8);
  });

  it('tells each value that it cannot use', () => {
    const { warnings, ...config } = readSpanbridgeConfig({
      SPANBRIDGE_EXPORTER: 'kafka',
      SPANBRIDGE_PROVISIONAL: 'all',
      SPANBRIDGE_PROVISIONAL_MIN_AGE: '5',
    });
    expect(config).toMatchObject({ exporter: undefined, provisional: undefined, provisionalMinAgeMs: undefined });
    expect(warnings).toEqual([
      'SPANBRIDGE_EXPORTER is ignored: "kafka" is none of otlp, stock, console, none, otlp/stdout. otlp is used.',
      'SPANBRIDGE_PROVISIONAL is ignored: "all" is none of hold, marker, anchor, log. hold is used.',
      'SPANBRIDGE_PROVISIONAL_MIN_AGE is ignored: "5" is not a duration such as 500ms, 5s or 1m. The default is used.',
    ]);
  });

  it('has a row in the README for each', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    expect(REGISTER_VARIABLES.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
