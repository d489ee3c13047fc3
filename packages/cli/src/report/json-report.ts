import { toTracesData } from '@spanbridge/otlp';
import type { Output } from '../output.js';
import { jsonLine } from './json-line.js';
import { shownUrl } from './shown-url.js';
import type { ShipReport } from './ship-report.js';

/**
 * The report of `ship --json`: one JSON object per line on stdout, the last is the summary. Ignored records are only
 * counted: a log of a program holds far more ordinary lines than records.
 */
export function createJsonReport(output: Output): ShipReport {
  return {
    onEvent: (event) => {
      switch (event.type) {
        case 'rejected': {
          const { type, file, line, reason, detail } = event;
          output.result(jsonLine({ type, file, line, reason, detail }));
          break;
        }
        case 'refused': {
          const { type, status, reason, span } = event;
          output.result(jsonLine({ type, status, reason, tracesData: toTracesData([span]) }));
          break;
        }
        case 'span':
          output.result(jsonLine({ type: 'span', tracesData: toTracesData([event.span]) }));
          break;
        case 'file': {
          const { type, change, path, detail, lostBytes } = event;
          const lost = lostBytes === undefined ? {} : { lostBytes };
          output.result(jsonLine({ type, change, file: path, detail, ...lost }));
          break;
        }
        case 'warning':
          output.talk(event.message);
          break;
        case 'ignored':
        case 'started':
          break;
      }
    },
    verified: ({ tracesUrl, result }) => {
      const { differences, ...rest } = result;
      for (const difference of differences) output.result(jsonLine({ type: 'difference', ...difference }));
      output.result(jsonLine({ type: 'verified', endpoint: shownUrl(tracesUrl), ...rest }));
    },
    finish: ({ summary }) => {
      output.result(jsonLine(summary));
    },
  };
}
