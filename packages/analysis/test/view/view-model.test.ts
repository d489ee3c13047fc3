import { toViewModel } from '../../src/view/view-model.js';
import { makeSpan, SAMPLE_START_UNIX_NANO } from '../support/make-span.js';
import { checkoutTrace, interruptedTrace } from '../support/sample-traces.js';

describe('toViewModel', () => {
  it('is plain JSON with the newest trace first', () => {
    const spans = [...checkoutTrace(), makeSpan({ traceId: 'b', spanId: 'x', startMs: 60_000 })];
    const model = toViewModel(spans);
    expect(model.traces.map(({ traceId }) => traceId)).toEqual(['b', '0af7651916cd43dd8448eb211c80319c']);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('has the figures of a trace, resources and scopes once', () => {
    const [trace] = toViewModel(checkoutTrace()).traces;
    expect(trace).toMatchObject({
      ...{ name: 'POST /checkout', startUnixNano: '1761307591000000000', startText: '2025-10-24 12:06:31.000 UTC' },
      ...{ durationText: '1.23s', spanCount: 9, errorCount: 3, hiddenRowCount: 0, scopes: ['shop 1.2.3'] },
      ...{ marks: ['error'] },
      ticks: [{ at: 0, text: '0' }, { text: '250ms' }, { text: '500ms' }, { text: '750ms' }, { text: '1s' }],
    });
    expect(trace?.services.map(({ name }) => name)).toEqual(['shop-api', 'postgres', 'basket', 'redis', 'payments']);
    expect(trace?.resources).toHaveLength(5);
    expect(trace?.resources[0]).toEqual([['service.name', 'shop-api']]);
  });

  it('shares the limit of rows among traces and counts what is left out', () => {
    const model = toViewModel([...interruptedTrace(), ...checkoutTrace()], { rowsMax: 6 });
    expect(model.traces.map((trace) => [trace.name, trace.rows.length])).toEqual([['plan holiday', 6]]);
    expect(model.hiddenTraceCount).toBe(1);
    expect(toViewModel(checkoutTrace(), { rowsMax: 4 }).traces[0]).toMatchObject({
      ...{ hiddenRowCount: 5, hiddenErrorCount: 2 },
    });
  });

  it('lets running spans grow to the present', () => {
    const nowUnixNano = SAMPLE_START_UNIX_NANO + 200_000_000_000n;
    expect(toViewModel(interruptedTrace(), { nowUnixNano }).traces[0]?.durationText).toBe('3m 20s');
  });

  it('has no traces for no spans', () => {
    expect(toViewModel([])).toEqual({ traces: [], hiddenTraceCount: 0 });
  });
});
