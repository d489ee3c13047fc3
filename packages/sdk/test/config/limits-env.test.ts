import { EnvReader } from '../../src/config/env-reader.js';
import { readLogRecordLimits, readSpanLimits } from '../../src/config/limits-env.js';

describe('limits of spans and log records', () => {
  it('those of spans win over the general ones, which hold for log records, too', () => {
    const env = {
      OTEL_ATTRIBUTE_COUNT_LIMIT: '10',
      OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '100',
      OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '20',
    };
    const spans = readSpanLimits(new EnvReader(env));
    expect(spans).toMatchObject({ attributeCountLimit: 20, attributeValueLengthLimit: 100 });
    const records = readLogRecordLimits(new EnvReader(env));
    expect(records).toEqual({ attributeCountLimit: 10, attributeValueLengthLimit: 100 });
  });

  it('a limit of 0 is a limit', () => {
    expect(readSpanLimits(new EnvReader({ OTEL_SPAN_EVENT_COUNT_LIMIT: '0' })).eventCountLimit).toBe(0);
  });
});
