import { toVerdict } from '../../src/delivery/verdict.js';
import type { ExportResponse } from '../../src/transport/export-response.js';

const STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index);

it('of all failures, exactly redirects, 401, 403, 404 and 407 pause, and 400 and 413 are split', () => {
  const byAction = new Map<string, number[]>();
  for (const httpStatus of STATUSES) {
    const { action } = toVerdict({ status: 'failure', httpStatus, detail: '' });
    byAction.set(action, [...(byAction.get(action) ?? []), httpStatus]);
  }
  expect(byAction.get('pause')).toEqual([...STATUSES.slice(0, 100), 401, 403, 404, 407]);
  expect(byAction.get('split')).toEqual([400, 413]);
  expect(byAction.get('refuse')).toHaveLength(300 - 104 - 2);
});

it.each([
  [{ status: 'success' }, { action: 'accept', warning: undefined }],
  [
    { status: 'success', warning: 'w' },
    { action: 'accept', warning: 'w' },
  ],
  [
    { status: 'partial', rejectedSpans: 2, message: 'm' },
    { action: 'accept-some', rejectedSpans: 2, message: 'm' },
  ],
  [
    { status: 'retryable', retryAfterMs: 5, detail: 'd' },
    { action: 'wait', detail: 'd', retryAfterMs: 5 },
  ],
] as [ExportResponse, unknown][])('%j means %j', (response, verdict) => {
  expect(toVerdict(response)).toEqual(verdict);
});
